"""``heshu watch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.options import StoreOption
from pipeline.problems import HeshuError, NothingToReadError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="监视一个文件夹：放入的申报材料稳定后自动读取，直到按 Ctrl+C。")
    def watch(
        folder: Annotated[Path, typer.Argument(help="被监视的文件夹")],
        store: StoreOption,
        rest: Annotated[float, typer.Option(help="多少秒没有变化才开始读取")] = 20.0,
        polling: Annotated[bool, typer.Option("--polling", help="定时查看而非等待通知（网络盘用）")] = False,
        prefect: Annotated[bool, typer.Option("--prefect/--no-prefect", help="是否经由 Prefect 流程运行")] = True,
        workers: Annotated[int, typer.Option(help="并行进程数，0 为自动")] = 0,
    ) -> None:
        from desk.cli.ingest_command import run
        from desk.cli.progress import shown_progress
        from flows.watching import watched

        if not folder.is_dir():
            raise NothingToReadError(str(folder))

        def ingest() -> None:
            with shown_progress() as shown:
                report = run(folder, store, shown, prefect, workers)
            done, refused, failed = len(report.submissions), len(report.refused), len(report.failed)
            typer.echo(f"处理 {done} 份，读取 {report.pages} 页；未读文件 {refused} 个，失败 {failed} 份。")

        def failed(problem: HeshuError) -> None:
            typer.echo(f"错误：{problem}\n{problem.advice}", err=True)

        typer.echo(f"正在监视 {folder}，按 Ctrl+C 结束。")
        watched(folder, ingest, rest=rest, polling=polling, failed=failed)

"""``heshu ingest``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.options import StoreOption
from pipeline.problems import Exit


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="读取一个文件夹：每个子文件夹或 zip 是一份申报。")
    def ingest(
        folder: Annotated[Path, typer.Argument(help="待读取的文件夹")],
        store: StoreOption,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出结果")] = False,
        prefect: Annotated[bool, typer.Option("--prefect/--no-prefect", help="是否经由 Prefect 流程运行")] = True,
        workers: Annotated[int, typer.Option(help="并行进程数，0 为自动")] = 0,
    ) -> None:
        from desk.cli.progress import shown_progress
        from desk.cli.summary import print_summary, summary_json

        with shown_progress(quiet=as_json) as watch:
            report = run(folder, store, watch, prefect, workers)
        if as_json:
            typer.echo(json.dumps(summary_json(report, store), ensure_ascii=False, indent=1))
        else:
            print_summary(report, store)
        raise typer.Exit(int(exit_code(report)))


def run(folder: Path, store: Path, watch, prefect: bool, workers: int):  # type: ignore[no-untyped-def]
    """Ingest through the flow, or plainly."""
    from flows.ingest import ingest
    from flows.place import worker_count

    count = workers or worker_count()
    if prefect:
        from flows.launching import run as run_flow

        return run_flow(folder, store, watch, count)
    from pipeline.store import open_store

    return ingest(folder, open_store(store), watch, count)


def exit_code(report) -> Exit:  # type: ignore[no-untyped-def]
    """0 where all was read, 1 where a submission failed inside Heshu, 3 where files were refused."""
    if report.failed:
        return Exit.FAILED
    return Exit.SOME_REFUSED if report.refused else Exit.OK

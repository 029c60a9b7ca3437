"""``heshu retry``."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.options import StoreOption, existing
from pipeline.problems import Exit, UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="重新读取失败的文件：--all 全部，或给出文件路径（申报件/路径）。")
    def retry(
        store: StoreOption,
        file: Annotated[str, typer.Argument(help="申报件/文件路径")] = "",
        every: Annotated[bool, typer.Option("--all", help="全部失败的文件")] = False,
    ) -> None:
        if not file and not every:
            raise UsageError("请给出文件，或用 --all")
        from desk.cli.progress import shown_progress
        from flows.place import opened
        from flows.retrying import retry as read_again

        found = existing(store)
        with shown_progress() as watch, opened(store, watch=watch) as place:
            result = read_again(found, place, "" if every else file)
        if file and not every and not result.files:
            raise UsageError(f"没有读取失败的文件：{file}")
        typer.echo(f"重新读取 {result.files} 个文件，仍失败 {len(result.failed)} 个")
        for name, path, reason in result.failed:
            typer.echo(f"    {name}/{path}（{reason}）")
        for name, reason in result.report.failed:
            typer.echo(f"处理失败：{name}：{reason}")
        raise typer.Exit(int(_exit(len(result.failed), len(result.report.failed))))


def _exit(refused: int, failed: int) -> Exit:
    if failed:
        return Exit.FAILED
    return Exit.SOME_REFUSED if refused else Exit.OK

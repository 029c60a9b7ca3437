"""``heshu report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from desk.cli.options import StoreOption, existing
from pipeline.problems import UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="一份申报的核查报告（docx 或 html）。")
    def report(
        submission: Annotated[str, typer.Argument(help="申报件名称")],
        store: StoreOption,
        out: Annotated[Path | None, typer.Option("--out", help="输出文件")] = None,
        form: Annotated[Literal["docx", "html"], typer.Option("--format", help="格式")] = "docx",
    ) -> None:
        write_report(store, submission, form, out or Path(f"{submission}-核查报告.{form}"))


def write_report(store: Path, submission: str, kind: str, out: Path) -> None:
    """Write a report or notice.

    Raises:
        UsageError: no such submission.
    """
    from desk.office import Office

    try:
        data = Office(existing(store)).papers.report(submission, kind)
    except KeyError as error:
        raise UsageError(f"没有申报件「{submission}」") from error
    out.write_bytes(data)
    typer.echo(f"已写出 {out}")

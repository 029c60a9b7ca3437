"""``heshu notice``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.options import StoreOption


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="给申报单位的补正通知书（docx）。")
    def notice(
        submission: Annotated[str, typer.Argument(help="申报件名称")],
        store: StoreOption,
        out: Annotated[Path | None, typer.Option("--out", help="输出文件")] = None,
    ) -> None:
        from desk.cli.report_command import write_report

        write_report(store, submission, "notice", out or Path(f"{submission}-补正通知书.docx"))

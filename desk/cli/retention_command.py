"""``heshu retention``."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.clearing import DryRun, Reason, Yes, clear
from desk.cli.options import StoreOption, existing


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="按保存年限清除申报件：最后一次交来材料已超过年限的。")
    def retention(
        store: StoreOption,
        years: Annotated[int, typer.Option("--years", help="保存年限，1 到 100")],
        yes: Yes = False,
        dry_run: DryRun = False,
        reason: Reason = "",
    ) -> None:
        from flows.erasing import before
        from pipeline.store.erasing import Erasures

        opened, moment = existing(store), before(years)
        due = Erasures(opened.engine).received_before(moment)
        if not due:
            typer.echo(f"没有 {moment:%Y-%m-%d} 之前交来的申报件。")
            return
        typer.echo(f"{moment:%Y-%m-%d} 之前交来、此后没有补交的申报件：")
        clear(opened, due, yes, dry_run, reason or f"保存年限{years}年")

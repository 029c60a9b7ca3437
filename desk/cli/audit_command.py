"""``heshu audit``."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.options import StoreOption, existing
from desk.cli.wording import OfficeTyper
from pipeline.problems import StoreDamagedError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = OfficeTyper(help="审计日志：谁在何时做了什么。", no_args_is_help=True)
    app.add_typer(group, name="audit")

    @group.command(help="检查审计日志是否被改动。")
    def verify(store: StoreOption) -> None:
        broken = existing(store).broken_event()
        if broken is not None:
            raise StoreDamagedError(f"审计日志自第 {broken} 条起与前文不符")
        typer.echo("审计日志完整，未被改动。")

    @group.command(name="list", help="列出审计日志。")
    def listed(store: StoreOption, submission: Annotated[str, typer.Argument(help="只看一份申报")] = "") -> None:
        for event in existing(store).history(submission or None):
            typer.echo(f"{event.at:%Y-%m-%d %H:%M:%S}  {event.who}  {event.submission}  {event.what}")

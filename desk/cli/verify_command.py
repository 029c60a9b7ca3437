"""``heshu verify``."""

from __future__ import annotations

import typer

from desk.cli.options import StoreOption, existing
from pipeline.problems import StoreDamagedError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="核对存储：交来的文件、读出的页、清单行是否一个不少，内容是否被改动。")
    def verify(store: StoreOption) -> None:
        from flows.verifying import verify_store

        opened = existing(store)
        wrong = list(verify_store(opened))
        for sentence in wrong:
            typer.echo(sentence)
        if wrong:
            raise StoreDamagedError(f"{len(wrong)} 处")
        typer.echo("核对无误：文件、页、记录和审计日志均完整。")

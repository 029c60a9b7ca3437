"""``heshu reindex``."""

from __future__ import annotations

import typer

from desk.cli.options import StoreOption, existing


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="从存储重建检索索引（重建期间检索不中断）。")
    def reindex(store: StoreOption) -> None:
        from flows.indexing import reindex as rebuild

        typer.echo(f"已重建索引，共 {rebuild(existing(store))} 条")

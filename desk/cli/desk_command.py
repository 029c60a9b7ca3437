"""``heshu desk``."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.options import StoreOption, existing


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="打开审核台（网页，仅本机可访问）。")
    def desk(store: StoreOption, port: Annotated[int, typer.Option("--port", help="端口")] = 8765) -> None:
        import uvicorn

        from desk.office import StoreOffice
        from desk.web import make_app

        office = StoreOffice(existing(store))
        typer.echo(f"审核台：http://127.0.0.1:{port}  （Ctrl+C 结束）")
        uvicorn.run(make_app(office), host="127.0.0.1", port=port, log_level="warning")

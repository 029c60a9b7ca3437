"""``heshu desk``."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.options import StoreOption


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="打开审核台（网页）。首次启动会建立管理员账号并显示一次性密码。")
    def desk(
        store: StoreOption,
        port: Annotated[int, typer.Option("--port", help="端口")] = 8765,
        host: Annotated[str, typer.Option("--host", help="监听地址；默认仅本机可访问")] = "127.0.0.1",
        name: Annotated[list[str] | None, typer.Option("--name", help="浏览器访问所用的主机名或地址，可给多个")] = None,
    ) -> None:
        import uvicorn

        from desk.office import Office
        from desk.web import make_app
        from desk.web.oidc import provider_from
        from pipeline.store import open_store

        office = Office(open_store(store))
        office.deliveries.resume()
        password = office.door.first_account()
        if password:
            typer.echo(f"首次启动：已建立管理员账号 admin，一次性密码 {password}（仅显示这一次，登录后须修改）")
        typer.echo(f"审核台：http://{host}:{port}  （Ctrl+C 结束）")
        web = make_app(office, name or (), provider_from())
        uvicorn.run(web, host=host, port=port, log_level="warning", server_header=False)

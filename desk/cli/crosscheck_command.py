"""``heshu crosscheck``."""

from __future__ import annotations

import typer

from desk.cli.options import StoreOption, existing


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="跨申报比对：谁与谁的设备、清单、正文、联系人相同。")
    def crosscheck(store: StoreOption) -> None:
        from flows.crosschecking import crosscheck_store
        from flows.indexing import index_submissions

        opened = existing(store)
        concerned = crosscheck_store(opened)
        index_submissions(opened, concerned)
        for name in concerned:
            for finding in opened.findings(name):
                if finding.code.startswith("HC7"):
                    typer.echo(f"{name}：{finding.message}")
        typer.echo(f"涉及 {len(concerned)} 份申报")

"""``heshu search``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from desk.cli.options import StoreOption


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="检索字段、清单行、正文和发现。")
    def search(
        query: Annotated[str, typer.Argument(help="检索式")],
        store: StoreOption,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
        limit: Annotated[int, typer.Option(help="最多条数")] = 20,
    ) -> None:
        import os

        from search import open_index
        from search.present import as_json_array, as_line

        answer = open_index(store, os.environ.get("HESHU_SEARCH_URL") or None).search(query, limit=limit)
        if as_json:
            typer.echo(json.dumps(as_json_array(answer.hits), ensure_ascii=False, indent=1))
            return
        typer.echo(f"共 {answer.total} 条")
        for hit in answer.hits:
            typer.echo(as_line(hit))

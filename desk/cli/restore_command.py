"""``heshu restore``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.options import StoreOption
from pipeline.problems import StoreDamagedError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="从备份恢复到空的存储目录（或 HESHU_DATABASE_URL 指定的空数据库），并重建检索索引。")
    def restore(backup: Annotated[Path, typer.Argument(help="备份所在的文件夹")], store: StoreOption) -> None:
        from flows.indexing import reindex
        from flows.verifying import verify_store
        from pipeline.store.backup import restore as put_back
        from pipeline.store.opening import BLOBS_URL, DATABASE_URL

        restored = put_back(backup, store, os.environ.get(DATABASE_URL, ""), os.environ.get(BLOBS_URL, ""))
        typer.echo(f"已恢复 {len(restored.standings())} 份申报，正在重建检索索引…")
        typer.echo(f"已重建索引，共 {reindex(restored)} 条")
        wrong = list(verify_store(restored))
        for sentence in wrong:
            typer.echo(sentence)
        if wrong:
            raise StoreDamagedError(f"{len(wrong)} 处")
        typer.echo("核对无误：文件、页、记录和审计日志均完整。")

"""``heshu backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.options import StoreOption, existing
from pipeline.problems import StoreDamagedError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="备份存储（使用中也可备份）：数据库、原文件和清单写入一个文件夹。")
    def backup(
        to: Annotated[Path, typer.Argument(help="备份写入的文件夹；已有的旧备份会更新")], store: StoreOption
    ) -> None:
        from pipeline.store.backup import back_up

        manifest = back_up(existing(store), to)
        submissions = manifest.rows.get("submissions", 0)
        typer.echo(f"已备份到 {to}：{submissions} 份申报，{manifest.blobs} 个原文件。")
        if manifest.missing:
            raise StoreDamagedError(f"存储中已丢失 {len(manifest.missing)} 个原文件，未能备份")

"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.problems import UsageError

if TYPE_CHECKING:
    from pipeline.store import Store

StoreOption = Annotated[
    Path, typer.Option("--store", envvar="HESHU_STORE", help="存储目录（也可用环境变量 HESHU_STORE 指定）")
]


def existing(folder: Path) -> Store:
    """The store in a folder where there is one.

    Raises:
        UsageError: there is no store.
    """
    from pipeline.store import open_store

    check_store(folder)
    return open_store(folder)


def check_store(folder: Path) -> None:
    """Find out, without opening it, whether there is a store.

    Raises:
        UsageError: there is none.
    """
    import os

    if not (folder / "heshu.db").exists() and not os.environ.get("HESHU_DATABASE_URL"):
        raise UsageError(f"{folder} 中没有核数的数据，请先运行 heshu ingest")

"""Opening a store: where it lies, its migrations, its pragmas."""

from __future__ import annotations

import logging
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from pipeline.store.blobs import FolderBlobs
from pipeline.store.store import Store

DATABASE_URL, BLOBS_URL = "HESHU_DATABASE_URL", "HESHU_BLOBS_URL"


def open_store(folder: Path) -> Store:
    """The store in a folder (SQLite and files there), or where HESHU_DATABASE_URL and HESHU_BLOBS_URL say."""
    folder.mkdir(parents=True, exist_ok=True)
    url = os.environ.get(DATABASE_URL) or f"sqlite:///{folder.resolve() / 'heshu.db'}"
    blobs = os.environ.get(BLOBS_URL) or f"file://{folder.resolve() / 'blobs'}"
    engine = _engine(url)
    _migrate(engine)
    return Store(engine, FolderBlobs(blobs), folder)


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
    return engine


def _sqlite_settings(connection: Any, _: object) -> None:
    """Readers beside one writer, and writers that wait for each other."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=60000")
    cursor.close()


def _migrate(engine: Engine) -> None:
    """Bring the tables to the newest version; costs one query where they are."""
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(files("pipeline.store").joinpath("migrations")))
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != head:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

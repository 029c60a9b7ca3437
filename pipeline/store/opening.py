"""Opening a store: where it lies, and its migrations."""

from __future__ import annotations

import logging
import os
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from pipeline.problems import StoreTooNewError
from pipeline.store.blobs import FolderBlobs
from pipeline.store.sessions import make_engine, told_apart, writing_engine
from pipeline.store.store import Store

DATABASE_URL, BLOBS_URL = "HESHU_DATABASE_URL", "HESHU_BLOBS_URL"
DATABASE = "heshu.db"
_MIGRATION_LOCK = 0x4865_7368


def open_store(folder: Path) -> Store:
    """The store in a folder (SQLite and files there), or where HESHU_DATABASE_URL and HESHU_BLOBS_URL say.

    Raises:
        StoreTooNewError: a newer version of Heshu made it.
        StoreUnavailableError: the database does not answer.
        EngineMissingError: the database's driver is not installed.
    """
    return open_store_at(folder, os.environ.get(DATABASE_URL, ""), os.environ.get(BLOBS_URL, ""))


def open_store_at(folder: Path, database: str = "", blobs: str = "") -> Store:
    """The store whose database and blobs lie at these addresses, in the folder where an address is empty."""
    with told_apart():
        folder.mkdir(parents=True, exist_ok=True)
        engine = make_engine(database or f"sqlite:///{folder.resolve() / DATABASE}")
        bring_up_to_date(engine)
    return Store(engine, FolderBlobs(blobs or f"file://{folder.resolve() / 'blobs'}"), folder)


def bring_up_to_date(engine: Engine, to: str = "head") -> None:
    """Bring the tables to the newest version (or to ``to``); costs one query where they are.

    Two processes that open a new database at once wait for each other.

    Raises:
        StoreTooNewError: the database's version is not among those known here.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(files("pipeline.store").joinpath("migrations")))
    scripts = ScriptDirectory.from_config(config)
    wanted = scripts.get_current_head() if to == "head" else to
    with engine.connect() as connection:
        if _known(connection, scripts) == wanted:
            return
    with writing_engine(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if _known(connection, scripts) != wanted:
            config.attributes["connection"] = connection
            command.upgrade(config, to)


def schema_version(engine: Engine) -> str:
    """The version of the tables; empty where there are none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def _known(connection: Connection, scripts: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {each.revision for each in scripts.walk_revisions()}:
        raise StoreTooNewError(f"存储版本 {current}")
    return current

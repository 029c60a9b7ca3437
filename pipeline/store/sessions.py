"""Transactions on either database: one writer at a time where it must be, faults told apart by what heals them."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pipeline.problems import EngineMissingError, StoreFullError, StoreUnavailableError

_WRITES = "heshu_writes"
_FULL = ("disk is full", "disk i/o error", "no space left", "file too large")
_SQLSTATES_FULL = ("53100", "53200")
_LOST = ("unable to open database", "database is locked", "readonly database", "server closed the connection")


def make_engine(url: str) -> Engine:
    """The engine for an address: SQLite with a write-ahead log, or PostgreSQL whose connections are tried before use.

    Raises:
        EngineMissingError: the driver of that database is not installed.
    """
    sqlite = url.startswith("sqlite")
    arguments: dict[str, Any] = {} if sqlite else {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10}}
    try:
        engine = create_engine(url, **arguments)
    except ModuleNotFoundError as error:
        raise EngineMissingError(f"缺少数据库驱动 {error.name}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_settings(connection: Any, _: object) -> None:
    """Readers beside one writer, and writers that wait for each other; transactions begin where we say."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=60000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    """A transaction that will write takes the lock first: one that has read cannot be upgraded while others write."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writing_engine(engine: Engine) -> Engine:
    """The same engine, its transactions marked as writing."""
    return engine.execution_options(**{_WRITES: True})


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads.

    Raises:
        StoreUnavailableError: the database does not answer.
    """
    with told_apart(), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are kept when the block ends well, all or none.

    Raises:
        StoreFullError: the disk is full.
        StoreUnavailableError: the database does not answer.
    """
    with told_apart(), Session(writing_engine(engine)) as session, session.begin():
        yield session


@contextmanager
def told_apart() -> Iterator[None]:
    """Faults of the database and the disk as problems that say what to do; anything else is a bug and passes."""
    try:
        yield
    except DBAPIError as error:
        raise _problem(error) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFullError(str(error.filename or "")) from error
        raise


def _problem(error: DBAPIError) -> Exception:
    words = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in _SQLSTATES_FULL or any(each in words for each in _FULL):
        return StoreFullError()
    gone = error.connection_invalidated or state.startswith(("08", "57P")) or any(each in words for each in _LOST)
    if gone or type(error.orig).__name__ == "OperationalError":
        return StoreUnavailableError()
    return error

"""One at a time: whoever reads a file's bytes holds its claim, which ends with its holder however that dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.store.sessions import told_apart

_KEY_DIGITS, _LOCK_DIGITS = 15, 3


@contextmanager
def claimed(engine: Engine, folder: Path, sha256: str) -> Iterator[None]:
    """Wait until nobody else works on the file with this hash, and keep others waiting while the block runs.

    On PostgreSQL for all machines (an advisory lock of a connection), else for all processes of this one (a lock on a
    file). A thread must not hold two claims: two files may share a lock.

    Raises:
        StoreUnavailableError: the database does not answer.
    """
    if engine.dialect.name == "postgresql":
        with _advisory(engine, int(sha256[:_KEY_DIGITS], 16)):
            yield
        return
    locks = folder / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / sha256[:_LOCK_DIGITS]).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _advisory(engine: Engine, key: int) -> Iterator[None]:
    with told_apart():
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": key})
    try:
        yield
    finally:
        with suppress(DBAPIError):  # a connection that was lost has given its locks back
            connection.execute(text("select pg_advisory_unlock(:key)"), {"key": key})
        with suppress(DBAPIError):
            connection.close()

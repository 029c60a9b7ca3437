"""One at a time: whoever reads a file's bytes holds a claim, which ends with its holder however that dies."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256 as digest
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.store.sessions import told_apart

_KEY_DIGITS, _LOCK_DIGITS = 15, 3


@contextmanager
def claimed(engine: Engine, folder: Path, sha256: str, part: int | None = None) -> Iterator[Callable[[], bool]]:
    """Wait until nobody else works on the file with this hash, and keep others waiting while the block runs.

    The block is given what says whether that is still so: a database that is restarted forgets its claims.

    ``part`` claims the pages from that number on, apart from the file: who sees to a file need not be who reads it, and
    either may outlive the other. On PostgreSQL for all machines (an advisory lock of a connection), else for all
    processes of this one (a lock on a file). A thread must hold no two claims of files, nor two of parts, for two may
    share a lock; nor take a file's while it holds a part's.

    Raises:
        StoreUnavailableError: the database does not answer.
    """
    name = sha256 if part is None else digest(f"{sha256}:{part}".encode()).hexdigest()
    if engine.dialect.name == "postgresql":
        with _advisory(engine, int(name[:_KEY_DIGITS], 16)) as is_held:
            yield is_held
        return
    locks = folder / "locks" if part is None else folder / "locks" / "parts"
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / name[:_LOCK_DIGITS]).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lambda: True


@contextmanager
def _advisory(engine: Engine, key: int) -> Iterator[Callable[[], bool]]:
    with ExitStack() as held:
        with told_apart():
            connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            # claims are held and waited for by the hour: in the pool they would leave none to read and write with
            connection.detach()
            held.callback(_give_back, connection)
            connection.execute(text("select pg_advisory_lock(:key)"), {"key": key})
        yield lambda: _answers(connection)


def _answers(connection: Connection) -> bool:
    if connection.closed or connection.invalidated:
        return False
    try:
        connection.execute(text("select 1"))
    except DBAPIError:
        connection.close()
        return False
    return True


def _give_back(connection: Connection) -> None:
    with suppress(DBAPIError):  # a connection that was lost has given its locks back
        connection.close()

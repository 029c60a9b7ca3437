"""A PostgreSQL server of Debian's package, started by the tests themselves on loopback, without password."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg

_USER = "postgres"


class PostgresServer:
    """One server with its data in a folder of its own; it can be stopped and started again."""

    def __init__(self, programs: Path, folder: Path, port: int) -> None:
        self._programs, self._folder, self._port = programs, folder, port
        self.folder = folder
        self._numbers = count(1)

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -k {self._folder} -F"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def initialise(self) -> None:
        """Make its data; names in the order of a Chinese locale, unlike SQLite's, where the machine has one."""
        self._run(
            "initdb", "-D", str(self._folder / "data"), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )

    def new_database(self, icu: str = "zh") -> str:
        """The address (SQLAlchemy's) of a new empty database, its text in the order of a Chinese locale."""
        name = f"heshu_{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(
                f"create database {name} template template0 locale_provider icu icu_locale '{icu}'".encode()
            )
        return self.address(name).replace("postgresql://", "postgresql+psycopg://")

    def address(self, database: str) -> str:
        """The address of a database of this server."""
        return f"postgresql://{_USER}@127.0.0.1:{self._port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        # a server must not be root's
        user = _USER if os.geteuid() == 0 else None
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            check=False, user=user, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")


def programs() -> Path | None:
    """Where the server's programs lie; None where it is not installed."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return newest[-1].parent if newest else None


@contextmanager
def running_postgres(where: Path) -> Iterator[PostgresServer]:
    """A server while the block runs; nothing is left of it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="heshu-postgres-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = PostgresServer(where, folder, port)
    try:
        server.initialise()
        server.start()
        yield server
    finally:
        with suppress(RuntimeError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)

"""Prefect's server of one process's runs, where no other is configured: on loopback, ended with the process.

Prefect would start such a server itself. It would outlive a run that is killed, and have the coordinating process load
all of the server's code to find out how to start it.
"""

from __future__ import annotations

import atexit
import gc
import os
import select
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

from flows.server_database import begin, keep, template_of
from pipeline.problems import EngineMissingError

_START_SECONDS = 300
_STOP_SECONDS = 10.0
_KNOWN = "3.8."
"""The versions of Prefect whose server can be relieved."""
_SETTINGS = {
    "PREFECT_UI_ENABLED": "0",
    # nobody listens to events, and no automation waits for one
    "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    # no deployment is due, no pool has workers, no run pauses: looking for them is most of what it does while idle
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
}


class OwnServer:
    """Starts at once and is awaited with :meth:`ready`: meanwhile this process loads what it needs itself.

    The socket is this process's until then: requests wait in it, and its port is taken by nobody else. Afterwards it is
    the server's alone, so that a server which has died refuses requests instead of leaving them to wait for ever.
    """

    def __init__(self) -> None:
        self.port, self._tell = 0, _nobody
        self._start()
        atexit.register(self.stop)

    def _start(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", self.port))
        self.port = self._socket.getsockname()[1]
        descriptor, self._stopped, self._watched = self._socket.fileno(), False, False
        code = Path(__file__).parents[1]
        path = os.pathsep.join(filter(None, (str(code), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 -- this program's own interpreter and code
            [sys.executable, "-m", "flows.server", str(descriptor), str(os.getpid())], pass_fds=[descriptor],
            env={**os.environ, **_SETTINGS, "PYTHONPATH": path},
        )  # fmt: skip

    def revive(self) -> None:
        """Start it again at the same address where it has ended: the next run over a watched folder finds one there."""
        if self.has_ended:
            self._start()

    @property
    def url(self) -> str:
        """Where Prefect's clients find it."""
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def has_ended(self) -> bool:
        """Whether it is gone, by itself or by somebody's hand."""
        return self._process.poll() is not None

    def ready(self) -> None:
        """Wait until it answers.

        Raises:
            EngineMissingError: it has ended, or does not answer for minutes.
        """
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", "/api/health")
        for _ in range(_START_SECONDS):
            if select.select([connection.sock], [], [], 1.0)[0]:
                connection.close()
                self._socket.close()
                return
            if self._process.poll() is not None:
                break
        raise EngineMissingError(
            "Prefect 服务未能启动；可加 --no-prefect 直接运行，或以 PREFECT_API_URL 指定已有的服务"
        )

    def when_lost(self, tell: Callable[[], None]) -> None:
        """Call ``tell``, in a thread of its own, where it ends without having been stopped; who asked last is told."""
        self._tell = tell
        if not self._watched:
            self._watched = True
            Thread(target=self._watch, name="heshu-server-watch", daemon=True).start()

    def _watch(self) -> None:
        self._process.wait()
        if not self._stopped:
            self._tell()

    def stop(self) -> None:
        """End it; it is given a moment to write down what it was told."""
        self._stopped = True
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _nobody() -> None:
    """Nobody asked to be told."""


def _serve(descriptor: int, parent: int) -> None:
    gc.disable()  # what is loaded stays: looking through it again and again is a fifth of the start
    from flows.confinement.kernel import end_with_parent

    end_with_parent(parent)

    import prefect
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=True, final=True)
    relieve(app, prefect.__version__)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    server.run(sockets=[socket.socket(fileno=descriptor)])


def relieve(app: Any, version: str) -> None:
    """Spare it what no run like ours asks for, where that is known of this version of Prefect.

    It is told by names that Prefect may change with any version. Another runs as Prefect made it: slower, and as well.
    """
    if version.startswith(_KNOWN):
        app.router.lifespan_context = _life


@asynccontextmanager
async def _life(app: Any) -> AsyncIterator[None]:
    """What Prefect does round its server, without what no run like ours asks for.

    That is the worker of background jobs, which looks for some every quarter of a second (three quarters of what the
    server takes while it has nothing to do), and blocks, for which every package that belongs to Prefect is loaded.
    """
    from docket import Docket
    from prefect.server.services.base import RunInEphemeralServers

    await _migrated()
    async with Docket(name="heshu", url="memory://") as jobs, RunInEphemeralServers.running():
        app.api_app.state.docket = jobs
        gc.freeze()
        gc.enable()
        yield


async def _migrated() -> None:
    """The server's database in the shape that this version of Prefect wants."""
    import prefect
    from prefect.server.database import provide_database_interface
    from sqlalchemy.engine import make_url

    server = provide_database_interface()
    named = make_url(server.database_config.connection_url)
    database, template = Path(named.database or ""), template_of(prefect.__version__)
    to_be_made = named.get_backend_name() == "sqlite" and named.database and not database.exists()
    begun = to_be_made and begin(database, template)
    await server.create_db()
    if to_be_made and not begun:
        keep(database, template)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))

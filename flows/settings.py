"""Prefect's settings, made before Prefect is imported: nothing sent anywhere, its own database beside the store."""

from __future__ import annotations

import logging
import os
from functools import cache
from pathlib import Path

import certifi

from flows.server import OwnServer

TASK_RUNNER = "HESHU_TASK_RUNNER"
"""``threads`` (pages in this process's children) or ``dask``."""
RUNNER_ADDRESS = "HESHU_RUNNER_ADDRESS"
"""The scheduler of Dask; empty starts one on this machine."""
SUBMISSION_DEPLOYMENT = "HESHU_SUBMISSION_DEPLOYMENT"
"""The deployment that brings in one submission, on whatever worker is free; empty brings it in here."""
DESK_URL = "HESHU_DESK_URL"
"""Where the desk is, for links in Prefect's pages."""

_QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    "PREFECT_SERVER_LOG_RETRYABLE_ERRORS": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
_OWN = {
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
}
"""For a server that this process alone talks to. What Prefect says of it is no clerk's to read: what went wrong is
raised, and said in words."""
_CONFIGURED = ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_HOME")
"""Where one of these is set, it says which server is meant."""


def is_configured() -> bool:
    """Whether the environment says which Prefect server is meant."""
    return any(os.environ.get(name) for name in _CONFIGURED)


@cache
def set_up(store_folder: Path) -> OwnServer | None:
    """Set what is not set in the environment. Must run before Prefect is imported; once in a process.

    Returns this process's own server, which is being started, where the environment names none.
    """
    configured = is_configured()
    for name, value in (_QUIET if configured else _QUIET | _OWN).items():
        os.environ.setdefault(name, value)
    logging.getLogger("prefect").setLevel(logging.WARNING)
    home = store_folder.resolve() / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(home))
    if configured:
        return None
    os.environ.setdefault("PREFECT_API_SSL_CERT_FILE", str(_one_certificate(home)))
    server = OwnServer()
    os.environ["PREFECT_API_URL"] = server.url
    return server


def _one_certificate(home: Path) -> Path:
    """A file for Prefect's clients to load. They do not encrypt on loopback, and check none.

    Left to themselves they load every authority known, a thirtieth of a second for each submission.
    """
    file, end = home / "loopback.pem", "-----END CERTIFICATE-----\n"
    first = Path(certifi.where()).read_text(encoding="utf-8").partition(end)[0]
    file.write_text(first + end, encoding="utf-8")
    return file

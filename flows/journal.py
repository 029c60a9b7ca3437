"""The run's log: one JSON object a line with submission and file, where HESHU_LOG_FILE says. Off by default."""

from __future__ import annotations

import json
import os
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from pipeline.printable import visible

LOG_FILE = "HESHU_LOG_FILE"


class _LineFile:
    """Appends whole lines, so that several processes may share the file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)

    def msg(self, line: str) -> None:
        """Write one line; a full disk must not end the run that it reports on."""
        try:
            os.write(self._handle, line.encode("utf-8", "replace") + b"\n")
        except OSError:
            return

    debug = info = warning = error = critical = msg


class _Nowhere:
    def msg(self, line: str) -> None:
        """Nobody reads it."""

    debug = info = warning = error = critical = msg


def journal() -> Any:
    """The log: ``journal().info("page read", submission=…, file=…)``."""
    return _journal(os.environ.get(LOG_FILE, ""))


@cache
def _journal(path: str) -> Any:
    if not path:
        return structlog.wrap_logger(_Nowhere(), processors=[lambda *_: ""])
    processors: list[Any] = [
        structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True), _plain, _as_json,
    ]  # fmt: skip
    return structlog.wrap_logger(_LineFile(Path(path)), processors=processors, process=os.getpid())


def _plain(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Names of files are strangers' words: nothing hidden in them reaches whoever reads the log."""
    return {key: visible(value) if isinstance(value, str) else value for key, value in event.items()}


def _as_json(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)

"""Old Word files to docx: one process a file, its own empty profile, killed whole when its time is up."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.limits import LIMITS
from flows.converting.office import Office, installed_office
from pipeline.problems import DamagedFileError, ReaderCrashedError, ReadTimeoutError, UnsupportedFileError

_FILTERS = ("--infilter=MS Word 97", "--convert-to", "docx:MS Word 2007 XML")
"""Both are named, so that no other of LibreOffice's many readers ever sees a stranger's bytes."""
_QUIET = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_QUIETLY = subprocess.DEVNULL
_PROFILE_MADE = 81
"""It made its profile and wants to be started once more."""
_STARTS = 3
_LOOK_AGAIN = 0.02
_NEEDED = (
    "旧版 Word 文件（doc）须由 LibreOffice 转换，本机未安装或已停用；"
    "请管理员安装 libreoffice-writer-nogui，或请申报单位另存为 docx"
)

logger = logging.getLogger(__name__)


class Converter:
    """Conversions that are under way, so that they can be ended together. Any thread may convert."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    @contextmanager
    def as_docx(self, path: Path, spool: Path | None) -> Iterator[Path]:
        """The file as docx while the block runs; it is a stranger's still. Two at once don't meet.

        Raises:
            UnsupportedFileError: there is no LibreOffice, or it is switched off.
            ReadTimeoutError: it took too long.
            ReaderCrashedError: LibreOffice died over it.
            DamagedFileError: LibreOffice can't open it.
        """
        office = installed_office()
        if office is None:
            raise UnsupportedFileError(_NEEDED)
        with TemporaryDirectory(prefix="office-", dir=spool, ignore_cleanup_errors=True) as name:
            folder = Path(name).resolve()
            shutil.copyfile(path, folder / "in.doc")
            (folder / "profile" / "user").mkdir(parents=True)
            settings = files("flows.converting").joinpath("settings.xcu").read_bytes()
            (folder / "profile" / "user" / "registrymodifications.xcu").write_bytes(settings)
            self._convert(office, folder)
            made = folder / "out" / "in.docx"
            if made.resolve() != made or not made.is_file():  # a link would lead to the files of others
                raise DamagedFileError("LibreOffice 打不开这份旧版 Word 文件")
            yield made

    def close(self) -> None:
        """End what is under way; nothing is begun from here on."""
        with self._lock:
            self._closed = True
            for process in self._running:
                _kill(process)

    def _convert(self, office: Office, folder: Path) -> None:
        until = time.monotonic() + LIMITS.seconds_a_conversion
        ended = _PROFILE_MADE
        for _ in range(_STARTS):
            ended = self._run(_command(office, folder), folder, until - time.monotonic())
            if ended != _PROFILE_MADE:
                break
        if ended == -signal.SIGXCPU:
            raise ReadTimeoutError(_late())
        if ended != 0:
            logger.warning("LibreOffice ended with %s", ended)
            raise ReaderCrashedError("LibreOffice")

    def _run(self, command: list[str], folder: Path, seconds: float) -> int:
        with self._lock:
            if self._closed:
                raise ReaderCrashedError("LibreOffice")
            process = subprocess.Popen(  # noqa: S603 - no word of it is a stranger's
                command, cwd=folder, stdin=_QUIETLY, stdout=_QUIETLY, stderr=_QUIETLY, start_new_session=True
            )
            self._running.add(process)
        try:
            _ended_within(process.pid, seconds)
        finally:
            with self._lock:  # before its end is noted: its number is nobody else's until then
                _kill(process)
                self._running.discard(process)
            code = process.wait()
        return code


def _command(office: Office, folder: Path) -> list[str]:
    start = [sys.executable, "-P", "-m", "flows.converting.launch"]
    limits = [str(os.getpid()), str(LIMITS.seconds_a_conversion), str(LIMITS.file_bytes)]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [profile, *_QUIET, *_FILTERS, "--outdir", str(folder / "out"), str(folder / "in.doc")]
    return [*start, *limits, str(folder), str(office.program), *words]


def _ended_within(process: int, seconds: float) -> None:
    """Wait for a process and leave its end to be noted by others; this is asked for, as there is no wait with an end.

    Raises:
        ReadTimeoutError: it takes longer than that.
    """
    until = time.monotonic() + seconds
    while os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() > until:
            raise ReadTimeoutError(_late())
        time.sleep(_LOOK_AGAIN)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """With all that it may have started: it leads a group of its own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _late() -> str:
    return f"LibreOffice 转换旧版 Word 文件超过 {LIMITS.seconds_a_conversion} 秒"

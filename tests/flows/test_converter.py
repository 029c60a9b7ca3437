"""LibreOffice as a process: ended in time and with its run, on its own among others, for nothing but old Word files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from extractors.limits import LIMITS
from flows.converting import Converter, Office, converter, installed_office
from flows.converting.office import OFFICE
from pipeline.problems import DamagedFileError, EngineMissingError, ReaderCrashedError, ReadTimeoutError
from tests.flows.old_word import FORMS, Pairs, looked_for_anew


def test_what_takes_too_long_is_ended_and_leaves_nothing(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converter, "LIMITS", replace(LIMITS, seconds_a_conversion=0))
    started: list[int] = []
    run = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *words, **more: _noted(run(*words, **more), started))
    with pytest.raises(ReadTimeoutError, match="LibreOffice"), Converter().as_docx(book, tmp_path):
        pass
    assert started
    assert not any(Path(f"/proc/{each}").exists() for each in started)
    assert list(tmp_path.iterdir()) == []


def _noted(process: Any, started: list[int]) -> Any:
    started.append(process.pid)
    return process


def test_a_run_that_ends_takes_its_conversions_with_it(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed while LibreOffice works, as when the clerk presses Ctrl-C."""
    ours, waited = Converter(), converter._ended_within

    def closed_meanwhile(process: int, seconds: float) -> None:
        ours.close()
        waited(process, seconds)

    monkeypatch.setattr(converter, "_ended_within", closed_meanwhile)
    with pytest.raises(ReaderCrashedError), ours.as_docx(book, tmp_path):
        pass
    with pytest.raises(ReaderCrashedError), ours.as_docx(book, tmp_path):
        pass


_ENDLESS = """
import sys
from pathlib import Path
from flows.converting import Converter, converter

run = converter._ended_within
def told(process, seconds):
    print(process, flush=True)
    run(process, seconds)

converter._ended_within = told
with Converter().as_docx(Path(sys.argv[1]), Path(sys.argv[2])):
    pass
"""


def test_a_run_that_is_killed_takes_its_conversion_with_it(office: Office, book: Path, tmp_path: Path) -> None:
    """Held still where it is LibreOffice already, so that it can't have ended by itself."""
    command = [sys.executable, "-c", _ENDLESS, str(book), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as run:
        assert run.stdout is not None
        process = int(run.stdout.readline())
        while not Path(f"/proc/{process}/cmdline").read_bytes().startswith(bytes(office.program)):
            time.sleep(0.01)
        os.kill(process, signal.SIGSTOP)
        run.kill()
    patience = time.monotonic() + 30
    while time.monotonic() < patience and _lives(process):
        time.sleep(0.05)
    lived = _lives(process)
    if lived:
        os.killpg(process, signal.SIGKILL)
    assert not lived


def _lives(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_two_at_once_do_not_meet(pairs: Pairs, tmp_path: Path) -> None:
    files, one = [pairs.old / form / f"{form}书.doc" for form in FORMS[:2]], Converter()

    def converted(file: Path) -> list[str]:
        with one.as_docx(file, tmp_path) as made:
            return _paragraphs(made)

    with ThreadPoolExecutor(len(files)) as threads:
        together = list(threads.map(converted, files))
    assert together == [_paragraphs(pairs.new / form / f"{form}书.docx") for form in FORMS[:2]]
    assert together[0] != together[1]
    assert list(tmp_path.iterdir()) == []


def _paragraphs(file: Path) -> list[str]:
    return [text for each in docx.Document(str(file)).paragraphs if (text := each.text.strip())]


def test_only_words_own_reader_sees_the_bytes(office: Office, tmp_path: Path) -> None:
    """LibreOffice would open a page of the web by itself; here it is told what to read."""
    (tmp_path / "a.doc").write_bytes("<html><body>申报书</body></html>".encode())
    with pytest.raises(DamagedFileError), Converter().as_docx(tmp_path / "a.doc", tmp_path):
        pass


def test_what_is_configured_must_be_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OFFICE, str(tmp_path))
    with looked_for_anew(), pytest.raises(EngineMissingError, match=OFFICE):
        installed_office()

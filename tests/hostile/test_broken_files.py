"""Hundreds of broken files through the real way of reading: each gives pages or a problem with a name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
import pytest

from flows.maker.broken import broken_files
from flows.maker.broken.bytewise import stirred
from flows.maker.broken.pdf import hostile_pdfs
from pipeline.problems import UnreadableFileError

_ROOT = Path(__file__).resolve().parents[2]
_LIMITS = {
    "HESHU_LIMIT_SECONDS_A_PAGE": "90",
    "HESHU_LIMIT_SECONDS_A_LOOK": "90",
    "HESHU_LIMIT_MEMORY_BYTES": "4000000000",
}
_MEMORY = 4_000_000_000
_HANGS = "form-draws-itself"
"""The one kind for which only the time limit helps (a form drawn into itself without end): tested alone."""

Row = dict[str, Any]


def _surveyed(folder: Path, **limits: str) -> list[Row]:
    call = [sys.executable, "-c", "from desk.cli import main; main()", "doctor", "--corpus", str(folder), "--json"]
    environment = {**os.environ, **_LIMITS, **limits}
    ended = subprocess.run(call, check=False, cwd=_ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode in (0, 1), ended.stderr[-2000:]
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken")


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, str]:
    """Hashes of the files, which lie in the folder but for the one that hangs."""
    hashes = {}
    for broken in broken_files():
        hashes[broken.name] = sha256(broken.data).hexdigest()
        if _HANGS not in broken.name:
            (folder / f"{broken.name}{broken.suffix}").write_bytes(broken.data)
    return hashes


@pytest.fixture(scope="module")
def outcomes(folder: Path, made: dict[str, str]) -> dict[str, Row]:
    rows = _surveyed(folder)
    assert len(rows) == len(made) - 1 >= 500
    return {row["path"]: row for row in rows}


def test_each_is_read_or_has_a_problem_with_a_name(outcomes: dict[str, Row]) -> None:
    named = {each.slug for each in UnreadableFileError.__subclasses__()}
    strange = {path: row["reason"] for path, row in outcomes.items() if row["outcome"] not in {"read", *named}}
    assert strange == {}
    assert [path for path, row in outcomes.items() if row["outcome"] != "read" and not row["reason"]] == []


def test_none_kills_or_hangs_its_process(outcomes: dict[str, Row]) -> None:
    assert [path for path, row in outcomes.items() if row["outcome"] in ("crashed", "timeout")] == []


def test_none_needs_more_memory_than_a_file_may(outcomes: dict[str, Row]) -> None:
    told = [row["memory"] for row in outcomes.values() if row["memory"] is not None]
    assert max(told, default=0) < _MEMORY


def test_what_is_told_of_them_differs(outcomes: dict[str, Row]) -> None:
    """A gate that refused everything, or a reader that believed everything, would hold the law above as well."""
    found = Counter(row["outcome"] for row in outcomes.values())
    assert {"read", "damaged", "unsafe", "too-large", "encrypted", "empty", "unsupported"} <= set(found)
    assert found["read"] > 100
    assert found["damaged"] > 100
    for path, row in outcomes.items():
        if "-dtd-" in path:
            assert row["outcome"] == "unsafe", path


def test_a_page_that_never_ends_is_stopped_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(dict(hostile_pdfs())[_HANGS])
    (row,) = _surveyed(tmp_path, HESHU_LIMIT_SECONDS_A_PAGE="3")
    assert (row["outcome"], row["reason"]) == ("timeout", "读取超时，已中止")


def test_the_same_seed_makes_the_same_files(made: dict[str, str]) -> None:
    again = {each.name: sha256(each.data).hexdigest() for each in broken_files()}
    assert again == made
    assert list(stirred(bytes(99), Random(1), 5)) != list(stirred(bytes(99), Random(2), 5))


def test_a_book_of_pages_that_never_end_does_not_hold_up_the_batch(tmp_path: Path) -> None:
    """Thirty such pages: after two that ran out of time the rest is left, the file named, its neighbour read."""
    folder = tmp_path / "in" / "甲"
    folder.mkdir(parents=True)
    with pikepdf.open(BytesIO(dict(hostile_pdfs())[_HANGS])) as book:
        for _ in range(29):
            book.pages.append(book.pages[0])
        book.save(folder / "书.pdf")
    (folder / "附件.csv").write_text("序号,名称\n1,数控车床\n", encoding="utf-8")
    log = tmp_path / "log.jsonl"
    call = [sys.executable, "-c", "from desk.cli import main; main()", "ingest", str(folder.parent), "--no-prefect"]
    limits = {"HESHU_LIMIT_SECONDS_A_PAGE": "2", "HESHU_LIMIT_LATE_PAGES": "2", "HESHU_LOG_FILE": str(log)}
    call += ["--workers", "1", "--store", str(tmp_path / "store"), "--json"]
    ended = subprocess.run(call, check=False, cwd=_ROOT, env={**os.environ, **limits}, capture_output=True, text=True)
    assert ended.returncode == 3, ended.stderr[-2000:]
    (refused,) = json.loads(ended.stdout)["refused"]
    assert refused["file"] == "书.pdf"
    assert "超时" in refused["reason"]
    tried = [
        each for each in map(json.loads, log.read_text(encoding="utf-8").splitlines()) if each["event"] == "reading"
    ]
    assert [each["file"] for each in tried].count("附件.csv") == 1
    assert [each["file"] for each in tried].count("书.pdf") < 8

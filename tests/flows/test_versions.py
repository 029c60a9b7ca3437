"""What is kept under a version is made anew where any of what made it has changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from flows import versions

_ROOT = Path(__file__).resolve().parents[2]
_WORDS = {Path("pipeline/problems.py"), Path("pipeline/ports.py")}
"""What these say of a file is stored beside its pages, not in them."""


def _imported(file: Path) -> Iterator[Path]:
    """The files of ours that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in (node.module, *(f"{node.module}.{each.name}" for each in node.names)):
                place = _ROOT.joinpath(*name.split("."))
                yield from (each for each in (place.with_suffix(".py"), place / "__init__.py") if each.is_file())


def _reached_from(start: Path) -> set[Path]:
    reached, waiting = set[Path](), [start]
    while waiting:
        file = waiting.pop()
        if file not in reached:
            reached.add(file)
            waiting += _imported(file)
    return {file.relative_to(_ROOT) for file in reached}


def _left_out(reached: set[Path], rooms: Mapping[str, tuple[str, ...]]) -> set[Path]:
    """The files that a version does not depend on; a room without places is there as a whole."""
    covered = [Path(room, place) for room, places in rooms.items() for place in places or ("",)]
    return {file for file in reached if not any(file == place or place in file.parents for place in covered)}


def test_whatever_turns_bytes_into_pages_is_in_the_version_of_the_readers() -> None:
    reached = _reached_from(_ROOT / "extractors" / "read.py") - _WORDS
    assert Path("extractors/scan/page.py") in reached
    assert _left_out(reached, versions.READING) == set()


def test_whatever_turns_pages_into_records_is_in_the_version_of_the_extraction() -> None:
    starts = ("extractors/assemble.py", "nlp_models/claims.py", "nlp_models/links.py", "nlp_models/told.py")
    reached = set[Path]().union(*(_reached_from(_ROOT / start) for start in starts))
    assert Path("extractors/fields/book.py") in reached
    assert _left_out(reached, versions.EXTRACTION) == set()


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the rooms that may be written in, and is what versions are made of meanwhile."""
    for room in versions.READING:
        copytree(_ROOT / room, tmp_path / room, ignore=ignore_patterns("__pycache__"))
    monkeypatch.setattr(versions, "files", tmp_path.joinpath)
    versions._sources.cache_clear()
    yield tmp_path
    versions._sources.cache_clear()


@pytest.mark.parametrize(
    ("changed", "reads_anew"),
    [
        ("extractors/readers/word.py", True),
        ("extractors/read.py", True),
        ("extractors/ocr/rounding.npz", True),
        ("extractors/scan/tick_boxes.npz", True),
        ("pipeline/document/json.py", True),
        ("extractors/headings.py", False),
    ],
)
def test_only_a_changed_reader_has_files_read_anew(changed: str, reads_anew: bool, rooms: Path) -> None:
    before = versions._reading.__wrapped__()
    with (rooms / changed).open("a", encoding="utf-8") as code:
        code.write("# another release\n")
    versions._sources.cache_clear()
    assert (versions._reading.__wrapped__() != before) == reads_anew

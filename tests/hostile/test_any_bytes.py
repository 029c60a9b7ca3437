"""Any bytes at all, and sound files with some of their bytes changed: pages or a problem with a name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.archives import Room
from extractors.gate import look
from extractors.kinds import ZIP
from extractors.read import count_pages, read_pages
from extractors.told import told_of_file
from flows.maker.broken import sound_files
from flows.maker.broken.pictures import sound_picture
from flows.maker.broken.tables import SOUND_CSV, ole_container
from pipeline.document import Page
from pipeline.document.json import page_from_json, page_to_json
from pipeline.ports import OcrEngine
from pipeline.problems import UnreadableFileError

_BEGINNINGS = (b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n",
               b"II*\x00", b"MM\x00*", b"BM", b"")  # fmt: skip
_PIXELS = "pixels"
_NAMES = {each.slug for each in UnreadableFileError.__subclasses__()} | {_PIXELS}
_KINDS = (".pdf", ".docx", ".xlsx", ".png", ".jpeg", ".tiff", ".bmp", ".csv", ".xls")


class PixelsWanted(Exception):  # noqa: N818
    """The reader came as far as to ask for an engine: what pixels say is tested elsewhere."""


def no_engine() -> OcrEngine:
    raise PixelsWanted


@cache
def sound(kind: str) -> bytes:
    if kind == ".csv":
        return SOUND_CSV.encode("gb18030")
    if kind == ".xls":
        return ole_container("Workbook")
    if kind in (".pdf", ".docx", ".xlsx"):
        return sound_files()[kind]
    return sound_picture(kind[1:].upper())


def read_any(path: Path, into: Path) -> list[Page] | str:
    """The pages, or the problem's slug; whatever else is raised is a defect."""
    seen = look(path, into, Room())
    if seen.problem is not None:
        return seen.problem.slug
    if seen.media_type == ZIP:
        return []
    try:
        count_pages(path, seen.media_type)
        told_of_file(path, seen.media_type)
        return list(read_pages(path, seen.media_type, no_engine, last=3))
    except UnreadableFileError as error:
        return error.slug
    except PixelsWanted:
        return _PIXELS


def read_bytes(data: bytes, suffix: str, folder: Path) -> list[Page] | str:
    path = folder / f"any{suffix}"
    path.write_bytes(data)
    return read_any(path, folder / "into")


def stored(read: list[Page] | str) -> list[Page] | str:
    """What comes back of pages that are stored; of a problem, that its name is one that is known."""
    if isinstance(read, str):
        return read if read in _NAMES else f"a problem without a name: {read}"
    return [page_from_json(page_to_json(page)) for page in read]


_quick = settings(
    max_examples=60, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@_quick
@given(st.sampled_from(_BEGINNINGS), st.binary(max_size=2000), st.sampled_from(("", ".csv", ".pdf", ".docx")))
def test_any_bytes_are_pages_or_a_problem_with_a_name(
    tmp_path: Path, beginning: bytes, rest: bytes, suffix: str
) -> None:
    read = read_bytes(beginning + rest, suffix, tmp_path)
    assert stored(read) == read


@pytest.mark.parametrize("kind", _KINDS)
@settings(_quick, max_examples=25)
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8))
def test_a_file_with_any_bytes_changed_is_pages_or_a_problem_with_a_name(
    tmp_path: Path, kind: str, changes: list[tuple[float, bytes]]
) -> None:
    data = bytearray(sound(kind))
    for where, written in changes:
        at = int(where * (len(data) - 1))
        data[at : at + len(written)] = written
    read = read_bytes(bytes(data), kind, tmp_path)
    assert stored(read) == read


@pytest.mark.parametrize("kind", [each for each in _KINDS if each != ".xls"])
def test_the_sound_files_themselves_are_read(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"a{kind}").write_bytes(sound(kind))
    pages = read_any(tmp_path / f"a{kind}", tmp_path / "into")
    assert pages == _PIXELS or (isinstance(pages, list) and pages)

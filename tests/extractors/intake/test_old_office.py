"""Old Office containers: whose they are, by their directory and the head of Word's own part."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from extractors.kinds import DOC, XLS, media_type_of
from extractors.told import told_of_file
from flows.maker.broken.tables import ole_container, ole_entry
from pipeline.problems import DamagedFileError, EncryptedFileError, UnsupportedFileError

_ROOT_CLASS = 1024 + 80
_WORD_8 = struct.pack("<IIII", 0x20906, 0, 0xC0, 0x46000000)
_EXCEL_8 = struct.pack("<IIII", 0x20820, 0, 0xC0, 0x46000000)


def _holding(path: Path, *entries: str, root: bytes = bytes(16), head: bytes = b"") -> Path:
    """A container whose directory has these entries, the root's class, and the first bytes of its first part."""
    whole = ole_container(entries[0])[:1280] + b"".join(ole_entry(each, 2) for each in entries[1:])
    whole = (whole[:_ROOT_CLASS] + root + whole[_ROOT_CLASS + 16 :]).ljust(1536, b"\0")
    path.write_bytes(whole + head)
    return path


@pytest.mark.parametrize(("root", "kind"), [(_WORD_8, DOC), (_EXCEL_8, XLS)])
def test_a_table_in_a_text_is_a_text_and_a_text_in_a_table_a_table(tmp_path: Path, root: bytes, kind: str) -> None:
    assert media_type_of(_holding(tmp_path / "a", "WordDocument", "Workbook", root=root)) == kind


def test_macros_are_told(tmp_path: Path) -> None:
    plain, more = _holding(tmp_path / "a", "WordDocument"), _holding(tmp_path / "b", "WordDocument", "_VBA_PROJECT")
    assert "宏" not in told_of_file(plain, DOC)
    assert "含宏（未运行）" in told_of_file(more, DOC)


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        (struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100), EncryptedFileError),
        (struct.pack("<HHHHHH", 0xA5DC, 0x68, 0, 0, 0, 0), UnsupportedFileError),
    ],
)
def test_a_password_and_an_age_are_told_before_anything_is_opened(
    tmp_path: Path, head: bytes, problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        media_type_of(_holding(tmp_path / "a", "WordDocument", head=head))
    open_one = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0)
    assert media_type_of(_holding(tmp_path / "b", "WordDocument", head=open_one)) == DOC


def test_a_container_without_its_directory_is_cut_short(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(ole_container("WordDocument")[:1000])
    with pytest.raises(DamagedFileError):
        media_type_of(tmp_path / "a.doc")

"""Old Office containers: whose they are, by their directory and the head of Word's own part."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from extractors.kinds import DOC, XLS, media_type_of
from extractors.read import read_pages
from extractors.told import told_of_file
from flows.maker.broken.tables import ole_container, ole_entry
from pipeline.document import Table
from pipeline.ports import OcrEngine
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


_BOF = struct.pack("<HHHHIIH", 0x0809, 16, 0x0600, 5, 0, 0, 0)[:16] + bytes(4)
_FILEPASS = struct.pack("<HHH", 0x2F, 2, 0)


def test_a_password_of_excels_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFileError):
        media_type_of(_holding(tmp_path / "a", "Workbook", head=_BOF + _FILEPASS))
    assert media_type_of(_holding(tmp_path / "b", "Workbook", head=_BOF + bytes(6))) == XLS
    other = struct.pack("<HH", 0x0042, 0x2F) + _FILEPASS  # within a record of another kind
    assert media_type_of(_holding(tmp_path / "c", "Workbook", head=_BOF + other.ljust(60, b"\0"))) == XLS


def test_a_password_is_told_of_a_small_table_in_a_container_that_was_saved_anew(tmp_path: Path) -> None:
    """Small streams lie within the root's; the directory that counts is the one that the head names."""
    whole = bytearray(ole_container("Older").ljust(2048, b"\0"))
    directory, small = len(whole), 3
    whole += ole_entry("Root Entry", 5) + ole_entry("Workbook", 2) + bytes(256)
    root, table = directory, directory + 128
    whole[48:52] = struct.pack("<I", directory // 512 - 1)
    whole[root + 116 : root + 120] = struct.pack("<I", len(whole) // 512 - 1)
    whole[table + 116 : table + 128] = struct.pack("<IQ", small, 900)
    (tmp_path / "a.xls").write_bytes(whole + bytes(64 * small) + _BOF + _FILEPASS)
    with pytest.raises(EncryptedFileError):
        media_type_of(tmp_path / "a.xls")


def test_a_container_without_its_last_bytes_is_cut_short(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(ole_container("Something")[:-100])
    with pytest.raises(DamagedFileError):
        media_type_of(tmp_path / "a.doc")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("<table><tr><td>序号</td></tr></table>", "HTML"),
        ('<meta http-equiv="Content-Type" content="application/ms-excel">', "HTML"),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>', "HTML"),
        ("<!-- made by a system -->\n<html/>", "HTML"),
        ("<div>申报书</div>", "HTML"),
        ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "Office 2003"),
        ('<?xml version="1.0"?><uof:UOF xmlns:uof="x"/>', "UOF"),
    ],
)
def test_what_systems_call_xls_is_refused_in_words(tmp_path: Path, written: str, told: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "a.xls").write_text(written, encoding=encoding)
        with pytest.raises(UnsupportedFileError, match=told):
            media_type_of(tmp_path / "a.xls")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("parted", ["\t", ","])
def test_a_table_of_text_that_is_called_xls_is_read_as_excel_reads_it(
    tmp_path: Path, encoding: str, parted: str
) -> None:
    path = tmp_path / "清单.xls"
    path.write_text(f"序号{parted}名称\n1{parted}数控机床\n", encoding=encoding)
    (page,) = read_pages(path, media_type_of(path), _no_engine)
    (table,) = page.blocks
    assert isinstance(table, Table)
    assert [str(cell.text) for cell in table.cells] == ["序号", "名称", "1", "数控机床"]


def _no_engine() -> OcrEngine:
    raise AssertionError("no pixels have to be read here")


def test_words_are_no_table_whatever_they_are_called(tmp_path: Path) -> None:
    for name in ("a.xls", "a.doc"):
        (tmp_path / name).write_text("申报书\n申报单位：甲公司\n", encoding="utf-8")
        with pytest.raises(UnsupportedFileError):
            media_type_of(tmp_path / name)


def test_a_container_without_its_directory_is_cut_short(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(ole_container("WordDocument")[:1000])
    with pytest.raises(DamagedFileError):
        media_type_of(tmp_path / "a.doc")

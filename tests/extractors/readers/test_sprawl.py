"""Sheets that a reader would lay out in full are refused by the places of their cells, before anybody does."""

from __future__ import annotations

from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from extractors.readers import sprawl
from extractors.readers.sheet import read_sheets
from extractors.readers.sprawl import refuse_sprawl
from pipeline.problems import DamagedFileError, TooLargeError


def _book(folder: Path, *sheets: str) -> Path:
    path = folder / "a.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as book:
        for number, rows in enumerate(sheets, 1):
            data = f'<worksheet><dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>'
            book.writestr(f"xl/worksheets/sheet{number}.xml", data)
    return path


def _cell(place: str) -> str:
    return f'<c r="{place}" s="1"><v>1</v></c>'


def _row(number: int, *places: str) -> str:
    return f'<row r="{number}" spans="1:9">{"".join(map(_cell, places))}</row>'


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (_row(1, "A1") + _row(1_000_000, "CV1000000"), "1000000 行 × 100 列"),
        (_row(4000, "XFD4000"), "4000 行 × 16384 列"),
        (f"<row>{_cell('A1')}{_cell('CV1000000')}</row>", "1000000 行 × 100 列"),
        ('<x:row spans="1:9" r="3000000"/>', "3000000 行 × 26 列"),
    ],
    ids=["far down", "far right", "rows without numbers", "a row without cells"],
)
@pytest.mark.parametrize("piece", [1 << 20, 48], ids=["at once", "in pieces"])
def test_cells_too_far_apart_are_refused_with_the_extent(
    rows: str, said: str, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sprawl, "_PIECE", piece)
    with pytest.raises(TooLargeError, match=said):
        refuse_sprawl(_book(tmp_path, _row(1, "A1"), rows))


@pytest.mark.parametrize(
    "rows", [_row(1_048_576, "A1048576"), _row(3600, "XFD3600"), ""], ids=["a long list", "a wide table", "nothing"]
)
def test_as_long_or_as_wide_as_a_sheet_may_be_is_read(rows: str, tmp_path: Path) -> None:
    refuse_sprawl(_book(tmp_path, rows))
    with pytest.raises(TooLargeError):
        refuse_sprawl(_book(tmp_path, rows + _row(1_048_576, "XFD1048576")))


def test_what_is_no_sound_book_is_left_to_its_reader(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    refuse_sprawl(tmp_path / "a.xls")
    book = _book(tmp_path, _row(1_000_000, "CV1000000"))
    with pytest.raises(TooLargeError):
        refuse_sprawl(book)  # refused as long as it is sound
    whole = book.read_bytes()
    at = whole.index(b"xl/worksheets") + len("xl/worksheets/sheet1.xml")
    (tmp_path / "b.xlsx").write_bytes(whole[:at] + b"\xff" * 20 + whole[at + 20 :])
    refuse_sprawl(tmp_path / "b.xlsx")


def test_a_book_that_is_damaged_far_down_is_said_to_be_damaged(tmp_path: Path) -> None:
    """The gate looks at the beginning of each part only."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"in_memory": True})
    sheet, rng = book.add_worksheet("清单"), Random(1)
    for row in range(9000):
        sheet.write_row(row, 0, [row, rng.random(), rng.random()])
    book.close()
    data = bytearray((tmp_path / "a.xlsx").read_bytes())
    with ZipFile(tmp_path / "a.xlsx") as whole:
        entry = whole.getinfo("xl/worksheets/sheet1.xml")
    late = entry.header_offset + entry.compress_size * 3 // 4
    data[late : late + 64] = b"\xff" * 64
    (tmp_path / "b.xlsx").write_bytes(data)
    with pytest.raises(DamagedFileError):
        list(read_sheets(tmp_path / "b.xlsx"))

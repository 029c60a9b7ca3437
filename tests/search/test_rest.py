"""Pages that nothing was taken from can be found; pages that hold values are not said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

import pytest

from pipeline.document import BBox, Document, Frame, Page, Paragraph, Piece, Source, Text
from pipeline.document.document import Cell, Table
from pipeline.document.text import LINE_BREAK
from pipeline.records import FieldValue, FileEntry, ListRecord, Record, Row
from search import open_index
from search.entries import entries_of
from search.rest import LABEL, rest_of

_BOOK, _WORD = "ab" * 32, "cd" * 32


def _text(number: int, *lines: str) -> Text:
    pieces: list[Piece] = []
    for at, line in enumerate(lines):
        pieces += [LINE_BREAK] if at else []
        pieces.append(Piece(line, number, BBox(100, 100 + 20 * at, 300, 120 + 20 * at)))
    return Text(tuple(pieces))


def _page(number: int, *blocks: Paragraph | Table) -> Page:
    return Page(number, blocks, 600, 800, Frame.upright(600, 800))


def _record() -> Record:
    files = (FileEntry("申报书.pdf", _BOOK, "application/pdf"), FileEntry("说明.docx", _WORD, "application/docx"))
    field = FieldValue("platform.name", "平台名称", "云帆", "云帆", "filled", 0.99, sources=(Source(_BOOK, 1),))
    row = Row({"name": "数控车床"}, Source(_BOOK, 2))
    return Record("甲", "anhui-2023", files, (field,), (ListRecord("devices", (row,)),))


def _document() -> Document:
    head = Paragraph(_text(3, "第3页"), role="furniture")
    letter = Paragraph(_text(3, "兹证明该企业通过信息安全", "管理体系认证，证书", "ISO 27001"))
    table = Table(1, 1, (Cell(0, 0, _text(3, "有效期至2026年")),), 3)
    pages = (_page(1, letter), _page(2, letter), _page(3, head, letter, table))
    return Document(_BOOK, "application/pdf", pages)


def test_only_pages_without_values_are_said() -> None:
    found = list(rest_of(_record(), [_document()]))
    assert [entry.text for entry in found] == ["兹证明该企业通过信息安全管理体系认证，证书ISO 27001", "有效期至2026年"]
    assert {entry.page for entry in found} == {3}
    assert {entry.label for entry in found} == {LABEL}
    assert found[0].file == "申报书.pdf"
    assert found[0].facets["sha256"] == _BOOK
    assert found[0].bbox == pytest.approx((100 / 600, 100 / 800, 300 / 600, 160 / 800), abs=1e-4)


def test_what_the_form_itself_prints_is_left_out() -> None:
    printed = Paragraph(_text(3, "一、本申报书由平台企业申报单位", "填写。"))
    letter = Paragraph(_text(3, "本申报书由我单位填写"))
    document = Document(_BOOK, "application/pdf", (_page(1), _page(2), _page(3, printed, letter)))
    assert [entry.text for entry in rest_of(_record(), [document])] == ["本申报书由我单位填写"]


def test_a_row_of_a_table_is_one_passage_with_all_that_it_says() -> None:
    """The words of two of its cells are found together, and its place is that of the row."""

    def cell(row: int, col: int, words: str) -> Cell:
        box = BBox(100 + 50 * col, 100 + 20 * row, 140 + 50 * col, 120 + 20 * row)
        return Cell(row, col, Text((Piece(words, 3, box),)))

    rows = (
        ("企业名称", "单位地址"),
        ("发明专利", "一种虚构的预警装置", "ZL201512345678.9"),
        ("企业名称", "虚构机床厂"),
    )
    cells = tuple(cell(row, col, words) for row, said in enumerate(rows) for col, words in enumerate(said))
    document = Document(_BOOK, "application/pdf", (_page(1), _page(2), _page(3, Table(3, 3, cells, 3))))
    found = list(rest_of(_record(), [document]))
    assert [entry.text for entry in found] == [" | ".join(rows[1]), " | ".join(rows[2])]
    assert found[0].bbox == pytest.approx((100 / 600, 120 / 800, 240 / 600, 140 / 800), abs=1e-4)


def test_a_word_file_without_values_is_said_as_a_whole() -> None:
    body = Page(1, (Paragraph(Text((Piece("情况说明全文", None, None, locator="paragraph[0]"),))),))
    (entry,) = rest_of(_record(), [Document(_WORD, "application/docx", (body,))])
    assert (entry.text, entry.page, entry.locator) == ("情况说明全文", None, "paragraph[0]")


def test_ids_differ_and_stay() -> None:
    twice = _page(3, Paragraph(_text(3, "同一句话")), Paragraph(_text(3, "同一句话")))
    document = Document(_BOOK, "application/pdf", (_page(1), _page(2), twice))
    first, second = ([entry.id for entry in rest_of(_record(), [document])] for _ in range(2))
    assert first == second
    assert len(set(first)) == 2


def test_pages_with_values_are_not_even_loaded() -> None:
    class Lazy(Sequence[Page]):
        def __len__(self) -> int:
            return 2

        @overload
        def __getitem__(self, index: int) -> Page: ...
        @overload
        def __getitem__(self, index: slice) -> Sequence[Page]: ...
        def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
            raise AssertionError("nothing on these pages is wanted")

        def __iter__(self) -> Iterator[Page]:
            raise AssertionError("nothing on these pages is wanted")

    assert list(rest_of(_record(), [Document(_BOOK, "application/pdf", Lazy())])) == []


def test_they_are_found_as_passages(tmp_path: Path) -> None:
    index = open_index(tmp_path)
    index.replace("甲", [*entries_of(_record(), ()), *rest_of(_record(), [_document()])])
    (hit,) = index.search("种类:段落 信息安全管理体系").hits
    assert hit.highlights == ("兹证明该企业通过【信息安全管理体系】认证，证书ISO 27001",)
    assert [each.entry.text for each in index.search("页:3 有效期").hits] == ["有效期至2026年"]

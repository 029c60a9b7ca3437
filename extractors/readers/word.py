"""Word files (docx): the body in order, tables with their merges, text boxes, controls and symbols as tick boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import docx

from extractors.readers.numbering import Numbering
from extractors.readers.ticks import with_tick_boxes
from extractors.readers.word_pictures import PICTURES_NOT_READ, has_large_pictures, has_pictures
from extractors.readers.word_runs import W, inline_pieces, whole_number
from pipeline.document import LINE_BREAK, PARAGRAPH_BREAK, Block, Cell, Page, Paragraph, Piece, Table, Text, join
from pipeline.problems import DamagedFileError, EmptyFileError, UnsupportedFileError

MOST_COLUMNS = 1024
"""Word itself allows 63 columns."""


def read_word(path: Path) -> Iterator[Page]:
    """The body as one page without a frame.

    Raises:
        DamagedFileError: not a whole docx.
        EmptyFileError: nothing is written in it.
        UnsupportedFileError: it has pictures only, or macros.
    """
    document = _opened(path)
    if document.element.body is None:
        raise DamagedFileError(path.name)
    blocks = tuple(_Body(document).blocks())
    if not any(_written(block) for block in blocks):
        if has_pictures(document.element.body):
            raise UnsupportedFileError("只有图片、没有文字的 Word 文件，请提交扫描件（PDF 或图片）")
        raise EmptyFileError(path.name)
    notes = (PICTURES_NOT_READ,) if has_large_pictures(document.element.body) else ()
    yield Page(1, blocks, reader="docx", notes=notes)


def _opened(path: Path) -> Any:
    try:
        return docx.Document(str(path))
    except MemoryError:
        raise
    except Exception as error:  # python-docx has no one class of errors for packages that are none
        if isinstance(error, ValueError) and "content type" in str(error):
            raise UnsupportedFileError("含宏的文档或模板，请另存为 docx") from error
        raise DamagedFileError(path.name) from error


def _written(block: Block) -> bool:
    return bool(block.text) if isinstance(block, Paragraph) else any(cell.text for cell in block.cells)


class _Body:
    """One walk over the body; counts paragraphs and tables for their locators."""

    def __init__(self, document: Any) -> None:
        self.element = document.element.body
        self.numbering = Numbering(document)
        self.paragraphs = 0
        self.tables = 0

    def blocks(self) -> Iterator[Block]:
        """Paragraphs and tables in order; content controls are looked into."""
        yield from self._children(self.element)

    def _children(self, parent: Any) -> Iterator[Block]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self.tables += 1
                yield self._table(child, f"table[{self.tables}]")
            elif child.tag in (f"{W}sdt", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
                content = child.find(f"{W}sdtContent")
                yield from self._children(child if content is None else content)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        self.paragraphs += 1
        locator = f"paragraph[{self.paragraphs}]"
        text = self._text(element, locator)
        if text:
            yield Paragraph(text, _level(element))
        for box in _boxes(element):
            yield from self._children(box)

    def _text(self, element: Any, locator: str) -> Text:
        number = self.numbering.label(element)
        lead = (Piece(number, locator=locator, reader="docx"),) if number else ()
        return boxed(Text((*lead, *inline_pieces(element, locator))))

    def _table(self, element: Any, locator: str) -> Table:
        cells: list[Cell] = []
        above: dict[int, int] = {}
        rows = list(_rows(element))
        for number, row in enumerate(rows):
            col = _skipped(row)
            for position, cell in enumerate(_cells(row), 1):
                span, merge = _span(cell), _merge(cell)
                if merge == "continue" and col in above:
                    owner = cells[above[col]]
                    cells[above[col]] = replace(owner, row_span=number - owner.row + 1)
                else:
                    place = f"{locator}/row[{number + 1}]/cell[{position}]"
                    above[col] = len(cells)
                    cells.append(Cell(number, col, self._cell_text(cell, place), 1, span, None, place))
                col += span
        width = max((cell.col + cell.col_span for cell in cells), default=0)
        return Table(len(rows), width, tuple(cells), locator=locator)

    def _cell_text(self, element: Any, locator: str) -> Text:
        return join(self._cell_parts(element, locator), PARAGRAPH_BREAK)

    def _cell_parts(self, parent: Any, locator: str) -> Iterator[Text]:
        for child in parent:
            if child.tag == f"{W}p":
                text = self._text(child, locator)
                if text:
                    yield text
                for box in _boxes(child):
                    yield from self._cell_parts(box, locator)
            elif child.tag == f"{W}tbl":
                for row in _rows(child):
                    parts = [join(self._cell_parts(cell, locator), LINE_BREAK) for cell in _cells(row)]
                    yield join(parts, Piece("　", locator=locator, reader="docx"))
            elif child.tag in (f"{W}sdt", f"{W}ins"):
                content = child.find(f"{W}sdtContent")
                yield from self._cell_parts(child if content is None else content, locator)


def boxed(text: Text) -> Text:
    """The text with tick glyphs of neighbouring runs merged: a tick run beside a box run is one ticked box."""
    string = str(text)
    plain = with_tick_boxes(string)
    if plain == string or len(plain) == len(string):
        return text if plain == string else _replaced(text, plain)
    joined = Piece(plain, locator=text.pieces[0].locator, reader=text.pieces[0].reader)
    return Text((joined,))


def _replaced(text: Text, plain: str) -> Text:
    pieces, at = [], 0
    for piece in text.pieces:
        pieces.append(replace(piece, text=plain[at : at + len(piece.text)]))
        at += len(piece.text)
    return Text(tuple(pieces))


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The contents of the text boxes anchored in it; what stands there again for old programs is left out."""
    for box in paragraph.iter(f"{W}txbxContent"):
        around = [ancestor.tag for ancestor in takewhile(lambda each: each is not paragraph, box.iterancestors())]
        if f"{W}txbxContent" not in around and not any(tag.endswith("}Fallback") for tag in around):
            yield box


def _rows(table: Any) -> Iterator[Any]:
    """The rows, without those whose deletion is only tracked."""
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag == f"{W}sdt" and child.find(f"{W}sdtContent") is not None:
            yield from _rows(child.find(f"{W}sdtContent"))


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt" and child.find(f"{W}sdtContent") is not None:
            yield from _cells(child.find(f"{W}sdtContent"))


def _value(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(f"{W}val", "continue")


def _span(cell: Any) -> int:
    return whole_number(_value(cell, f"{W}tcPr/{W}gridSpan"), 1, 1, MOST_COLUMNS)


def _merge(cell: Any) -> str | None:
    return _value(cell, f"{W}tcPr/{W}vMerge")


def _skipped(row: Any) -> int:
    return whole_number(_value(row, f"{W}trPr/{W}gridBefore"), 0, 0, MOST_COLUMNS)


def _level(element: Any) -> int | None:
    """The heading level that the paragraph's outline or style states."""
    outline = _value(element, f"{W}pPr/{W}outlineLvl")
    style = (_value(element, f"{W}pPr/{W}pStyle") or "").lower()
    if outline is not None and outline.isdecimal():
        return whole_number(outline, 0, 0, 9) + 1
    digits = style.removeprefix("heading").removeprefix("toc").strip()
    return whole_number(digits, 1, 0, 9) if style.startswith(("heading", "toc")) and digits.isdecimal() else None

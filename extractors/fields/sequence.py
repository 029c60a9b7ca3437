"""A document and a form's template as sequences of tokens that can be aligned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.fields.normal import CELL, LINE, plain
from pipeline.document import LINE_BREAK, PARAGRAPH_BREAK, Block, Document, Paragraph, Piece, Table, Text
from pipeline.records import FieldDef, FormDef, LayoutItem
from pipeline.records.template import SAME_CELL, Hole, Literal, parts_of

_CELL_PIECE = Piece(CELL)
_ENDS = "。！？；：.!?;:”」』）)"
_STARTS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|附[件表录]")
_MEASURE = re.compile(r"(?<=\w\w)\s*[（(]([^（()）]{1,4})[)）]\s*$")
_LONG = 20
"""A shorter paragraph is a title or an item, which ends without a full stop."""


@dataclass(frozen=True, slots=True)
class DocumentSequence:
    """The document as one text; ``tokens`` are its comparable characters, ``at[i]`` the i-th's index in the text."""

    text: Text
    tokens: tuple[str, ...]
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> Text:
        """The text of the tokens ``start:end``, each character still in its place."""
        if start >= end:
            return Text()
        return self.text.cut(self.at[start], self.at[end - 1] + 1)


def document_sequence(blocks: Iterable[Block]) -> DocumentSequence:
    """Paragraphs and cells in reading order, CELL between cells and LINE between lines."""
    text = Text(tuple(_pieces(blocks)))
    tokens: list[str] = []
    at: list[int] = []
    for index, char in enumerate(str(text)):
        token = plain(char)
        if token and not (token == LINE and tokens and tokens[-1] in (LINE, CELL)):
            tokens.append(token)
            at.append(index)
    return DocumentSequence(text, tuple(tokens), tuple(at))


def _pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    last: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            if last is not None:
                yield LINE_BREAK if _goes_on(last, block) else PARAGRAPH_BREAK
            yield from block.text.pieces
            last = block
        else:
            yield from _table_pieces(block)
            last = None
    yield LINE_BREAK


def _goes_on(above: Paragraph, below: Paragraph) -> bool:
    """Whether a page break cut one paragraph in two: its last line is full of words and ends no sentence."""
    if above.text.page is None or above.text.page == below.text.page:
        return False
    end, start = str(above.text).rstrip(), str(below.text).lstrip()
    return bool(end) and end[-1] not in _ENDS and len(end) >= _LONG and _STARTS.match(start) is None


def _table_pieces(table: Table) -> Iterator[Piece]:
    yield _CELL_PIECE
    for cell in table.cells:
        yield from cell.text.pieces
        yield _CELL_PIECE


def book_blocks(document: Document, skip: frozenset[tuple[int, int]]) -> Iterator[tuple[int, Block]]:
    """(page number, block) of everything that may belong to the form: no attached lists, no running heads."""
    for page in document.pages:
        for index, block in enumerate(page.blocks):
            furniture = isinstance(block, Paragraph) and block.role == "furniture"
            if (page.number, index) not in skip and not furniture:
                yield page.number, block


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a template.

    ``kind``: ``char`` (printed), ``cell``, ``line``, ``hole`` (a value), ``box`` (a tick box), ``junk`` (anything may
    stand here), ``place`` (where a seal or signature belongs: no width). ``behind``: a box behind its option's words.
    """

    kind: str
    char: str = ""
    optional: bool = False
    hole: Hole | None = None
    field: FieldDef | None = None
    behind: bool = False


_GAP = {"hole": CELL, "cell": "", "line": "", "box": "", "place": "", "junk": ""}
_CELL_TOKEN = Token("cell", CELL)
_LINE_TOKEN = Token("line", LINE)
_JUNK_TOKEN = Token("junk")


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a form that is there or is not: a line, a heading, a row of a table. ``last`` ends its item."""

    tokens: tuple[Token, ...]
    last: bool = True

    @property
    def words(self) -> str:
        """What is printed in it and may not be deleted."""
        return "".join(token.char for token in self.tokens if token.kind == "char" and not token.optional)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Its words in the pieces that stand between its holes; boxes part nothing."""
        marked = "".join(token.char if token.kind == "char" else _GAP[token.kind] for token in self._fixed)
        return tuple(part for part in marked.split(CELL) if part)

    @property
    def _fixed(self) -> Iterator[Token]:
        return (token for token in self.tokens if not token.optional)

    @property
    def asks(self) -> bool:
        """Whether anything is to be filled in here."""
        return any(token.field is not None for token in self.tokens)


def units_of(form: FormDef) -> tuple[Unit, ...]:
    """The form's printed text in its pieces."""
    return tuple(unit for item in form.layout if not item.new_page for unit in _item_units(item, form))


def template_tokens(units: Sequence[Unit]) -> tuple[Token, ...]:
    """Printed text as tokens, junk allowed between its items."""
    tokens: list[Token] = [_JUNK_TOKEN]
    for unit in units:
        tokens.extend(unit.tokens)
        if unit.last:
            tokens.append(_JUNK_TOKEN)
    return tuple(tokens)


def _item_units(item: LayoutItem, form: FormDef) -> Iterator[Unit]:
    if item.table is None:
        yield Unit((*_text_tokens(item.heading or item.text or "", form), _LINE_TOKEN))
        return
    for number, row in enumerate(item.table):
        cells = (token for cell in _own_cells(row) for token in (*_text_tokens(cell, form), _CELL_TOKEN))
        first = () if number else (_CELL_TOKEN,)
        yield Unit((*first, *cells), last=number == len(item.table) - 1)


def _own_cells(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell not in SAME_CELL]


def _text_tokens(text: str, form: FormDef) -> Iterator[Token]:
    for part in parts_of(text):
        if isinstance(part, Literal):
            yield from _literal_tokens(part, form)
        else:
            yield _hole_token(part, form)


def _literal_tokens(part: Literal, form: FormDef) -> Iterator[Token]:
    """The printed characters; a unit in brackets at a label's end may be missing: many write it after the value."""
    measure = _MEASURE.search(part.text)
    if measure is not None and all(field.unit != measure[1] for field in form.fields):
        measure = None
    for at, char in enumerate(part.text):
        token = plain(char)
        if token == LINE:
            yield _LINE_TOKEN
        elif token:
            yield Token("char", token, part.optional or (measure is not None and at >= measure.start()))


def _hole_token(hole: Hole, form: FormDef) -> Token:
    field = form.field(hole.key)
    assert field is not None, "definitions are checked when they are loaded"
    if hole.option:
        return Token("box", hole=hole, field=field)
    return Token("place" if field.is_mark else "hole", hole=hole, field=field)

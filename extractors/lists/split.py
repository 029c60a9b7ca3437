"""What broken ruling lines left in one grid row or cell: rows by their serial numbers, columns by their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.lists.layout import Layout
from extractors.lists.lines import Line
from extractors.lists.serials import serial_number
from pipeline.document import LINE_BREAK, BBox, Cell, Piece, Text

_MARGIN = 0.01
"""Share of the table's width by which a piece may reach over its column's border."""
_REMAINS = frozenset("一-－—–_＿")
"""What a piece of a border is read as; among numbers in figures it is none."""


def split_rows(line: Line, layout: Layout, due: Callable[[int | None], bool]) -> list[Line]:
    """The line as one line for each serial number in it; itself where it holds one or none.

    ``due`` says whether a number would come next: a 12 that a narrow column broke after its 1 is one number.
    """
    line = _without_remains(line, layout)
    serials = _stacked_serials(line, layout)
    if len(serials) < 2 or due(serial_number("".join(piece.text for piece in serials))):
        return [line]
    middles = [piece.box.cy for piece in serials if piece.box is not None]
    borders = [float("-inf"), *((a + b) / 2 for a, b in pairwise(middles)), float("inf")]
    return [
        replace(line, cells=tuple(_part(cell, top, bottom) for cell in line.cells), first=line.first and at == 0)
        for at, (top, bottom) in enumerate(pairwise(borders))
    ]


def _without_remains(line: Line, layout: Layout) -> Line:
    """The line without what a worn border between two numbers was read as."""
    cell = next((cell for cell in line.cells if cell.col == layout.serial_col), None)
    if cell is None or line.page.frame is None:
        return line
    kept = tuple(piece for piece in cell.text.placed if piece.text.strip() not in _REMAINS)
    if len(kept) < 2 or len(kept) == len(cell.text.placed):
        return line
    clean = replace(cell, text=_stacked(kept))
    return replace(line, cells=tuple(clean if each is cell else each for each in line.cells))


def _stacked_serials(line: Line, layout: Layout) -> Sequence[Piece]:
    """The pieces of the serial cell where each is a number, one more than the piece above it."""
    if layout.serial_col is None or line.page.frame is None:
        return ()
    cell = next((cell for cell in line.cells if cell.col == layout.serial_col), None)
    if cell is None or len(cell.text.pieces) < 2:
        return ()
    pieces = sorted(
        (piece for piece in cell.text.placed if piece.box), key=lambda piece: piece.box.cy if piece.box else 0
    )
    numbers = [serial_number(piece.text) for piece in pieces]
    runs_on = all(a is not None and b == a + 1 for a, b in pairwise(numbers))
    apart = all(a.box and b.box and a.box.y1 <= b.box.cy for a, b in pairwise(pieces))
    return pieces if runs_on and apart else ()


def _part(cell: Cell, top: float, bottom: float) -> Cell:
    """What of the cell stands between two heights."""
    kept = [piece for piece in cell.text.placed if piece.box is not None and top <= piece.box.cy < bottom]
    box = cell.box
    if box is not None:
        box = BBox(box.x0, max(box.y0, top), box.x1, min(box.y1, bottom))
    return replace(cell, text=_stacked(kept), box=box)


def _below(piece: Piece, after: Piece) -> bool:
    return piece.box is not None and after.box is not None and after.box.cy > piece.box.y1 - 0.3 * piece.box.height


def split_columns(cell: Cell, layout: Layout, left: float, width: float) -> list[tuple[int, Text]]:
    """A cell over several columns as (column, text), each piece in the column that its middle lies in.

    ``left`` and ``width`` are those of the table, points. The whole text stays in the first column where a piece
    crosses the borders, since then the cell is really merged.
    """
    spans = {col: span for col, span in (layout.spans or {}).items() if cell.col <= col < cell.col + cell.col_span}
    dealt: dict[int, list[Piece]] = {}
    for piece in cell.text.placed:
        col = _column_of(piece, spans, left, width)
        if col is None:
            return [(cell.col, cell.text)]
        dealt.setdefault(col, []).append(piece)
    if len(dealt) < 2:
        return [(cell.col, cell.text)]
    return [(col, _stacked(pieces)) for col, pieces in sorted(dealt.items())]


def _column_of(piece: Piece, spans: dict[int, tuple[float, float]], left: float, width: float) -> int | None:
    if piece.box is None or width <= 0:
        return None
    start, end = (piece.box.x0 - left) / width, (piece.box.x1 - left) / width
    return next((col for col, (x0, x1) in spans.items() if x0 - _MARGIN <= start and end <= x1 + _MARGIN), None)


def _stacked(pieces: Sequence[Piece]) -> Text:
    kept: list[Piece] = []
    for piece in pieces:
        if kept and _below(kept[-1], piece):
            kept.append(LINE_BREAK)
        kept.append(piece)
    return Text(tuple(kept))

"""A page's pieces and rulings as blocks in reading order: the one call that every reader of pages makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.layout.borderless import find_columns
from extractors.layout.grid import Grid, GridCell, find_grids
from extractors.layout.lines import TextLine, flow, into_lines, into_paragraphs
from extractors.layout.rulings import SNAP, Ruling, straighten
from pipeline.document import BBox, Block, Cell, Paragraph, Piece, Table, Text, union_of

_TRIM = r"[-—–－~～·.\s]*"
_PAGE_NUMBER = re.compile(rf"{_TRIM}(?:第\s*)?\d{{1,4}}\s*页?(?:\s*[,，/共]\s*(?:共\s*)?\d{{1,4}}\s*页?)?{_TRIM}")
Place = tuple[int, int]
"""Row and column of a cell."""
_LONG = 60.0
"""Points from which a line across is more than an underline."""
_EDGE = 0.09
"""Share of the page's height at either end where page numbers stand."""
_OVER, _CUT = 1.0, 0.85
"""Points by which a character of a text too long for its cell begins before the border, or ends behind it; how sure at
the most what was cut off there is.
"""


def lay_out(pieces: Sequence[Piece], rulings: Sequence[Ruling], height: float) -> tuple[Block, ...]:
    """Tables and paragraphs, top to bottom.

    Args:
        pieces: runs of characters of one page with boxes (points of the reading frame); a run may cross cells.
        rulings: drawn lines between cells; underlines of filled-in blanks must have been left out.
        height: of the reading frame, points.
    """
    grids = find_grids(rulings)
    inside: list[dict[Place, list[Piece]]] = [{} for _ in grids]
    outside: list[Piece] = []
    for piece in pieces:
        _deal(piece, grids, inside, outside)
    tables = zip(grids, inside, strict=True)
    blocks: list[tuple[float, Block]] = [(grid.box.y0, _table(grid, cells)) for grid, cells in tables if cells]
    blocks.extend(_running_text(outside, [grid.box for grid in grids], height))
    return tuple(block for _, block in sorted(blocks, key=lambda pair: pair[0]))


def loose_rules(rulings: Sequence[Ruling]) -> tuple[BBox, ...]:
    """The lines drawn across a page that belong to no grid, top to bottom, as boxes without height (points)."""
    grids = find_grids(rulings)
    long = (line for line in straighten(rulings, horizontal=True) if line.end - line.start >= _LONG)
    return tuple(
        BBox(line.start, line.at, line.end, line.at)
        for line in long
        if not any(grid.box.holds((line.start + line.end) / 2, line.at, SNAP) for grid in grids)
    )


def _deal(
    piece: Piece, grids: Sequence[Grid], inside: Sequence[dict[Place, list[Piece]]], outside: list[Piece]
) -> None:
    if piece.box is None or not piece.text.strip():
        return
    for grid, cells in zip(grids, inside, strict=True):
        if grid.box.holds(piece.box.cx, piece.box.cy, 2.0):
            for cell, part in _cut_at_borders(piece, grid):
                cells.setdefault((cell.row, cell.col), []).append(part)
            return
    outside.append(piece)


def _cut_at_borders(piece: Piece, grid: Grid) -> list[tuple[GridCell, Piece]]:
    """The piece in parts, each with the cell its characters stand in."""
    assert piece.box is not None
    y = piece.box.cy
    first = grid.cell_at(piece.box.x0 + 1, y)
    if first is not None and piece.box.x1 - 1 < first.box.x1:
        return [(first, piece)]
    last = grid.cell_at(piece.box.x1 - 1, y)
    if first is not None and (first == last or last is None):
        return [(first, piece)]
    parts: list[tuple[GridCell, Piece]] = []
    start = 0
    owners = _owners(piece, grid, y, last or first)
    for n in range(1, len(owners) + 1):
        if n == len(owners) or owners[n] != owners[start]:
            owner = owners[start]
            part = piece.cut(start, n)
            if owner is not None and part.text.strip():
                parts.append((owner, _doubted_if_cut(part, piece, n, owner)))
            start = n
    return parts


def _owners(piece: Piece, grid: Grid, y: float, else_: GridCell | None) -> list[GridCell | None]:
    """The cell of each character. Spreadsheets print what is too long for its cell on to the next one's border and a
    little over it: a character that begins left of a border goes on in the cell before.
    """
    owners: list[GridCell | None] = []
    for n in range(len(piece.text)):
        owner = grid.cell_at(_middle(piece, n), y) or else_
        before = owners[-1] if owners else None
        if before is not None and owner != before and _has_edges(piece) and piece.edges[n] < before.box.x1 - _OVER:
            owner = before
        owners.append(owner)
    return owners


def _has_edges(piece: Piece) -> bool:
    """Whether it is known where each character stands: of a scan's engines only guess."""
    return piece.reader == "text layer" and len(piece.edges) == len(piece.text) + 1


def _doubted_if_cut(part: Piece, piece: Piece, end: int, owner: GridCell) -> Piece:
    """The part, less sure where its last character reaches over its cell's border: what follows was not printed."""
    if not _has_edges(piece) or end == len(piece.text) or end < 2:
        return part
    over = piece.edges[end - 1] + (piece.edges[end - 1] - piece.edges[end - 2]) - owner.box.x1
    return replace(part, confidence=min(part.confidence, _CUT)) if over > _OVER else part


def _middle(piece: Piece, n: int) -> float:
    box = piece.cut(n, n + 1).box
    assert box is not None
    return box.cx


def _table(grid: Grid, cells: dict[Place, list[Piece]]) -> Table:
    page = next((piece.page for pieces in cells.values() for piece in pieces), None)
    made = tuple(
        Cell(
            cell.row,
            cell.col,
            _cell_text(cells.get((cell.row, cell.col), [])),
            cell.row_span,
            cell.col_span,
            cell.box,
        )
        for cell in grid.cells
    )
    return Table(grid.rows, grid.cols, made, page, grid.box)


def _cell_text(pieces: list[Piece]) -> Text:
    return Text(tuple(pieces)) if len(pieces) < 2 else flow(into_lines(pieces))


def _running_text(pieces: Sequence[Piece], tables: Sequence[BBox], height: float) -> list[tuple[float, Block]]:
    """Everything outside ruled tables: borderless tables and paragraphs, with their upper edges."""
    lines = into_lines(pieces)
    found: list[tuple[float, Block]] = []
    rest: list[TextLine] = []
    for part in find_columns(lines):
        if isinstance(part, Table):
            assert part.box is not None
            found.append((part.box.y0, part))
        else:
            rest.append(part)
    body: list[TextLine] = []
    for line in rest:
        if _is_page_number(line, height):
            found.append((line.box.y0, Paragraph(line.text, role="furniture")))
        else:
            body.append(line)
    area = union_of(line.box for line in body)
    if area is not None:
        for group in _between(body, tables):
            found.extend((part[0].box.y0, Paragraph(flow(part))) for part in into_paragraphs(group, area.x0, area.x1))
    return found


def _between(lines: Sequence[TextLine], tables: Sequence[BBox]) -> list[list[TextLine]]:
    """The lines in groups that no table stands between."""
    groups: dict[int, list[TextLine]] = {}
    for line in lines:
        groups.setdefault(sum(table.cy < line.box.cy for table in tables), []).append(line)
    return list(groups.values())


def _is_page_number(line: TextLine, height: float) -> bool:
    at_edge = line.box.cy < _EDGE * height or line.box.cy > (1 - _EDGE) * height
    return at_edge and _PAGE_NUMBER.fullmatch(str(line.text)) is not None

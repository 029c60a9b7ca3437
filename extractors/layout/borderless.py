"""Tables without drawn columns: text in columns that keep clear of each other over several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.layout.lines import TextLine, flow, into_lines
from pipeline.document import BBox, Cell, Piece, Table, union_of

_FEWEST_LINES = 4
_FEWEST_COLUMNS = 3
_CLEAR = 0.9
"""Line heights of white that part two columns."""


def find_columns(lines: Sequence[TextLine]) -> Iterator[TextLine | Table]:
    """The lines again, but runs of lines in clear columns as one unruled table each."""
    run: list[TextLine] = []
    for line in lines:
        if len(_segments(line)) >= _FEWEST_COLUMNS - 1:
            run.append(line)
            continue
        yield from _table_or_lines(run)
        run = []
        yield line
    yield from _table_or_lines(run)


def _segments(line: TextLine) -> list[list[Piece]]:
    """The line's pieces in groups with wide gaps between."""
    groups: list[list[Piece]] = []
    for piece in line.pieces:
        assert piece.box is not None
        before = groups[-1][-1].box if groups else None
        if before and piece.box.x0 - before.x1 <= _CLEAR * line.box.height:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _table_or_lines(run: Sequence[TextLine]) -> Iterator[TextLine | Table]:
    borders = _borders(run)
    if len(run) < _FEWEST_LINES or len(borders) < _FEWEST_COLUMNS + 1 or not _is_filled(run, borders):
        yield from run
    else:
        yield _table(run, borders)


def _borders(run: Sequence[TextLine]) -> list[float]:
    """x positions of the columns' borders: the middles of the white corridors that no line enters."""
    spans = sorted((piece.box.x0, piece.box.x1) for line in run for piece in line.pieces if piece.box)
    if not spans:
        return []
    size = sum(line.box.height for line in run) / len(run)
    borders, reach = [spans[0][0] - 1], spans[0][1]
    for start, end in spans:
        if start - reach > 0.6 * size:
            borders.append((reach + start) / 2)
        reach = max(reach, end)
    return [*borders, reach + 1]


def _is_filled(run: Sequence[TextLine], borders: Sequence[float]) -> bool:
    """Whether most lines have words in most columns: prose with a few wide gaps has not."""
    filled = sum(len({_column(piece, borders) for piece in line.pieces}) >= _FEWEST_COLUMNS for line in run)
    return filled >= 0.6 * len(run)


def _column(piece: Piece, borders: Sequence[float]) -> int:
    assert piece.box is not None
    return max(0, sum(border <= piece.box.cx for border in borders) - 1)


def _table(run: Sequence[TextLine], borders: Sequence[float]) -> Table:
    rows: list[list[TextLine]] = []
    for line in run:
        if rows and not any(_column(piece, borders) == 0 for piece in line.pieces):
            rows[-1].append(line)
        else:
            rows.append([line])
    cells = [cell for n, row in enumerate(rows) for cell in _cells(n, row, borders)]
    box = union_of(line.box for line in run)
    return Table(len(rows), len(borders) - 1, tuple(cells), run[0].pieces[0].page, box, ruled=False)


def _cells(number: int, row: Sequence[TextLine], borders: Sequence[float]) -> Iterator[Cell]:
    top, bottom = row[0].box.y0, row[-1].box.y1
    for column, (left, right) in enumerate(pairwise(borders)):
        pieces = [piece for line in row for piece in line.pieces if _column(piece, borders) == column]
        yield Cell(number, column, flow(into_lines(pieces)), box=BBox(left, top, right, bottom))

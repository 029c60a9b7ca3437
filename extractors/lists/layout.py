"""How the columns of a list lie in one table, and how they are found again in a table without a head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from extractors.lists.columns import Match
from extractors.lists.heads import HeadCells
from pipeline.document import Table
from pipeline.records import ListDef

_SAME = 0.06
"""Column edges further apart than this share of the table's width are other columns."""
_LOOKED_AT = 600


@dataclass(frozen=True, slots=True)
class Layout:
    """Grid columns of one table by the list's column keys.

    ``spans`` are the edges of grid columns as shares of the table's width (empty in office files). ``assumed`` says
    that no head vouches for it, or that neither rules nor numbers tell one row from the next.
    """

    keys: Mapping[int, str]
    cols: int
    class_col: int | None = None
    spans: Mapping[int, tuple[float, float]] | None = None
    assumed: bool = False

    @property
    def serial_col(self) -> int | None:
        """The grid column of the serial numbers."""
        return next((col for col, key in self.keys.items() if key == "serial"), None)


def layout_of(cells: HeadCells, match: Match, table: Table) -> Layout:
    """The layout that a head establishes."""
    keys = {col: key for place, key in match.keys.items() for col in cells.spans[place]}
    class_col = cells.spans[match.class_place][0] if match.class_place is not None else None
    unnumbered = not table.ruled and "serial" not in keys.values()
    return Layout(keys, table.cols, class_col, spans_of(table), assumed=unnumbered)


def spans_of(table: Table) -> dict[int, tuple[float, float]] | None:
    """The edges of each grid column as shares of the table's width; None where cells have no boxes."""
    if table.box is None or table.box.width <= 0:
        return None
    spans: dict[int, tuple[float, float]] = {}
    for cell in islice(table.cells, _LOOKED_AT):
        if cell.box is not None and cell.col_span == 1 and cell.col not in spans:
            left = (cell.box.x0 - table.box.x0) / table.box.width
            spans[cell.col] = (left, left + cell.box.width / table.box.width)
    return spans or None


def carried_over(layout: Layout, table: Table, *, same_sheet: bool = False) -> Layout | None:
    """The same columns in a table without a head; None where its columns lie elsewhere.

    ``same_sheet``: the table is a further part of one sheet, so that its columns are the sheet's.
    """
    if same_sheet:
        return Layout(layout.keys, layout.cols, layout.class_col, assumed=layout.assumed)
    spans = spans_of(table)
    if spans is None or layout.spans is None:
        return same_count(layout, table)
    if table.cols == layout.cols and _aligned(layout.spans, spans):
        # columns between which no border was seen lie where they lay before
        return Layout(layout.keys, table.cols, layout.class_col, {**layout.spans, **spans}, _unsure(layout, table))
    return _by_overlap(layout, spans, table)


def same_count(layout: Layout, table: Table) -> Layout | None:
    """The same columns by their order alone, for a table whose serial numbers go on."""
    same = table.cols == layout.cols
    return Layout(layout.keys, table.cols, layout.class_col, spans_of(table), _unsure(layout, table)) if same else None


def _unsure(layout: Layout, table: Table) -> bool:
    """Whether rows are not to be told for sure in this further table of a list."""
    return layout.assumed or (not table.ruled and layout.serial_col is None)


def assumed_layout(definition: ListDef, table: Table) -> Layout | None:
    """The list's own order of columns, for a table that has a title but no head."""
    keys = [column.key for column in definition.columns]
    if table.cols != len(keys):
        return None
    return Layout(dict(enumerate(keys)), table.cols, None, spans_of(table), assumed=True)


def _aligned(old: Mapping[int, tuple[float, float]], new: Mapping[int, tuple[float, float]]) -> bool:
    common = old.keys() & new.keys()
    return bool(common) and all(abs(old[col][0] - new[col][0]) < _SAME for col in common)


def _by_overlap(layout: Layout, spans: Mapping[int, tuple[float, float]], table: Table) -> Layout | None:
    assert layout.spans is not None
    keys: dict[int, str] = {}
    for col, span in spans.items():
        old = max(layout.spans, key=lambda each: _overlap(layout.spans[each], span))  # type: ignore[index]
        if old in layout.keys and _overlap(layout.spans[old], span) >= 0.6:
            keys[col] = layout.keys[old]
    enough = len(set(keys.values())) >= max(2, 0.7 * len(set(layout.keys.values())))
    unique = len(set(keys.values())) == len(keys)
    return Layout(keys, table.cols, None, spans, _unsure(layout, table)) if enough and unique else None


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> float:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, common) / max(1e-6, max(a[1], b[1]) - min(a[0], b[0]))

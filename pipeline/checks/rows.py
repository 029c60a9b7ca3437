"""Rows of lists as rules compare them, and what a reader of pixels may have lost of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from pipeline.checks.trust import SURE, from_pixels
from pipeline.checks.wording import alike, plain, says_nothing
from pipeline.records import Evidence, ListRecord, Row

Content = tuple[tuple[str, str], ...]

QUOTED = "｜"
"""Stands between the cells of a row that is evidence."""

_ALIKE = 75.0
_GAP = 0.6
_LOOKED_AT, _FEWEST = 60, 3
_STUCK = re.compile(r"\d{1,5} ?[一-龥]")
_SERIAL = re.compile(r"0*(\d{1,7})[.、．)）]?")


def content_of(row: Row) -> Content:
    """What a row says, its serial number aside: nothing of case, width or white space."""
    cells = ((key, plain(cell)) for key, cell in row.cells.items() if key != "serial")
    return tuple(sorted((key, cell) for key, cell in cells if cell))


def serial_of(row: Row) -> int | None:
    """The row's serial number, None where there is none or it cannot be read."""
    match = _SERIAL.fullmatch(plain(row.cells.get("serial", "")))
    return int(match[1]) if match else None


def confidence_of(row: Row, column: str) -> float:
    """How sure one cell is."""
    source = row.cell_sources.get(column)
    return source.confidence if source is not None else row.confidence


def is_scanned(row: Row) -> bool:
    """Whether the row was read from pixels."""
    return from_pixels(row.source)


def same_rows(one: Row, two: Row) -> bool:
    """Whether two rows say the same; a doubtful cell may differ by what a reader of pixels mistakes."""
    columns = (one.cells.keys() | two.cells.keys()) - {"serial"}
    return all(_same_cell(one, two, column) for column in columns)


def _same_cell(one: Row, two: Row, column: str) -> bool:
    a, b = one.cells.get(column, ""), two.cells.get(column, "")
    if plain(a) == plain(b):
        return True
    doubtful = [row for row in (one, two) if is_scanned(row) and confidence_of(row, column) < SURE]
    if not doubtful:
        return False
    return alike(a) == alike(b) or (
        not any(char.isdigit() for char in a + b) and fuzz.ratio(plain(a), plain(b)) > _ALIKE
    )


def lost_between(one: Row, two: Row) -> bool:
    """Whether there is room for a row between two rows of one page, so that the reader may have lost one.

    Over a page break nobody can tell: then it may.
    """
    if not is_scanned(one) or one.source.bbox is None or two.source.bbox is None:
        return False
    if (one.source.sha256, one.source.page) != (two.source.sha256, two.source.page):
        return True
    height = min(box[3] - box[1] for box in (one.source.bbox, two.source.bbox))
    return two.source.bbox[1] - one.source.bbox[3] > _GAP * height


def lacks_rows(rows: Sequence[Row], claimed: float) -> bool:
    """Whether a scanned list of fewer rows than claimed shows that it was the reader who lost some."""
    fewer = is_scanned(rows[0]) and claimed > len(rows)
    return fewer and (may_have_lost(rows) or serial_of(rows[-1]) == claimed)


def may_have_lost(rows: Sequence[Row]) -> bool:
    """Whether a scanned list shows places where rows were lost: a number is skipped and there is room for a row."""
    for one, two in pairwise(rows):
        before, after = serial_of(one), serial_of(two)
        skipped = before is not None and after is not None and after > before + 1
        if skipped and lost_between(one, two):
            return True
    return False


def is_jumbled(rows: Sequence[Row]) -> bool:
    """Whether the columns of a list on pages run into each other: numbers stand before the words of the next cell.

    Judged by the first rows; of office files and of lists whose numbers were read never.
    """
    first = [row for row in rows[:_LOOKED_AT] if row.source.page is not None]
    stuck = sum(
        serial_of(row) is None and any(_STUCK.match(plain(cell)) for cell in row.cells.values()) for row in first
    )
    return stuck >= _FEWEST and stuck > len(first) / 2


def row_said(row: Row, side: str, column: str | None = None) -> Evidence:
    """A row, or one of its cells, as evidence."""
    source = row.cell_sources.get(column, row.source) if column else row.source
    text = row.cells.get(column, "") if column else QUOTED.join(cell for cell in row.cells.values() if cell)
    return Evidence(side, text or "（空）", source)


def name_of(row: Row) -> str:
    """What to call a row in a sentence: its serial number, else its first words."""
    serial = row.cells.get("serial", "").strip()
    if serial:
        return f"序号{serial}"
    return next((f"「{cell[:20]}」" for cell in row.cells.values() if not says_nothing(cell)), "无序号的一行")


def whole_list(title: str, rows: ListRecord, side: str = "附件清单") -> Evidence:
    """A list as one side of a finding: its title, its rows, and where its last row stands."""
    return Evidence(side, f"{title}：{len(rows.rows)}行", rows.rows[-1].source if rows.rows else None)

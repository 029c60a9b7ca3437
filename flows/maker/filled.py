"""The form's printed text with its holes filled in, ready to be rendered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.maker.truth import Truth
from pipeline.records.template import SAME_CELL, Hole, Literal, parts_of

BLANK = "________"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``written`` tells the applicant's words from the form's."""

    text: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How this applicant fills in forms: the glyphs of boxes, whether instructions are left in."""

    empty: str = "□"
    ticked: str = "☑"
    keep_notes: bool = True


def filled_text(template: str, truth: Truth, style: Style) -> list[Run]:
    """The runs of a printed text: holes with what is written, boxes ticked or empty, marks nothing."""
    return [run for run in _runs(template, truth, style) if run.text]


def _runs(template: str, truth: Truth, style: Style) -> Iterator[Run]:
    for part in parts_of(template):
        if isinstance(part, Literal):
            if not part.optional or style.keep_notes:
                yield Run(part.text)
        elif part.option:
            yield Run(style.ticked if _is_ticked(part, truth) else style.empty)
        else:
            yield _hole(part, truth)


def _hole(part: Hole, truth: Truth) -> Run:
    defined, value = truth.form.field(part.key), truth.fields.get(part.key)
    if defined is None or defined.is_mark:
        return Run("")
    if value is None:
        in_sentence = part.key.endswith(("_partner", "_provider", "_other")) or ".type_" in part.key
        return Run(BLANK if in_sentence else "")
    return Run(str(value), written=True)


def _is_ticked(part: Hole, truth: Truth) -> bool:
    value = truth.fields.get(part.key)
    if isinstance(value, bool):
        return value == (part.option in ("是", "√"))
    return isinstance(value, list) and part.option in value


def spans(rows: tuple[tuple[str, ...], ...], number: int, column: int) -> tuple[int, int]:
    """(columns, rows) that the cell at that place covers."""
    right, below = column, number
    while right + 1 < len(rows[number]) and rows[number][right + 1] == "<":
        right += 1
    while below + 1 < len(rows) and column < len(rows[below + 1]) and rows[below + 1][column] == "^":
        below += 1
    return right - column + 1, below - number + 1


def own_cells(row: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """(column, text) of the cells that a row does not merge with a neighbour."""
    return ((column, cell) for column, cell in enumerate(row) if cell not in SAME_CELL)

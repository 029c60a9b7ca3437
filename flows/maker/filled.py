"""The form's printed text with its holes filled in, ready to be rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from flows.maker.truth import Truth
from pipeline.records.template import SAME_CELL, Hole, Literal, parts_of

BLANK = "________"
_PRINTABLE = (("□", "■"), ("□", "√"), ("○", "●"), ("□", "▇"))
_BOXES = (*_PRINTABLE, ("□", "☑"), ("☐", "☒"), ("☐", "☑"), ("□", "□√"), ("( )", "(√)"))
"""Those that Heshu's own font can print, and others that Word files have."""
_FILLERS = ("", " ", "  ", "　", "_", "__")
_TWO = re.compile(r"[一-鿿]{2}")
_HALF = str.maketrans("（）：；，", "():;,")
_FULL = str.maketrans("():", "（）：")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``written`` tells the applicant's words from the form's."""

    text: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How this applicant's copy of a form looks, whatever is written in it.

    ``empty`` and ``ticked`` are the glyphs of boxes; ``filler`` stands on both sides of what is written in a sentence;
    ``width`` says which brackets and colons the print has (``half``, ``full`` or as the form has them); ``spaced``
    spreads labels of two characters; ``breaks`` cuts printed labels after so many characters; ``merged`` False leaves
    cells that belong together apart and empty; ``cut`` ends a table after so many rows and begins another; ``cover``
    puts the cover's lines in a table; ``narrow`` takes from the first columns; ``size`` is that of letters in points.
    """

    empty: str = "□"
    ticked: str = "☑"
    keep_notes: bool = True
    filler: str = ""
    width: str = ""
    spaced: bool = False
    breaks: int = 0
    merged: bool = True
    cut: int = 0
    cover: bool = False
    narrow: float = 1.0
    size: float = 10.5


def any_style(rng: Random, *, printed: bool = False) -> Style:
    """Any of the looks that copies of a form have; ``printed`` with Heshu's own font, which lacks some boxes."""
    empty, ticked = rng.choice(_PRINTABLE if printed else _BOXES)
    return Style(
        empty=empty, ticked=ticked, keep_notes=rng.random() < 0.5, filler=rng.choice(_FILLERS),
        width=rng.choice(("", "", "half", "full")), spaced=rng.random() < 0.3, breaks=rng.choice((0, 0, 0, 4, 7)),
        merged=rng.random() < 0.8, cut=rng.choice((0, 0, 0, 5, 9)), cover=rng.random() < 0.3,
        narrow=rng.choice((0.7, 1.0, 1.0, 1.4)), size=rng.choice((8.0, 9.0, 10.5, 10.5, 12.0)),
    )  # fmt: skip


def filled_text(template: str, truth: Truth, style: Style) -> list[Run]:
    """The runs of a printed text: holes with what is written, boxes ticked or empty, marks nothing."""
    parts = list(parts_of(template))
    sentence = any(isinstance(part, Literal) and not part.optional and part.text.strip() for part in parts)
    runs = (run for part in parts for run in _runs(part, truth, style, sentence))
    return [run for run in runs if run.text]


def label_text(template: str, truth: Truth, style: Style) -> list[Run]:
    """As :func:`filled_text`, for a cell: a short label is spread or broken as the style says."""
    runs = filled_text(template, truth, style)
    if any(run.written for run in runs) or style.empty in template or "{" in template:
        return runs
    return [replace(run, text=_label(run.text, style)) for run in runs]


def _label(text: str, style: Style) -> str:
    if style.spaced and _TWO.fullmatch(text):
        return f"{text[0]}　{text[1]}"
    if style.breaks and "\n" not in text:
        return "\n".join(text[n : n + style.breaks] for n in range(0, len(text), style.breaks))
    return text


def _runs(part: Literal | Hole, truth: Truth, style: Style, sentence: bool) -> Iterator[Run]:
    if isinstance(part, Literal):
        if not part.optional or style.keep_notes:
            yield Run(_print(part.text, style))
    elif part.option:
        yield Run(style.ticked if _is_ticked(part, truth) else style.empty)
    else:
        yield from _hole(part, truth, style, sentence)


def _print(text: str, style: Style) -> str:
    return text.translate(_HALF) if style.width == "half" else text.translate(_FULL) if style.width == "full" else text


def _hole(part: Hole, truth: Truth, style: Style, sentence: bool) -> Iterator[Run]:
    defined, value = truth.form.field(part.key), truth.fields.get(part.key)
    if defined is None or defined.is_mark:
        return
    short = sentence and defined.kind not in ("narrative", "date")
    if value is None:
        yield Run(BLANK if short else "")
    elif short and style.filler:
        yield from (Run(style.filler), Run(str(value), written=True), Run(style.filler))
    else:
        yield Run(str(value), written=True)


def _is_ticked(part: Hole, truth: Truth) -> bool:
    value = truth.fields.get(part.key)
    if isinstance(value, bool):
        return value == (part.option in ("是", "√"))
    return isinstance(value, list) and part.option in value


def pieces_of(rows: tuple[tuple[str, ...], ...], style: Style) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The tables that one table of the form is printed as: it is cut only where no merged cell goes on."""
    start = 0
    for end in range(1, len(rows) + 1):
        goes_on = end < len(rows) and "^" in rows[end]
        if end == len(rows) or (style.cut and end - start >= style.cut and not goes_on):
            yield rows[start:end]
            start = end


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

"""Texts of two rows or two columns in one cell, where the border between them was not seen.

A line is broken where the next character, or the next figure or word of Latin letters, finds no room; nobody leaves
white in a line; and a cell over several rows says one thing. Who does otherwise may have had a reason, so the text
stays what it is, but it is never sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.document import BBox, Cell, Piece, Text

_UNSURE = 0.85
"""Confidence at most of text whose lines may be those of two rows."""
_PADDING, _ROOM = 14.0, 1.5
"""Points that a table leaves on both sides of a text; heights of a line (loose boxes: 1.4 ems) that must be left."""
_WHITE = 2.0
"""Heights of a line that nobody leaves blank amid a text."""
_WORD = re.compile(r"[!-~]*")
"""What is not parted at the end of a line."""
_READ = 1.0
"""Confidence of what stands in a file: only what an engine read from pixels is doubted."""


def doubted(cell: Cell) -> Text:
    """The cell's text; below the threshold where it may be that of two rows or of two columns.

    That is where a line ends though the next one's beginning had room, where there is white amid a line, and where a
    cell over several rows has a line for each. Cells without a box, or of a file's own text, stay as they are.
    """
    text = cell.text
    if cell.box is None or text.confidence >= _READ or len(text.pieces) == 1:
        return text
    width = cell.box.width - _PADDING
    parted = any(_had_room(one, two, width) for one, two in pairwise(_lines(text)))
    if not (parted or _has_white(text) or 1 < cell.row_span <= _levels(text)):
        return text
    return Text(tuple(replace(piece, confidence=min(_UNSURE, piece.confidence)) for piece in text.pieces))


def _lines(text: Text) -> Iterator[tuple[str, BBox]]:
    """The lines, as written and where they stand."""
    line: list[Piece] = []
    for piece in (*text.pieces, Piece("\n")):
        if piece.text.strip():
            line.append(piece)
        elif "\n" in piece.text and line:
            box = Text(tuple(line)).box
            if box is not None:
                yield "".join(each.text for each in line), box
            line = []


def _levels(text: Text) -> int:
    """How many lines stand under each other, be they one text or several."""
    placed = [piece.box for piece in text.pieces if piece.box is not None]
    return 1 + sum(two.cy - one.cy > one.height / 2 for one, two in pairwise(placed))


def _has_white(text: Text) -> bool:
    """Whether two pieces stand far apart beside each other."""
    placed = [piece.box for piece in text.pieces if piece.box is not None]
    return any(
        abs(one.cy - two.cy) < one.height / 2 and two.x0 - one.x1 > _WHITE * one.height for one, two in pairwise(placed)
    )


def _had_room(one: tuple[str, BBox], two: tuple[str, BBox], width: float) -> bool:
    """Whether what the second line begins with would have stood on the first."""
    (_, first), (words, second) = one, two
    word = _WORD.match(words.strip())
    letters = len(word[0]) if word else 0
    needed = second.width * letters / max(1, len(words.strip()))
    return first.width + needed + _ROOM * first.height < width

"""Pieces into lines, lines into running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.document import LINE_BREAK, PARAGRAPH_BREAK, BBox, Piece, Text, union_of

_SPACE_GAP = 0.35
"""Share of the line's height from which a gap between two pieces is a space."""
_INDENT = 1.2
"""Line heights by which a first line stands in."""
_SHORT = 2.2
"""Line heights that are missing at the end of a paragraph's last line."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """The pieces of one visual line, left to right."""

    pieces: tuple[Piece, ...]
    box: BBox

    @property
    def text(self) -> Text:
        """The line as text: a space where the gap is wide."""
        joined: list[Piece] = []
        for piece in self.pieces:
            if joined and joined[-1].box and piece.box and _apart(joined[-1], piece):
                joined.append(Piece(" "))
            joined.append(piece)
        return Text(tuple(joined))


def _apart(one: Piece, two: Piece) -> bool:
    assert one.box is not None
    assert two.box is not None
    wide = two.box.x0 - one.box.x1 > _SPACE_GAP * min(one.box.height, two.box.height)
    return wide and not one.text.endswith(" ") and not two.text.startswith(" ")


def into_lines(pieces: Sequence[Piece]) -> list[TextLine]:
    """Visual lines, top to bottom: pieces whose vertical middles lie within each other's height share a line."""
    placed = sorted((piece for piece in pieces if piece.box is not None), key=_middle)
    groups: list[list[Piece]] = []
    for piece in placed:
        assert piece.box is not None
        box = union_of(each.box for each in groups[-1][-3:] if each.box) if groups else None
        if box and _same_line(box, piece.box):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_line(group) for group in groups]


def _middle(piece: Piece) -> float:
    assert piece.box is not None
    return piece.box.cy


def _same_line(box: BBox, other: BBox) -> bool:
    lower = min(box.height, other.height)
    shared = min(box.y1, other.y1) - max(box.y0, other.y0)
    return shared > 0.5 * lower and abs(box.cy - other.cy) < 0.5 * lower


def _line(pieces: list[Piece]) -> TextLine:
    box = union_of(piece.box for piece in pieces if piece.box)
    assert box is not None
    return TextLine(tuple(sorted(pieces, key=lambda piece: piece.box.x0 if piece.box else 0.0)), box)


def flow(lines: Sequence[TextLine]) -> Text:
    """Lines as one text: LINE_BREAK inside a paragraph, PARAGRAPH_BREAK where one ends."""
    if not lines:
        return Text()
    pieces: list[Piece] = list(lines[0].text.pieces)
    left, right, size = _margins(lines)
    for above, line in pairwise(lines):
        pieces.append(PARAGRAPH_BREAK if _ends(above, line, left, right, size) else LINE_BREAK)
        pieces.extend(line.text.pieces)
    return Text(tuple(pieces))


def _margins(lines: Sequence[TextLine]) -> tuple[float, float, float]:
    size = median(line.box.height for line in lines)
    return min(line.box.x0 for line in lines), max(line.box.x1 for line in lines), size


def _ends(above: TextLine, line: TextLine, left: float, right: float, size: float) -> bool:
    """Whether a paragraph ends between the two lines: the upper stops short, or the lower stands in or far below."""
    if right - left < 20 * size:
        return False
    stands_in = line.box.x0 - left > _INDENT * size
    stops_short = right - above.box.x1 > _SHORT * size
    far = line.box.y0 - above.box.y1 > 1.6 * size
    return stands_in or stops_short or far


def into_paragraphs(lines: Sequence[TextLine], left: float, right: float) -> list[list[TextLine]]:
    """Lines outside tables as paragraphs; ``left`` and ``right`` are the text area's margins."""
    paragraphs: list[list[TextLine]] = []
    for line in lines:
        if paragraphs and not _starts_anew(paragraphs[-1][-1], line, left, right):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _starts_anew(above: TextLine, line: TextLine, left: float, right: float) -> bool:
    size = min(above.box.height, line.box.height)
    differs = max(above.box.height, line.box.height) > 1.35 * size
    return differs or _ends(above, line, left, right, size)

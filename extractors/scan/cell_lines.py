"""Lines of text in the cells of a ruled grid, from the ink alone: there the detector need not look.

What the ink does not say plainly (characters that touch a line, print of another size, underlines, several sizes in one
cell) is left to the detector, and so is all that stands outside the grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layout.grid import Grid
from extractors.layout.rulings import Ruling
from extractors.scan.lines import Box
from extractors.scan.ruled import Ruled, ink_of
from extractors.scan.stretches import stretches
from pipeline.document import BBox

_CLEAR = 1.2
"""Points from a cell's border: what is left of the border's ink."""
_PRINT = (4.5, 20.0)
"""Points: how high a line's ink may be to say how large the print of a page is."""
_LINE = (0.5, 1.35)
"""Heights of the page's print: a line of it."""
_WHOLE = 1.25
"""Heights of print up to which strokes that stand over each other are one character (二, =)."""
_LONE = 3.0
"""Heights of print: how long a lonely stroke (一, -) may be; a longer one is an underline."""
_APART = 1.6
"""Heights of print: white beyond which two texts stand side by side in one cell."""
_LOOSE = 0.3
"""Heights of its ink by which a line's box is let out on every side: detectors' boxes are as loose."""
_STROKE = 1.4
"""Heights of print: a level stroke that is longer is an underline, to the detector no part of its line."""
_FINE = 0.4
"""Points a pixel (180 dpi): in coarser pictures of small print lines run into each other and into their rulings."""
_LEAST, _MOST_LEFT = 12, 0.4
"""Lines from which a grid is worth it, and the share of cells with text that may be left to the detector."""
_STRUCK, _WIDE = 0.5, 4.0
"""Share of a cell's width that level strokes fill where they are a ruling; heights of print from which a cell tells."""
_SIDE_BY_SIDE = 0.15
"""Share of the lines that may stand beside another in their cell, where no border between them was overlooked."""
_SOLID, _LONG = 0.97, 60.0
"""Share of a ruling (of so many points and more) that is inked where nothing is worn."""

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class InCells:
    """What the cells of a page's grids settle, in its pixels.

    ``lines`` are the boxes of their text, ``cells`` the insides of these cells; ``rest`` is the ink (True) that a
    detector still has to look at; ``whole`` says that the rulings are solid and hide no border, so that none has to be
    looked for.
    """

    lines: tuple[Box, ...]
    cells: tuple[tuple[int, int, int, int], ...]
    rest: NDArray[np.bool_]
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """A cell's inside (pixels) and its bands of ink, top to bottom, from its own top."""

    x0: int
    y0: int
    ink: NDArray[np.bool_]
    bands: tuple[tuple[int, int], ...]

    @property
    def inside(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return self.x0, self.y0, self.x0 + self.ink.shape[1], self.y0 + self.ink.shape[0]


def lines_in_cells(grey: Grey, ruled: Ruled, grids: Sequence[Grid], sealed: Grey, scale: float) -> InCells | None:
    """The lines of a page whose grids settle where most of its text stands; None for other pages.

    Args:
        grey: the deskewed page.
        ruled: its rulings, as drawn.
        grids: the tables that they make, in points.
        sealed: not 0 where there is a seal's ink: what is left of it looks like print.
        scale: points a pixel.
    """
    if scale > _FINE or not grids:
        return None
    ink = ink_of(grey)
    solid = all(_is_solid(ink, each, scale) for each in ruled.rulings)
    ink[ruled.mask > 0] = 0
    rest = ink > 0
    cells = [cell for grid in grids for each in grid.cells if (cell := _cell(rest, each.box, scale)) is not None]
    size = _print_size(cells, scale)
    strokes = _level_strokes(ink, size)
    other = np.bitwise_or(sealed, strokes) > 0
    clear = [cell for cell in cells if cell.bands and not _touches(cell, other)]
    settled = [(cell, own) for cell in clear if (own := _lines(cell, size))]
    lines = tuple(line for _, own in settled for line in own)
    if len(lines) < _LEAST or len(settled) < (1 - _MOST_LEFT) * sum(bool(cell.bands) for cell in cells):
        return None
    for cell, _ in settled:
        x0, y0, x1, y1 = cell.inside
        rest[y0:y1, x0:x1] = False
    beside = sum(a[1] == b[1] for _, own in settled for a, b in pairwise(own))
    whole = (
        solid and not any(_is_struck(cell, strokes, size) for cell in cells) and beside <= _SIDE_BY_SIDE * len(lines)
    )
    return InCells(lines, tuple(cell.inside for cell, _ in settled), rest, whole)


def _is_struck(cell: _Cell, strokes: Grey, size: float) -> bool:
    """Whether a line runs through the cell that was not taken for a ruling."""
    x0, y0, x1, y1 = cell.inside
    return x1 - x0 >= _WIDE * size and float((strokes[y0:y1, x0:x1] > 0).mean(axis=1).max()) > _STRUCK


def _level_strokes(ink: Grey, size: float) -> Grey:
    """Not 0 where a level stroke is too long for a character's."""
    length = max(9, round(_STROKE * size))
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)


def _touches(cell: _Cell, other: NDArray[np.bool_]) -> bool:
    """Whether something else than print stands in the cell."""
    x0, y0, x1, y1 = cell.inside
    return bool(other[y0:y1, x0:x1].any())


def _is_solid(ink: Grey, ruling: Ruling, scale: float) -> bool:
    """Whether a ruling of some length is inked from end to end."""
    x0, y0, x1, y1 = (round(at / scale) for at in ruling)
    around = ink[max(0, y0 - 2) : y1 + 3, max(0, x0 - 2) : x1 + 3]
    shown: Grey = around.max(axis=0 if ruling.horizontal else 1)
    return len(shown) * scale < _LONG or float((shown > 0).mean()) >= _SOLID


def _cell(inked: NDArray[np.bool_], box: BBox, scale: float) -> _Cell | None:
    x0, y0 = (round((edge + _CLEAR) / scale) for edge in (box.x0, box.y0))
    x1, y1 = (round((edge - _CLEAR) / scale) for edge in (box.x1, box.y1))
    ink = inked[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)].copy()
    if min(ink.shape, default=0) < 6:
        return None
    return _Cell(max(0, x0), max(0, y0), ink, tuple(stretches(ink.sum(axis=1) > 1)))


def _print_size(cells: Sequence[_Cell], scale: float) -> float:
    """How high the ink of the page's lines usually is (pixels); 0 where nothing tells."""
    heights = [b - a for cell in cells for a, b in cell.bands if _PRINT[0] <= (b - a) * scale <= _PRINT[1]]
    return float(np.median(heights)) if len(heights) >= _LEAST else 0.0


def _lines(cell: _Cell, size: float) -> list[Box]:
    """The cell's lines; none where one of them is not plainly a line of the page's print."""
    bands = list(_joined(cell.bands, size))
    found: list[Box] = []
    for top, bottom in bands:
        spans = list(_spans(cell.ink[top:bottom].max(axis=0), size))
        lone = len(bands) == len(spans) == 1 and spans[0][1] - spans[0][0] <= _LONE * size
        low = 0.0 if lone else _LINE[0] * size
        if not (spans and low <= bottom - top <= _LINE[1] * size):
            return []
        found += [_let_out(cell, (start, top, end, bottom)) for start, end in spans]
    return found


def _joined(bands: Sequence[tuple[int, int]], size: float) -> Iterator[tuple[int, int]]:
    """Bands that together are no higher than a character are one line: 二 and 三 are made of strokes."""
    current: tuple[int, int] | None = None
    for band in bands:
        if current is not None and band[1] - current[0] <= _WHOLE * size:
            current = (current[0], band[1])
            continue
        if current is not None:
            yield current
        current = band
    if current is not None:
        yield current


def _spans(columns: NDArray[np.bool_], size: float) -> Iterator[tuple[int, int]]:
    """From and to of texts that stand well apart."""
    parts = list(stretches(columns))
    if not parts:
        return
    start = parts[0][0]
    for one, two in pairwise(parts):
        if two[0] - one[1] > _APART * size:
            yield start, one[1]
            start = two[0]
    yield start, parts[-1][1]


def _let_out(cell: _Cell, box: tuple[int, int, int, int]) -> Box:
    """The box on the page, as loose as a detector's, but not beyond the cell."""
    x0, y0, x1, y1 = box
    room = _LOOSE * (y1 - y0)
    height, width = cell.ink.shape
    return (
        cell.x0 + max(-1.0, x0 - room),
        cell.y0 + max(-1.0, y0 - room),
        cell.x0 + min(width + 1.0, x1 + room),
        cell.y0 + min(height + 1.0, y1 + room),
    )

"""Tables framed by double lines and bars, which are thicker than any line between cells."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.layout.grid import find_grids
from extractors.scan.gridlines import drawn_rulings, page_rulings
from extractors.scan.prepare import evened
from flows.maker.scan import OFFICE, aged

_SCALE = 72 / 200
_XS, _YS = (100, 240, 640, 900, 1300), tuple(range(100, 581, 60))


def _page(frame: str) -> Image.Image:
    """A grid with a frame of 3 points: two lines with as much white between, or a bar of 4.5 points."""
    page = Image.new("RGB", (1400, 700), "white")
    draw = ImageDraw.Draw(page)
    for y in _YS[1:-1]:
        draw.line((_XS[0], y, _XS[-1], y), fill="black", width=2)
    for x in _XS[1:-1]:
        draw.line((x, _YS[0], x, _YS[-1]), fill="black", width=2)
    for at, width in ((-3, 3), (3, 3)) if frame == "double" else ((0, 13),):
        box = (_XS[0] - at, _YS[0] - at, _XS[-1] + at, _YS[-1] + at)
        draw.rectangle(box, outline="black", width=width)
    return page


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("frame", ["double", "bar"])
def test_a_heavy_frame_is_the_border_of_the_outer_cells(frame: str, seed: int) -> None:
    grey = evened(aged(np.asarray(_page(frame)), np.random.default_rng(seed), OFFICE))
    rulings = page_rulings(grey, drawn_rulings(grey, _SCALE, np.zeros_like(grey))).rulings
    assert [(grid.rows, grid.cols, len(grid.cells)) for grid in find_grids(rulings)] == [(8, 4, 32)]


def test_the_dark_round_the_paper_holds_no_streak() -> None:
    page = Image.new("L", (1400, 760), "white")
    draw = ImageDraw.Draw(page)
    for top in (100, 420):
        for n in range(5):
            draw.line((_XS[0], top + 60 * n, _XS[-1], top + 60 * n), fill="black", width=2)
        for x in _XS:
            draw.line((x, top, x, top + 240), fill="black", width=2)
    for y in (0, 744):
        draw.rectangle((0, y, 1400, y + 15), fill="black")
    draw.line((1000, 0, 1000, 760), fill="black", width=2)
    grey = np.asarray(page)
    rulings = page_rulings(grey, drawn_rulings(grey, _SCALE, np.zeros_like(grey))).rulings
    assert [(grid.rows, grid.cols, len(grid.cells)) for grid in find_grids(rulings)] == [(4, 4, 16), (4, 4, 16)]

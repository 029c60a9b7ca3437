"""Options ticked by hand, drawn by the maker's pens on made pages at three qualities."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.scan.prepare import prepare
from extractors.scan.ruled import ink_of
from extractors.scan.tick_boxes import TickBox, find_tick_boxes
from flows.maker.by_hand import IN_BOX, PENS, Option, mark
from flows.maker.scan import CLEAN, OFFICE, POOR, Quality, aged
from pipeline.document import BBox
from pipeline.font import font_path

_SIDE, _ROW, _LEFT = 8.5, 26.0, 60.0
"""Points: a box's side, from one row to the next, and where the boxes stand."""
_ROWS = 12
_QUALITIES = [CLEAN, OFFICE, POOR]
_TOLD = [*IN_BOX, "ring round the word"]


def _page(kinds: dict[int, str], quality: Quality, seed: int = 1) -> np.ndarray:
    """Twelve options under each other; the numbered ones marked by hand that way."""
    dots = quality.dpi / 72
    picture = Image.new("RGB", (round(260 * dots), round((_ROWS + 1) * _ROW * dots)), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), round(10.5 * dots))
    for n in range(_ROWS):
        x, y = _LEFT * dots, (n + 0.8) * _ROW * dots
        draw.rectangle((x, y, x + _SIDE * dots, y + _SIDE * dots), outline=0, width=max(1, round(0.6 * dots)))
        draw.text((x + 11 * dots, y + _SIDE * dots / 2), "研发设计", font=font, fill=0, anchor="lm")
    pixels, rng = np.array(picture), np.random.default_rng(seed)
    for n, kind in kinds.items():
        y = (n + 0.8) * _ROW
        option = Option(
            BBox(_LEFT, y, _LEFT + _SIDE, y + _SIDE), BBox(_LEFT + 11, y - 1, _LEFT + 53, y + _SIDE + 1), 30.0
        )
        mark(pixels, 1 / dots, option, kind, PENS[int(rng.integers(len(PENS)))], rng)
    return aged(pixels, rng, quality)


def _found(page: np.ndarray, quality: Quality) -> dict[int, TickBox]:
    scale = 72 / quality.dpi
    grey = prepare(page, page.shape[1] * scale).grey
    boxes = find_tick_boxes(grey, ink_of(grey), scale)
    return {round(box.y0 * scale / _ROW - 0.8): box for box in boxes if abs(box.x0 * scale - _LEFT) < 9}


@pytest.mark.parametrize("quality", _QUALITIES, ids=["300", "200", "150"])
@pytest.mark.parametrize("kind", _TOLD)
def test_a_mark_chooses_its_box_and_no_other(kind: str, quality: Quality) -> None:
    found = _found(_page({2: kind, 6: kind, 9: kind}, quality), quality)
    assert {n: box.ticked for n, box in found.items()} == {n: n in (2, 6, 9) for n in range(_ROWS)}


@pytest.mark.parametrize("quality", _QUALITIES, ids=["300", "200", "150"])
@pytest.mark.parametrize("kind", ["tick before", "tick behind", "tick over the word"])
def test_a_tick_beside_its_box_is_never_sure_and_tells_of_no_other_box(kind: str, quality: Quality) -> None:
    found = _found(_page({2: kind, 6: kind, 9: kind}, quality), quality)
    assert {n for n, box in found.items() if box.sure < 0.9} == {2, 6, 9}
    assert {n for n, box in found.items() if box.ticked} <= {2, 6, 9}


def test_dirt_in_a_box_does_not_choose_it() -> None:
    page = _page({}, OFFICE)
    x, y = round((_LEFT + 4) * 200 / 72), round((4.8 * _ROW + 4) * 200 / 72)
    page[y : y + 3, x : x + 3] = 40
    assert not _found(page, OFFICE)[4].ticked

"""Blue seals go before anything is read, handwriting and print in blue stay."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.scan.blue import blue_mask, blue_taken_off
from extractors.scan.prepare import evened
from flows.maker.marks import seal, signature
from flows.maker.scan import OFFICE, aged
from pipeline.font import font_path

_SCALE = 72 / 200
_BLUE = (30, 40, 150)


def _page(mark: Image.Image, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A page of figures with a mark over them, and the same without it."""
    picture = Image.new("RGB", (900, 700), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 30)
    for n in range(12):
        draw.text((60, 40 + 52 * n), "2,794.78 万元　1375 台　18611045591", font=font, fill=0)
    colour = np.asarray(mark.resize(size)).copy()
    colour[..., :3] = _BLUE
    own = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    own.paste(Image.fromarray(colour), (250, 200))
    ink = np.asarray(own).astype(np.float32)
    share = ink[..., 3:] / 255 * 0.85
    plain = np.asarray(picture)
    marked = (plain * (1 - share + share * ink[..., :3] / 255)).astype(np.uint8)
    return tuple(aged(page, np.random.default_rng(7), OFFICE) for page in (marked, plain))  # type: ignore[return-value]


def test_a_blue_seal_goes_and_the_figures_under_it_stay() -> None:
    marked, plain = _page(seal("某某智能制造有限公司"), (311, 311))
    blue = blue_mask(marked, _SCALE)
    assert (blue > 0).sum() > 8000
    before, clean = evened(marked), evened(plain)
    after = blue_taken_off(marked, before, blue)
    dark, white = clean < 110, clean > 225
    own, near = blue > 0, cv2.dilate(blue, np.ones((9, 9), np.uint8)) > 0
    assert (after[own & white] < 160).mean() < 0.1 < (before[own & white] < 160).mean()
    assert (near & dark).sum() > 200
    assert (after[near & dark] < 170).mean() > 0.9


@pytest.mark.parametrize("mark", ["signature", "print"])
def test_what_is_written_or_printed_in_blue_stays(mark: str) -> None:
    if mark == "signature":
        picture, _ = _page(signature(Random(3)), (250, 125))
    else:
        page = Image.new("RGB", (900, 700), "white")
        font = ImageFont.truetype(str(font_path()), 30)
        for n in range(12):
            ImageDraw.Draw(page).text((60, 40 + 52 * n), "lianxi@example.com 18611045591", font=font, fill=_BLUE)
        picture = aged(np.asarray(page), np.random.default_rng(7), OFFICE)
    assert not blue_mask(picture, _SCALE).any()

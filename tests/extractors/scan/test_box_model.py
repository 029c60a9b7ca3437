"""The model that looks for tick boxes: it says where boxes are at every scale, and is kept as it was learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.scan import box_model
from extractors.scan.box_model import Model, Seen, look
from pipeline.font import font_path

_WIDE, _HIGH, _SIDE = 360, 260, 9.0
"""Points."""
_AT = [(60.0 + 90 * column, 40.0 + 30 * row) for row in range(6) for column in range(3)]


def _page(dpi: int) -> np.ndarray:
    """Options in three columns, every fourth one ticked; grey, paper at 250."""
    dots = dpi / 72
    picture = Image.new("L", (round(_WIDE * dots), round(_HIGH * dots)), 250)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), round(10.5 * dots))
    for number, (x, y) in enumerate(_AT):
        box = tuple(round(v * dots) for v in (x, y, x + _SIDE, y + _SIDE))
        draw.rectangle(box, outline=20, width=max(1, round(0.6 * dots)))
        if number % 4 == 0:
            tick = [(x + 2, y + 4), (x + 4, y + 7), (x + 8, y + 1)]
            draw.line([(a * dots, b * dots) for a, b in tick], fill=20, width=max(1, round(dots)))
        draw.text(((x + 12) * dots, (y + _SIDE / 2) * dots), "研发设计", font=font, fill=20, anchor="lm")
    return np.asarray(picture)


def _points(seen: Seen, dpi: int) -> list[tuple[float, float, float, bool]]:
    dots = dpi / 72
    places = ((s.x / dots, s.y / dots, s.side / dots, s.ticked >= 0.5) for s in seen.boxes if s.score >= 0.5)
    return sorted(places, key=lambda each: (round((each[1] - 44) / 30), each[0]))


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_each_box_is_seen_where_it_is_and_as_it_is(dpi: int) -> None:
    seen = _points(look(_page(dpi), 72 / dpi), dpi)
    assert [ticked for *_, ticked in seen] == [number % 4 == 0 for number in range(len(_AT))]
    for (x, y, side, _), (left, top) in zip(seen, _AT, strict=True):
        assert abs(x - left - _SIDE / 2) < 1.2
        assert abs(y - top - _SIDE / 2) < 1.2
        assert abs(side - _SIDE) < 2.0


def test_an_empty_page_has_none() -> None:
    assert look(np.full((700, 500), 250, np.uint8), 0.36) == Seen((), ())


def test_weights_are_kept_in_sixteen_bits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    sizes = [(3, 1), (3, 3), (3, 3), (3, 3), (3, 3), (3, 3), (7, 3)]
    weights = [
        (rng.normal(0, 0.3, (out, into, 3, 3) if out != 7 else (out, into, 1, 1)).astype(np.float32),
         rng.normal(0, 0.3, out).astype(np.float32))
        for out, into in sizes
    ]  # fmt: skip
    box_model.keep(tmp_path / "tick_boxes.npz", weights)
    monkeypatch.setattr(box_model, "files", lambda _: tmp_path)
    again = box_model._weights.__wrapped__()
    for (own, added), (one, other) in zip(weights, again, strict=True):
        assert np.abs(own - one).max() < 1e-3
        assert np.abs(added - other).max() < 1e-3
    page = _page(150)
    learnt, kept = (len(Model(each).look(page, 0.48, 0.01).boxes) for each in (weights, again))
    assert learnt > 0
    assert kept == pytest.approx(learnt, abs=3)

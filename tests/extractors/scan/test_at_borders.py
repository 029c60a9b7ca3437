"""Print that all but touches the border beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.layout.rulings import Ruling
from extractors.scan.at_borders import beside_border
from extractors.scan.opinions import Looks
from extractors.scan.words import Prints, read_words
from pipeline.ports import Image, OcrLine

_SCALE = 72 / 200
_PAPER, _HIGH = 250, 24


def _strip() -> np.ndarray:
    """Four columns right of a border's middle: two of its ink, a pale one, paper."""
    return np.tile(np.array([60, 90, 205, _PAPER], np.uint8), (_HIGH, 1))


def test_only_print_is_left_of_a_border_and_the_strokes_beside_it() -> None:
    strip = _strip()
    strip[6:9, 2:] = 80
    strip[14:18, 3] = 80
    clean = beside_border(strip)
    assert clean is not None
    assert clean[:, :2].min() == _PAPER, "the border's ink"
    assert clean[0:6, 2].min() == _PAPER, "its pale edge"
    assert clean[7, 2] < 190
    assert clean[15, 3] == 80


def test_a_border_without_print_beside_it_is_nothing() -> None:
    strip = _strip()
    strip[0] = strip[-1] = 80  # borders above and below
    assert beside_border(strip) is None


def test_what_is_not_inked_throughout_is_no_border() -> None:
    dotted = _strip()
    dotted[::3] = _PAPER
    assert beside_border(dotted) is None


class _Seen:
    """An engine that keeps what it is shown and reads nothing."""

    name, glance = "seen", None

    def __init__(self) -> None:
        self.crops: list[Image] = []

    def find_lines(self, image: Image) -> Sequence[tuple[float, float, float, float]]:
        return ()

    def read_lines(self, crops: Sequence[Image]) -> Sequence[OcrLine]:
        self.crops += crops
        return [OcrLine("", (0.0, 0.0, 0.0, 0.0), 0.0) for _ in crops]


def test_a_line_is_shown_with_what_stands_at_its_borders() -> None:
    page = np.full((60, 200), _PAPER, np.uint8)
    page[10:50, 39:42] = page[10:50, 159:162] = 60
    page[22:38, 42:157:5] = 80
    page[24:30, 158] = 80
    rulings = [Ruling(x * _SCALE, 0, x * _SCALE, 60 * _SCALE) for x in (40, 160)]
    seen = _Seen()
    read_words(Prints(page, np.zeros_like(page), rulings, _SCALE), [(44.0, 18.0, 156.0, 42.0)], 1, Looks(seen))
    (crop,) = seen.crops
    dark = np.flatnonzero(crop.min(axis=0) < 100)
    assert dark[-1] - dark[0] == 158 - 42
    assert crop[:3].min() == _PAPER, "the borders"

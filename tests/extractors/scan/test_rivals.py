"""Characters in doubt are looked at once more; only what is read there again, and surely, stays sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pytest

from extractors.scan.opinions import Looks
from extractors.scan.rivals import settled
from extractors.scan.sureness import sure_of_words
from extractors.scan.words import Prints, read_words
from pipeline.checks.trust import SURE
from pipeline.ports import Image, OcrEngine, OcrLine

_WIDE, _HIGH = 20, 30
"""Pixels of a character."""


def _line(text: str, scores: dict[int, float], rivals: dict[int, float]) -> OcrLine:
    own = tuple(scores.get(n, 0.999) for n in range(len(text)))
    edges = tuple(float(_WIDE * n) for n in range(len(text) + 1))
    beside = tuple(rivals.get(n, 0.0) for n in range(len(text)))
    return OcrLine(text, (0, 0, float(_WIDE * len(text)), float(_HIGH)), 0.9, edges, min(own), own, beside)


@dataclass
class _Second:
    """Says the same of every picture, and keeps how many characters each showed."""

    line: OcrLine
    shown: list[int] = field(default_factory=list)

    def read_lines(self, crops: Sequence[Image]) -> list[OcrLine]:
        self.shown += [round(crop.shape[1] / 2 / _WIDE) for crop in crops]
        return [self.line for _ in crops]


def _sure(read: OcrLine, second: _Second) -> float:
    pixels = np.full((_HIGH, _WIDE * len(read.text)), 200, np.uint8)
    (line,) = settled([(pixels, read)], cast("OcrEngine", second))
    return sure_of_words(min(line.scores), max(line.rivals, default=0.0))


def test_a_rival_puts_a_character_in_doubt_however_high_its_score() -> None:
    read = _line("家用电器行业生已产制造", {7: 0.95}, {7: 0.046})
    assert sure_of_words(min(read.scores)) >= SURE
    assert _sure(read, _Second(_line("业生已产制", {2: 0.9}, {2: 0.09}))) < SURE


def test_a_second_look_without_a_rival_takes_the_doubt_away() -> None:
    second = _Second(_line("用锅炉燃烧", {}, {}))
    assert _sure(_line("应用锅炉燃烧系统", {3: 0.95}, {3: 0.05}), second) >= SURE
    assert len(second.shown) == 1
    assert second.shown[0] < len("应用锅炉燃烧系统")


@pytest.mark.parametrize(
    "look",
    [
        _line("用锅炬燃烧", {}, {}),
        _line("用锅炉燃烧", {2: 0.95}, {}),
        _line("用锅炉燃烧", {}, {2: 0.03}),
        _line("锅炉燃烧", {}, {}),
    ],
)
def test_it_does_not_where_it_reads_otherwise_or_is_in_doubt_itself(look: OcrLine) -> None:
    assert _sure(_line("应用锅炉燃烧系统", {3: 0.95}, {3: 0.05}), _Second(look)) < SURE


def test_a_pale_character_that_is_read_twice_is_sure() -> None:
    assert _sure(_line("零部件有限公司", {6: 0.6}, {}), _Second(_line("限公司", {}, {}))) >= SURE
    assert _sure(_line("零部件有限公司", {6: 0.4}, {}), _Second(_line("限公司", {}, {}))) < SURE


def test_what_is_sure_figures_and_engines_that_tell_no_rivals_get_no_second_look() -> None:
    second = _Second(_line("公司", {}, {}))
    _sure(_line("零部件有限公司", {}, {}), second)
    _sure(_line("共12,345元", {2: 0.8}, {2: 0.1}), second)
    settled([(np.full((30, 140), 200, np.uint8), OcrLine("公司", (0, 0, 40, 30), 0.8))], cast("OcrEngine", second))
    assert second.shown == []


@dataclass
class _Engine:
    """Reads what it is told to: a whole line first, its doubtful part afterwards."""

    line: OcrLine
    again: OcrLine
    name: str = "engine"
    glance: None = None

    def read_lines(self, crops: Sequence[Image]) -> list[OcrLine]:
        said, self.line = self.line, self.again
        return [said for _ in crops]


@pytest.mark.parametrize(("rival", "sure"), [(0.05, False), (0.0, True)])
def test_words_of_a_page_are_as_sure_as_their_second_look(rival: float, *, sure: bool) -> None:
    page = np.full((100, 300), 250, np.uint8)
    page[40:70, 40:200] = 60
    prints = Prints(page, np.zeros_like(page), (), 0.36)
    text = "应用锅炉燃烧系统"
    engine = cast("OcrEngine", _Engine(_line(text, {3: 0.95}, {3: 0.05}), _line("用锅炉燃烧", {}, {2: rival})))
    (piece,) = read_words(prints, [(40.0, 40.0, 200.0, 70.0)], 1, Looks(engine))
    assert (piece.text, piece.confidence >= SURE) == (text, sure)

"""Steps of a recogniser as a line: what else a character may be."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.ctc import Steps, line_of_steps

_CHARACTERS = ["", "已", "巳", "产", "A", "Ａ", ",", "."]


def _rivals(*steps: tuple[int, float, int, float]) -> tuple[float, ...]:
    seen, scores, other, chance = (np.array(each) for each in zip(*steps, strict=True))
    made = Steps(seen.astype(np.int64), scores.astype(np.float32), other.astype(np.int64), chance.astype(np.float32))
    return line_of_steps(made, _CHARACTERS, len(steps), (48, 8 * len(steps)))[0].rivals


def test_each_character_has_its_likeliest_rival_at_any_of_its_steps() -> None:
    rivals = _rivals((1, 0.97, 2, 0.02), (1, 0.9, 2, 0.06), (0, 1.0, 0, 0.0), (3, 1.0, 0, 0.0))
    assert list(rivals) == pytest.approx([0.06, 0.0])


def test_neighbours_other_widths_and_signs_are_no_rivals() -> None:
    assert _rivals((1, 0.8, 3, 0.1), (3, 0.9, 1, 0.05)) == (0.0, 0.0)
    assert _rivals((4, 0.6, 5, 0.4), (0, 1.0, 0, 0.0), (6, 0.6, 7, 0.4)) == (0.0, 0.0)

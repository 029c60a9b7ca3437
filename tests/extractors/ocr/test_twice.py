"""Lines read in eight bits and, where that leaves a doubt, again without rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
import pytest

from extractors.ocr.recogniser import Recogniser
from extractors.ocr.twice import TwiceRecogniser
from pipeline.ports import Image, OcrLine

_WIDE = 20
"""Pixels of one character on the pictures of these tests, which are 30 high."""


def _line(text: str, weak: dict[int, float]) -> OcrLine:
    scores = tuple(weak.get(n, 0.99) for n in range(len(text)))
    edges = tuple(float(_WIDE * n) for n in range(len(text) + 1))
    return OcrLine(text, (0.0, 0.0, float(_WIDE * len(text)), 30.0), 0.9, edges, min(scores, default=0.0), scores)


@dataclass
class _Quick:
    """Says what it is told to, whatever the picture."""

    line: OcrLine
    passed: tuple[float, ...] = ()

    def read_closely(self, crops: Sequence[Image]) -> list[tuple[OcrLine, tuple[float, ...]]]:
        return [(self.line, self.passed) for _ in crops]


@dataclass
class _Exact:
    """Reads the truth where the picture shows it: the picture's pixels are the numbers of the characters."""

    truth: str
    widths: list[int] = field(default_factory=list)

    def read(self, crops: Sequence[Image]) -> list[OcrLine]:
        return [self._one(crop) for crop in crops]

    def _one(self, crop: Image) -> OcrLine:
        self.widths.append(crop.shape[1])
        shown = [int(n) for n in np.unique(crop[0]) if (crop[0] == n).sum() > _WIDE // 2]
        return _line("".join(self.truth[n] for n in shown), {})


def _read(quick: _Quick, truth: str) -> tuple[OcrLine, list[int]]:
    exact = _Exact(truth)
    picture = np.repeat(np.arange(len(truth), dtype=np.uint8), _WIDE)[None].repeat(30, axis=0)
    (line,) = TwiceRecogniser(cast("Recogniser", quick), cast("Recogniser", exact)).read([picture])
    return line, exact.widths


def test_what_is_sure_is_not_read_again() -> None:
    line, widths = _read(_Quick(_line("平台连接设备数量", {})), "平台连接设备数量")
    assert (line.text, widths) == ("平台连接设备数量", [])


def test_a_character_in_doubt_is_read_again_with_its_neighbours_only() -> None:
    said = "安徽省青木工业互联网平合有限责任公司申报材料"
    line, widths = _read(_Quick(_line(said, {said.index("合"): 0.6})), said.replace("合", "台"))
    assert line.text == said.replace("合", "台")
    assert len(widths) == 1
    assert widths[0] < 7 * _WIDE
    assert len(line.edges) == len(line.text) + 1
    assert line.weakest == pytest.approx(0.99)
    assert list(line.edges) == sorted(line.edges)


def test_a_character_that_was_passed_over_is_found() -> None:
    truth = "滁州市青禾数控装备制造股份有限公司申报材料清单目录"
    said = truth.replace("造", "")
    line, widths = _read(_Quick(_line(said, {}), (float(_WIDE * said.index("股")),)), truth)
    assert line.text.count("造") == 1
    assert len(widths) >= 1


def test_a_figure_is_read_again_as_a_whole() -> None:
    said = "平台累计连接工业设备共计12345678台其中本省占三分之一以上且逐年增长"
    at = said.index("5")
    line, widths = _read(_Quick(_line(said, {at: 0.5})), said)
    assert line.text == said
    assert widths[0] >= 8 * _WIDE


def test_a_part_that_does_not_begin_as_it_should_makes_the_whole_line_be_read() -> None:
    said = "安徽省青木工业互联网平合有限责任公司申报材料"
    truth = "另外一行文字与它完全不同的内容放在这里作为真值"[: len(said)]
    line, widths = _read(_Quick(_line(said, {said.index("合"): 0.6})), truth)
    assert line.text == truth
    assert widths[-1] == len(truth) * _WIDE


def test_leaders_and_blanks_are_let_be() -> None:
    said = "目录……………………第页"
    line, widths = _read(_Quick(_line(said, dict.fromkeys(range(2, 8), 0.4))), said)
    assert (line.text, widths) == (said, [])


def test_signs_that_come_in_two_widths_are_let_be() -> None:
    said = "其他（请具体说明）：安全防护"
    line, widths = _read(_Quick(_line(said, {2: 0.5, 8: 0.5, 9: 0.5})), said)
    assert (line.text, widths) == (said, [])


@pytest.mark.parametrize("said", ["合计12:30止", "共计7,351台"])
def test_the_same_signs_in_a_figure_are_not_let_be(said: str) -> None:
    _, widths = _read(_Quick(_line(said, {next(n for n, char in enumerate(said) if char in ",:"): 0.5})), said)
    assert widths


def test_the_point_in_a_figure_is_not_let_be() -> None:
    said = "合计7.35万元"
    _, widths = _read(_Quick(_line(said, {3: 0.4})), said)
    assert widths


def test_a_character_with_a_rival_is_read_again_whatever_it_scores() -> None:
    said = "安徽省青木工业互联网平已有限责任公司申报材料"
    line = replace(_line(said, {}), rivals=tuple(0.05 * (char == "已") for char in said))
    read, widths = _read(_Quick(line), said.replace("已", "巳"))
    assert read.text == said.replace("已", "巳")
    assert len(widths) == 1


def test_a_figure_with_a_rival_is_not_second_looks_see_to_figures() -> None:
    line = replace(_line("共5项", {}), rivals=(0.0, 0.05, 0.0))
    assert _read(_Quick(line), "共5项")[1] == []


def test_nothing_read_where_something_was_passed_over_is_read_again() -> None:
    line, _ = _read(_Quick(OcrLine("", (0, 0, 40, 30), 0.0), (10.0,)), "是否")
    assert line.text == "是否"

"""How sure the parts of a line are: dirt at its ends is read as signs that nobody writes there."""

from __future__ import annotations

import pytest

from extractors.scan.opinions import Verdict
from extractors.scan.runs import LineRead, are_dotted, runs_of
from extractors.scan.tokens import tokens_of
from pipeline.ports import OcrLine


def _least_sure(text: str) -> float:
    box = (0.0, 0.0, 20.0 * len(text), 20.0)
    edges = tuple(20.0 * n for n in range(len(text) + 1))
    read = OcrLine(text, box, 1.0, edges, 1.0, (1.0,) * len(text))
    tokens = tokens_of(text)
    judged = [(token, Verdict(text[token.start : token.end], 2, 2, 1.0)) for token in tokens]
    return min(piece.confidence for piece in runs_of(LineRead(read, box, 1, "engine"), judged, 0.36))


def _as_read(text: str) -> str:
    read = OcrLine(text, (0.0, 0.0, 20.0 * len(text), 20.0), 1.0, (), 1.0, ())
    judged = [(token, Verdict(text[token.start : token.end], 2, 2, 1.0)) for token in tokens_of(text)]
    return "".join(piece.text for piece in runs_of(LineRead(read, read.box, 1, "engine"), judged, 0.36))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("laaS基础设施", "IaaS基础设施"),
        ("loT平台", "IoT平台"),
        ("lloT", "IIoT"),
        ("scale", "scale"),
        ("AlphaGo", "AlphaGo"),
        ("large", "large"),
    ],
)
def test_a_capital_is_known_by_its_word(read: str, meant: str) -> None:
    assert _as_read(read) == meant


@pytest.mark.parametrize("text", ["解决方案.", "152.7.", "13731930566」", "运维服务'", ".设备清单"])
def test_a_sign_that_nobody_writes_there_is_in_doubt(text: str) -> None:
    assert _least_sure(text) < 0.9


@pytest.mark.parametrize("text", ["解决方案", "解决方案。", "152.7", "1.", "12.", "「灯塔」", "Co., Ltd."])
def test_what_is_written_so_is_not(text: str) -> None:
    assert _least_sure(text) >= 0.9


def _end(text: str, score: float, *, dotted: bool = True) -> float:
    box = (0.0, 0.0, 20.0 * len(text), 20.0)
    scores = (*(1.0,) * (len(text) - 1), score)
    judged = [(token, Verdict(text[token.start : token.end], 2, 2, 1.0)) for token in tokens_of(text)]
    line = LineRead(OcrLine(text, box, 1.0, (), 1.0, scores), box, 1, "engine", dotted)
    return [piece.confidence for piece in runs_of(line, judged, 0.36)][-1]


def test_a_full_stop_that_is_not_clear_may_be_a_speck() -> None:
    assert _end("解决方案。", 0.91) < 0.9
    assert _end("解决方案。", 0.99) >= 0.9


def test_a_dot_after_a_figure_is_a_speck_where_the_page_writes_figures_without() -> None:
    assert not are_dotted(["1", "2", "18.", "设备", "平台."])
    assert are_dotted(["1.", "2.", "3.", "25"])
    assert _end("18.", 1.0, dotted=False) < 0.9
    assert _end("18.", 1.0, dotted=True) >= 0.9

"""Figures and codes looked at more than once: who is believed, how sure, and what is kept of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from extractors.scan.opinions import Looks, Verdict, judge
from extractors.scan.runs import LineRead, runs_of
from extractors.scan.strips import read_in_strips
from extractors.scan.sureness import sure_of_token
from extractors.scan.tokens import core, tokens_of
from pipeline.checks.trust import SURE
from pipeline.ports import Glance, Image, OcrLine

_CROP = np.full((30, 60), 250, np.uint8)


class _Says:
    """An engine that reads what it was told to, one text a call and crop."""

    name = "says"
    glance: Glance | None = None

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.seen: list[int] = []
        self.weakest = 0.99

    def find_lines(self, image: Image) -> list[tuple[float, float, float, float]]:
        return []

    def read_lines(self, crops: Sequence[Image]) -> list[OcrLine]:
        self.seen.append(len(crops))
        return [self._line(self.texts.pop(0), crop.shape[1]) for crop in crops]

    def _line(self, text: str, width: int) -> OcrLine:
        edges = tuple(30 + 12.0 * n for n in range(len(text) + 1))
        return OcrLine(text, (0, 0, width, 48), 0.99, edges, self.weakest, (self.weakest,) * len(text))


def test_figures_and_codes_are_found_with_their_signs() -> None:
    text = "投资 1,375.20 万元，2018年8月11日，QX-1002，15.3%"
    assert [text[t.start : t.end] for t in tokens_of(text)] == ["1,375.20", "2018年8月11日", "QX-1002", "15.3%"]


@pytest.mark.parametrize(("one", "two"), [("１２", "12"), ("_36_", "36"), ("3 0", "30"), ("12：30", "12:30")])
def test_width_spaces_and_underlines_do_not_count(one: str, two: str) -> None:
    assert core(one) == core(two)


@pytest.mark.parametrize(("token", "beside"), [("k7", "k7@"), ("4%", "4%%")])
def test_what_stands_behind_a_token_is_not_read_twice(token: str, beside: str) -> None:
    (verdict,) = judge([(token, 0.99, _CROP)], Looks(_Says(beside, beside)))
    assert (verdict.text, verdict.agreed) == (token, 2)


@pytest.mark.parametrize(("one", "two"), [("1,375", "1.375"), ("19", "61"), ("13", "1.3"), ("2,626.85", "2,626.8")])
def test_what_changes_the_value_counts(one: str, two: str) -> None:
    assert core(one) != core(two)


def test_agreement_needs_no_third_look() -> None:
    engine = _Says("19")
    (verdict,) = judge([("19", 0.98, _CROP)], Looks(engine))
    assert (verdict.text, verdict.agreed, verdict.looks, engine.seen) == ("19", 2, 2, [1])


@pytest.mark.parametrize(
    ("glanced", "weakest", "looked"), [("19", 0.95, []), ("61", 0.99, [1]), ("", 0.99, [1]), ("19", 0.85, [1])]
)
def test_a_glance_that_does_not_confirm_is_followed_by_a_look(glanced: str, weakest: float, looked: list[int]) -> None:
    engine, rough = _Says("19"), _Says(glanced)
    engine.glance = lambda crops: [
        replace(line, weakest=weakest, scores=(weakest,) * len(glanced)) for line in rough.read_lines(crops)
    ]
    (verdict,) = judge([("19", 0.98, _CROP)], Looks(engine))
    assert (verdict.text, verdict.agreed, verdict.looks) == ("19", 2, 2)
    assert (rough.seen, engine.seen) == ([1], looked)
    assert verdict.weakest == (weakest if looked == [] else 0.98)


def test_in_dispute_most_votes_win_and_the_others_are_kept() -> None:
    engine, other = _Says("19", "19"), _Says("19")
    (verdict,) = judge([("61", 0.999, _CROP)], Looks(engine, lambda: other))
    assert (verdict.text, verdict.agreed, verdict.looks, verdict.others) == ("19", 3, 4, ("61",))


@pytest.mark.parametrize(("weakest", "text"), [(0.85, "60"), (0.93, "30")])
def test_what_the_line_shows_for_certain_is_not_outvoted_by_doubtful_looks(weakest: float, text: str) -> None:
    engine = _Says("30", "30")
    engine.weakest = weakest
    (verdict,) = judge([("60", 0.999, _CROP)], Looks(engine))
    assert verdict.text == text
    assert sure_of_token(verdict.text, verdict) < SURE


@pytest.mark.parametrize(
    ("more", "closer", "others"),
    [
        (("19", "19"), True, ()),
        (("19", "79"), False, ("79",)),
        (("", "19"), False, ()),
        (("61", "61"), False, ("61",)),
    ],
)
def test_what_two_read_badly_alike_is_looked_at_closer(
    more: tuple[str, str], closer: bool, others: tuple[str, ...]
) -> None:
    engine = _Says("19", *more)
    (verdict,) = judge([("19", 0.6, _CROP)], Looks(engine))
    assert (verdict.text, verdict.agreed, verdict.closer, verdict.others) == ("19", 2, closer, others)
    assert engine.seen == [1, 2]
    assert (sure_of_token("19", verdict) >= SURE) == closer


def test_closer_looks_that_agree_make_nothing_sure_that_none_of_them_reads_plainly() -> None:
    engine = _Says("19", "19", "19")
    engine.weakest = 0.9
    (verdict,) = judge([("19", 0.6, _CROP)], Looks(engine))
    assert (verdict.agreed, verdict.closer) == (2, None)
    assert sure_of_token("19", verdict) < SURE


def test_closer_looks_do_not_lift_what_is_misread_by_all() -> None:
    verdict = Verdict("1.375", 2, 2, 0.6, closer=True)
    assert sure_of_token("1.375", verdict) < SURE


def test_a_doubtful_figure_does_not_taint_its_line() -> None:
    text = "加工设备42台，行走设备11台"
    read = OcrLine(text, (0, 0, 300, 30), 0.98, tuple(10.0 * n for n in range(len(text) + 1)), 0.9, (0.98,) * len(text))
    engine = _Says("42" + " " * 9 + "77", "17")
    tokens = tokens_of(text)
    verdicts = judge([(text[t.start : t.end], 0.98, _CROP) for t in tokens], Looks(engine))
    pieces = list(runs_of(LineRead(read, (0, 0, 300, 30), 1, "says"), list(zip(tokens, verdicts, strict=True)), 0.5))
    sure = {piece.text: piece.confidence for piece in pieces}
    assert "".join(sure) == text
    assert sure["42"] >= 0.9
    assert sure["11"] < 0.9
    assert next(piece.alternatives for piece in pieces if piece.text == "11") == ("77", "17")


@pytest.mark.parametrize("text", ["l4wang@shili.cn", "wang1i@shili.cn", "GB8l20", "2I"])
def test_l_and_one_beside_figures_and_letters_are_never_sure(text: str) -> None:
    assert sure_of_token(text, Verdict(text, 2, 2, 0.999)) < SURE


@pytest.mark.parametrize("text", ["wang14@shili.cn", "li@shili.cn", "CK6150", "V1.2"])
def test_other_codes_are(text: str) -> None:
    assert sure_of_token(text, Verdict(text, 2, 2, 0.999)) >= SURE


@pytest.mark.parametrize("text", ["1.375", "7.351.67", "12.345.678"])
def test_a_point_where_a_comma_may_stand_is_never_sure(text: str) -> None:
    assert sure_of_token(text, Verdict(text, 2, 2, 0.99)) < SURE


@pytest.mark.parametrize("text", ["1,375", "7,351.67", "2023.6.11", "1.3755", "12.34"])
def test_other_points_are(text: str) -> None:
    assert sure_of_token(text, Verdict(text, 2, 2, 0.99)) >= SURE


def test_each_crop_of_a_strip_gets_its_own_characters() -> None:
    class Far(_Says):
        def _line(self, text: str, width: int) -> OcrLine:
            edges = (30.0, 45.0, 170.0, 190.0)
            return OcrLine(text, (0, 0, width, 48), 0.99, edges, 0.9, (0.9, 0.95, 0.99))

    one, two = read_in_strips([_CROP, _CROP], Far("125").read_lines)
    assert (one.text, two.text) == ("12", "5")
    assert (one.weakest, two.weakest) == (0.9, 0.99)


@pytest.mark.parametrize("text", ["·孔行之", "*26", ".15430444617", "'顾景行", "顾景行°"])
def test_what_dirt_may_have_added_is_not_sure(text: str) -> None:
    read = _Says()._line(text, 60)
    judged = [(token, Verdict(text[token.start : token.end], 2, 2, 0.99)) for token in tokens_of(text)]
    assert min(piece.confidence for piece in runs_of(LineRead(read, (0, 0, 400, 48), 1, "says"), judged, 0.5)) < SURE


@pytest.mark.parametrize("text", ["孔行之", "26", "（注：共26项。）", "工业设备数量*"])
def test_signs_that_are_written_are_sure(text: str) -> None:
    read = _Says()._line(text, 60)
    judged = [(token, Verdict(text[token.start : token.end], 2, 2, 0.99)) for token in tokens_of(text)]
    assert min(piece.confidence for piece in runs_of(LineRead(read, (0, 0, 400, 48), 1, "says"), judged, 0.5)) >= SURE


def test_a_date_keeps_the_sign_that_need_not_agree() -> None:
    (verdict,) = judge([("2018年8月11日", 0.9, _CROP)], Looks(_Says("", "")))
    assert verdict.text == "2018年8月11日"


@pytest.mark.parametrize(("read", "text"), [("14日", "14日"), ("3 1日", "31日"), ("64日", "64"), ("1,375日", "1,375")])
def test_the_day_of_a_parted_date_keeps_its_sign(read: str, text: str) -> None:
    (verdict,) = judge([(read, 0.99, _CROP)], Looks(_Says(read, "")))
    assert verdict.text == text

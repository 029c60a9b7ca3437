"""One field that is a part of another by the words of the form is larger than the whole."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.compare import keys_in, may_have_one_too_many, sides
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show

_EQUAL = 1e-6


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.lines("part-exceeds-whole"):
        known = sides(case, line)
        if known is None or known[0] <= known[1] + _EQUAL:
            continue
        part, whole = keys_in(line)
        if may_have_one_too_many(case.get(part), known[1]):
            case.doubt(f"{case.label(part)}：可能多读了一个字符，需人工核对")
        elif case.sure_together((part, whole)):
            said = f"{case.label(part)}（{show(known[0])}）大于{case.label(whole)}（{show(known[1])}）"
            yield Fact(said, (part, whole), (case.said(part, "部分"), case.said(whole, "整体")))


RULE = Rule(
    code="HC102",
    slug="part-exceeds-whole",
    since="0.1",
    severity="high",
    what="某一项按表内文字是另一项的一部分，却大于整体。相等时不提示。",
    why="部分不可能大于整体，两个数中必有一个有误。",
    basis="注册工业企业用户数：_____个 其中，付费工业企业数：_____个",
    needs=("lines", "fields"),
    body=_check,
)

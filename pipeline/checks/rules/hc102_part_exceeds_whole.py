"""One field that is a part of another by the words of the form is larger than the whole."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.parts:
        part, whole = case.number(line.part), case.number(line.whole)
        if part is not None and whole is not None and part > whole + 1e-6:
            said = f"{case.label(line.part)}（{part:,.10g}）大于{case.label(line.whole)}（{whole:,.10g}）"
            yield Fact(said, (line.part, line.whole), (case.said(line.part, "部分"), case.said(line.whole, "整体")))


RULE = Rule(
    code="HC102",
    slug="part-exceeds-whole",
    since="0.1",
    severity="high",
    what="某一项是另一项的一部分，却大于整体。",
    why="部分不可能大于整体，两个数中必有一个有误。",
    basis="三、平台能力信息；其中，付费工业企业数",
    body=_check,
)

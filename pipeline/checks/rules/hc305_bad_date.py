"""A date does not exist, or lies after the declaration or before the founding where it can't."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule

_NOT_AFTER_DECLARATION = ("applicant.founded_on", "platform.built_on")
_NOT_BEFORE_FOUNDING = ("promise.signed_on", "recommendation.signed_on")


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        value = case.filled(each.key) if each.kind == "date" else None
        if value is not None and not exists(str(value.value)):
            yield Fact(f"{case.label(each.key)}「{value.raw}」在日历上不存在", (each.key,), (case.said(each.key),))
    yield from _order(case)


def exists(iso: str) -> bool:
    """Whether a date of any precision is in the calendar."""
    parts = [int(part) for part in iso.split("-")]
    try:
        date(*[*parts, 1, 1][:3]) if len(parts) < 3 else date(*parts)
    except ValueError:
        return False
    return True


def _order(case: Case) -> Iterator[Fact]:
    for keys, other, words in (
        (_NOT_AFTER_DECLARATION, "cover.declared_on", "晚于申报日期"),
        (_NOT_BEFORE_FOUNDING, "applicant.founded_on", "早于成立时间"),
    ):
        anchor = case.filled(other)
        for key in keys:
            value = case.filled(key)
            if anchor is None or value is None:
                continue
            one, two = str(value.value), str(anchor.value)
            common = min(len(one), len(two))
            wrong = one[:common] > two[:common] if words.startswith("晚") else one[:common] < two[:common]
            if wrong:
                said = f"{case.label(key)}（{value.raw}）{words}（{anchor.raw}）"
                yield Fact(said, (key,), (case.said(key), case.said(other)))


RULE = Rule(
    code="HC305",
    slug="bad-date",
    since="0.1",
    severity="medium",
    what="日期不存在，或先后顺序不合常理。",
    why="日期有误会影响资格和时限的判断。",
    basis="成立时间、建设时间、年 月 日",
    body=_check,
)

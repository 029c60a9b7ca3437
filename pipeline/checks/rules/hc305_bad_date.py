"""A date does not exist, or lies after the declaration or before the founding where it can't."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule

_NOT_AFTER_DECLARATION = ("applicant.founded_on", "platform.built_on")
_NOT_BEFORE_FOUNDING = ("promise.signed_on", "recommendation.signed_on")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        value = case.filled(each.key) if each.kind == "date" else None
        if value is not None and not exists(str(value.value)):
            yield Fact(
                f"{case.label(each.key)}「{value.raw}」在日历上不存在", (each.key,), (case.said(each.key, "日期"),)
            )
    yield from _order(case, _NOT_AFTER_DECLARATION, "cover.declared_on", later=True)
    yield from _order(case, _NOT_BEFORE_FOUNDING, "applicant.founded_on", later=False)


def exists(iso: str) -> bool:
    """Whether a date of any precision (``2016``, ``2016-05``, ``2016-05-20``) is in the calendar."""
    match = _ISO.fullmatch(iso)
    if match is None:
        return True  # words instead of a date are no date that could be wrong
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _order(case: Case, keys: tuple[str, ...], anchor: str, *, later: bool) -> Iterator[Fact]:
    """The dates that lie on the wrong side of the anchor, compared at the precision that both have."""
    limit = case.filled(anchor)
    for key in keys if limit is not None else ():
        value = case.filled(key)
        if limit is None or value is None or not _comparable(str(value.value), str(limit.value)):
            continue
        mine, other = _common(str(value.value), str(limit.value))
        if (mine > other if later else mine < other) and case.sure_together((key, anchor)):
            words = "晚于申报日期" if later else "早于成立时间"
            said = f"{case.label(key)}（{value.raw}）{words}（{limit.raw}）"
            yield Fact(said, (key,), (case.said(key, "日期"), case.said(anchor, "对照日期")))


def _comparable(one: str, two: str) -> bool:
    return all(_ISO.fullmatch(each) and exists(each) for each in (one, two))


def _common(one: str, two: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    first, second = (tuple(int(part) for part in each.split("-")) for each in (one, two))
    shared = min(len(first), len(second))
    return first[:shared], second[:shared]


RULE = Rule(
    code="HC305",
    slug="bad-date",
    since="0.1",
    severity="medium",
    what="日期在日历上不存在；成立时间、建设时间晚于申报日期；承诺、推荐的日期早于成立时间。可只写到年或月。",
    why="日期有误会影响资格和时限的判断。",
    basis="成立时间…建设时间…年 月 日",
    needs=("fields",),
    body=_check,
)

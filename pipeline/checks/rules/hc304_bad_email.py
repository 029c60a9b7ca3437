"""An e-mail field is not one valid address."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.codes import is_email
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import TRUST


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        if not each.key.endswith(".email"):
            continue
        value = case.filled(each.key, TRUST)
        if value is not None and not any(is_email(reading) for reading in (value.raw, *value.alternatives)):
            yield Fact(f"{case.label(each.key)}「{value.raw}」不是有效的邮箱地址", (each.key,), (case.said(each.key),))


RULE = Rule(
    code="HC304",
    slug="bad-email",
    since="0.1",
    severity="medium",
    what="电子邮箱地址的格式不正确。",
    why="邮箱有误将收不到补正通知。",
    basis="联系人：E-mail",
    body=_check,
)

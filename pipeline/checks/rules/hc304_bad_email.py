"""An e-mail field is not one valid address."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.codes import is_email, readings
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        value = case.well_read(each.key) if each.key.endswith(".email") else None
        if value is not None and not any(is_email(reading) for reading in readings(value)):
            yield Fact(f"{case.label(each.key)}「{value.raw}」不是有效的邮箱地址", (each.key,), (case.said(each.key),))


RULE = Rule(
    code="HC304",
    slug="bad-email",
    since="0.1",
    severity="medium",
    what="E-mail栏不是一个有效的地址：须有且只有一个@、带点的域名，不含空格和汉字。全角字符先转为半角。",
    why="邮箱有误将收不到补正通知。",
    basis="E-mail",
    needs=("fields",),
    body=_check,
)

"""A required field, or one required on a condition, is blank."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.condition import fields_of, holds
from pipeline.checks.expression import keys_of
from pipeline.checks.lines import Line
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        if each.required and not each.is_mark and not each.is_tick and case.is_blank(each.key):
            yield Fact(f"{case.label(each.key)}未填写", (each.key,), (case.said(each.key, "空白处"),))
    for line in case.programme.lines("field-missing"):
        yield from _on_condition(case, line)


def _on_condition(case: Case, line: Line) -> Iterator[Fact]:
    for key in keys_of(line.left):
        if case.form.field(key) is not None and holds(line.when, case) and case.is_blank(key):
            conditions = tuple(case.said(each, "条件") for each in fields_of(line.when))
            yield Fact(f"{case.label(key)}未填写（{line.basis}）", (key,), (*conditions, case.said(key, "空白处")))


RULE = Rule(
    code="HC401",
    slug="field-missing",
    since="0.1",
    severity="medium",
    what="必填项（或按勾选情况须填的项）是空白。填了无、0、/、—，或字迹无法辨认的，不提示；印章、签名和条目前的方框另行核对。",
    why="必填内容缺失，应当补正。",
    basis="申报单位应按照填写要求和实际情况，认真准确填写相关内容",
    needs=("fields",),
    body=_check,
)

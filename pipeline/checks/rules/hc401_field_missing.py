"""A required field, or one required on a condition, is blank."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.records import FieldDef


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        if each.required and not each.is_mark and not each.is_tick and _missing(case, each):
            yield Fact(f"{case.label(each.key)}未填写", (each.key,), (case.said(each.key, "空白处"),))
    for line in case.programme.required_if:
        field = case.form.field(line.field)
        if field is not None and case.holds(line.when) and _missing(case, field):
            evidence = (case.said(line.when.field, "条件"), case.said(line.field, "空白处"))
            yield Fact(f"{case.label(line.field)}未填写（{line.basis}）", (line.field,), evidence)


def _missing(case: Case, field: FieldDef) -> bool:
    """Blank with certainty; 无, 0, / and what can't be read are no blanks."""
    return case.is_blank(field.key)


RULE = Rule(
    code="HC401",
    slug="field-missing",
    since="0.1",
    severity="medium",
    what="必填项是空白。",
    why="必填内容缺失，应当补正。",
    basis="申报单位应按照填写要求和实际情况，认真准确填写相关内容",
    body=_check,
)

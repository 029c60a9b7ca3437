"""A telephone, mobile or fax number is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.checks.case import Case, cell_confidence, row_evidence
from pipeline.checks.codes import is_mobile, is_phone
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE, TRUST

_FIELDS: dict[str, Callable[[str], bool]] = {
    "mobile": is_mobile,
    "leader_mobile": is_mobile,
    "phone": is_phone,
    "fax": is_phone,
}
_LIST_COLUMNS: dict[str, Callable[[str], bool]] = {"phone": is_phone, "mobile": is_mobile}


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        last = each.key.rsplit(".", 1)[-1]
        well_formed = _FIELDS.get(last) if each.kind == "text" else None
        value = case.filled(each.key, TRUST) if well_formed else None
        if well_formed is None or value is None:
            continue
        if not any(well_formed(reading) for reading in (value.raw, *value.alternatives)):
            yield Fact(f"{case.label(each.key)}「{value.raw}」的号码格式不正确", (each.key,), (case.said(each.key),))
    yield from _lists(case)


def _lists(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        for column, well_formed in _LIST_COLUMNS.items():
            bad = [
                row
                for row in rows.rows
                if row.cells.get(column, "").strip(" -—/无")
                and cell_confidence(row, column) >= SURE
                and not well_formed(row.cells[column])
            ]
            if bad:
                said = f"{definition.title}有{len(bad)}个电话号码格式不正确，如{bad[0].cells[column]}"
                yield Fact(said, (definition.kind,), (row_evidence(bad[0], "号码", column),))


RULE = Rule(
    code="HC303",
    slug="bad-phone",
    since="0.1",
    severity="medium",
    what="电话、手机或传真号码的格式不正确。",
    why="联系不上的号码使核实无从进行。",
    basis="联系人：电话、手机、传真",
    body=_check,
)

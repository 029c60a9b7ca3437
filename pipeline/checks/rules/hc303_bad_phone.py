"""A telephone, mobile or fax number is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.checks.case import Case
from pipeline.checks.codes import is_email, is_mobile, is_phone, readings
from pipeline.checks.rows import confidence_of, is_scanned, name_of, row_said
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE
from pipeline.checks.wording import alike, says_nothing
from pipeline.records import Row

_FIELDS: dict[str, Callable[[str], bool]] = {
    "mobile": is_mobile,
    "leader_mobile": is_mobile,
    "phone": is_phone,
    "fax": is_phone,
}
_COLUMN = "phone"


def _check(case: Case) -> Iterator[Fact]:
    for each in case.form.fields:
        well_formed = _FIELDS.get(each.key.rsplit(".", 1)[-1]) if each.kind == "text" else None
        value = case.well_read(each.key) if well_formed else None
        if well_formed is None or value is None:
            continue
        if not any(well_formed(reading) for reading in readings(value)):
            yield Fact(f"{case.label(each.key)}「{value.raw}」不是有效的号码", (each.key,), (case.said(each.key),))
    yield from _lists(case)


def _lists(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        if definition.column(_COLUMN) is None:
            continue
        bad = [row for row in rows.rows if _is_bad(row)]
        if bad:
            said = f"{definition.title}有{len(bad)}个电话号码无效，如{name_of(bad[0])}的「{bad[0].cells[_COLUMN]}」"
            yield Fact(said, (definition.kind,), tuple(row_said(row, "号码", _COLUMN) for row in bad[:5]))


def _is_bad(row: Row) -> bool:
    """Whether a cell holds something that is no number, and not for being misread."""
    text = row.cells.get(_COLUMN, "")
    if says_nothing(text) or is_phone(text) or is_email(text):
        return False
    return not is_scanned(row) or (confidence_of(row, _COLUMN) >= SURE and not is_phone(alike(text)))


RULE = Rule(
    code="HC303",
    slug="bad-phone",
    since="0.1",
    severity="medium",
    what="手机不是13至19开头的11位数字，或电话、传真既不是手机、也不是区号加7至8位号码、也不是400/800号码。",
    why="联系不上的号码使核实和补正无从进行。",
    basis="联系人…电话…手机…传真",
    needs=(),
    body=_check,
)

"""Dates of contracts that nearly all lie in one week."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.checks.rows import row_said
from pipeline.checks.signals.signal import Sight, Signal
from pipeline.checks.wording import plain
from pipeline.records import FormDef, Record, Row

_FEWEST, _SHARE, _DAYS = 20, 0.8, 7
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")


def _look(record: Record, form: FormDef) -> Iterator[Sight]:
    for each in record.lists:
        defined = form.list(each.kind)
        if defined is None or defined.column("signed_on") is None:
            continue
        dated = sorted((day, at) for at, row in enumerate(each.rows) if (day := _day(row)) is not None)
        window = _fullest([day for day, _ in dated])
        if len(dated) >= _FEWEST and len(window) >= _SHARE * len(dated):
            first, last = (each.rows[dated[at][1]] for at in (window[0], window[-1]))
            said = f"{defined.title}的{len(dated)}个日期中有{len(window)}个在{_DAYS}天之内"
            yield Sight(said, (each.kind,), (row_said(first, "最早"), row_said(last, "最晚")))


def _day(row: Row) -> int | None:
    match = _DATE.fullmatch(plain(row.cells.get("signed_on", "")))
    try:
        return date(*(int(part) for part in match.groups())).toordinal() if match else None
    except ValueError:
        return None


def _fullest(days: Sequence[int]) -> range:
    """The stretch of sorted days within one week that holds the most of them."""
    best, start = range(0), 0
    for end, day in enumerate(days):
        while day - days[start] >= _DAYS:
            start += 1
        if end + 1 - start > len(best):
            best = range(start, end + 1)
    return best


SIGNAL = Signal(
    code="HS105",
    slug="dates-in-one-week",
    what="清单中20个以上的签订日期，八成以上集中在同一周。",
    why="客户合同陆续签订；集中在一周，可能是为申报补签的。",
    measured="of 1,000 submissions, 77 planted: right 77 of 77 times, 77 of 77 found.",
    alone=_look,
)

"""Types or names of devices that come round in the same order over and over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.checks.rows import row_said
from pipeline.checks.signals.signal import Sight, Signal
from pipeline.checks.wording import plain
from pipeline.records import FormDef, Record

_FEWEST_ROWS, _ROUNDS = 40, 4
_LONGEST_PERIOD = 25
_REGULAR, _CHANGING = 0.95, 0.7


def _look(record: Record, form: FormDef) -> Iterator[Sight]:
    for each in record.lists:
        defined = form.list(each.kind)
        for column in ("type", "name", "industry", "protocol", "contact"):
            if defined is None or defined.column(column) is None or len(each.rows) < _FEWEST_ROWS:
                continue
            period = _period([plain(row.cells.get(column, "")) for row in each.rows])
            if period:
                name = (defined.column(column) or defined.columns[0]).names[0]
                said = f"{defined.title}的{name}每{period}行循环一次"
                shown = tuple(row_said(row, "一个循环") for row in each.rows[:period][:5])
                yield Sight(said, (each.kind,), shown)
                break


def _period(values: Sequence[str]) -> int:
    """After how many rows the values come round; 0 where they don't, or where like stands beside like."""
    changing = sum(one != two for one, two in pairwise(values))
    if changing < _CHANGING * len(values):
        return 0
    for period in range(2, min(_LONGEST_PERIOD, len(values) // _ROUNDS) + 1):
        again = sum(one == two for one, two in zip(values, values[period:], strict=False))
        if again >= _REGULAR * (len(values) - period):
            return period
    return 0


SIGNAL = Signal(
    code="HS102",
    slug="types-cycling",
    what="清单中设备类型、名称等按固定的次序反复出现（40行以上，至少循环4次）。",
    why="真实的清单按车间、批次成段，很少严格轮流；严格循环常见于批量生成。",
    measured="of 1,000 submissions, 77 planted: right 77 of 77 times, 77 of 77 found.",
    alone=_look,
)

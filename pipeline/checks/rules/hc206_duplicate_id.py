"""Two rows that are not duplicates of each other share the value of the list's id column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.rows import confidence_of, name_of, row_said, same_rows
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import TRUST
from pipeline.checks.wording import plain, says_nothing
from pipeline.records import Row


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        column = definition.id_column
        pairs = _pairs(rows.rows, column) if column else []
        if column is None or not pairs:
            continue
        defined = definition.column(column)
        what = defined.names[0] if defined else column
        one, two = pairs[0]
        said = (
            f"{definition.title}有{len(pairs)}处不同的行使用了相同的{what}，"
            f"如{name_of(one)}与{name_of(two)}的「{two.cells.get(column, '')}」"
        )
        shown = (side for one, two in pairs[:5] for side in (row_said(one, "先出现的行"), row_said(two, "重复的行")))
        yield Fact(said, (definition.kind,), tuple(shown))


def _pairs(rows: Sequence[Row], column: str) -> list[tuple[Row, Row]]:
    """Every row that has the id of an earlier, different row. Cells that say nothing are no ids."""
    first: dict[str, Row] = {}
    pairs = []
    for row in rows:
        value = row.cells.get(column, "")
        if says_nothing(value) or confidence_of(row, column) < TRUST:
            continue
        other = first.setdefault(plain(value), row)
        if other is not row and not same_rows(other, row):
            pairs.append((other, row))
    return pairs


RULE = Rule(
    code="HC206",
    slug="duplicate-id",
    since="0.1",
    severity="high",
    what="同一清单中内容不同的行使用了同一个编号（或名称）。没有编号列的清单不核对。",
    why="编号应当唯一；同号不同内容说明清单不实或有误。",
    basis="包括设备类型、名称及设备 ID 等",
    needs=("lists",),
    body=_check,
)

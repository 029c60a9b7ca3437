"""Two rows that are not duplicates of each other share the value of the list's id column."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case, cell_confidence, plain, row_evidence
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.rules.hc205_duplicate_row import content_of
from pipeline.checks.trust import TRUST
from pipeline.records import Row


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        column = definition.id_column
        if column is None:
            continue
        first: dict[str, Row] = {}
        pairs: list[tuple[Row, Row]] = []
        for row in rows.rows:
            value = plain(row.cells.get(column, ""))
            if len(value) < 2 or cell_confidence(row, column) < TRUST:
                continue
            other = first.setdefault(value, row)
            if other is not row and content_of(other) != content_of(row):
                pairs.append((other, row))
        if pairs:
            one, two = pairs[0]
            said = f"{definition.title}有{len(pairs)}处编号重复，如{one.cells.get(column, '')}"
            evidence = (row_evidence(one, "先出现", column), row_evidence(two, "重复", column))
            yield Fact(said, (definition.kind,), evidence)


RULE = Rule(
    code="HC206",
    slug="duplicate-id",
    since="0.1",
    severity="high",
    what="清单中不同的行使用了同一个编号。",
    why="编号应唯一；同号不同内容说明清单不实或有误。",
    basis="包括设备类型、名称及设备 ID 等",
    body=_check,
)

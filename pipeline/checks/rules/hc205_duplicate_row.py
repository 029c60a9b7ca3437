"""Two rows of one list agree in every cell but the serial number."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case, plain, row_evidence
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Row


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        first: dict[tuple[tuple[str, str], ...], Row] = {}
        pairs: list[tuple[Row, Row]] = []
        for row in rows.rows:
            content = content_of(row)
            if len(content) < 2:
                continue
            if content in first:
                pairs.append((first[content], row))
            else:
                first[content] = row
        if pairs:
            one, two = pairs[0]
            said = f"{definition.title}有{len(pairs)}行与前面的行完全相同，如第{_serial(one)}行与第{_serial(two)}行"
            yield Fact(said, (definition.kind,), (row_evidence(one, "先出现"), row_evidence(two, "重复")))


def content_of(row: Row) -> tuple[tuple[str, str], ...]:
    """What a row says, its serial number aside."""
    return tuple(sorted((key, plain(cell)) for key, cell in row.cells.items() if key != "serial" and plain(cell)))


def _serial(row: Row) -> str:
    return row.cells.get("serial", "") or "?"


RULE = Rule(
    code="HC205",
    slug="duplicate-row",
    since="0.1",
    severity="high",
    what="清单中有完全相同的行。",
    why="同一条目重复计数会虚增数量。",
    basis="所填指标数量需提供相关证明材料",
    body=_check,
)

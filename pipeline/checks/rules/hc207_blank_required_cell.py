"""A cell of a required column of a data row is empty, or holds only a dash or 无."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.case import Case, plain, row_evidence
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Row

_NOTHING = re.compile(r"[-/\\]*|无|N/A")


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        missing: list[tuple[Row, str]] = [
            (row, column)
            for row in rows.rows
            for column in definition.required_columns
            if _NOTHING.fullmatch(plain(row.cells.get(column, "")))
        ]
        if missing:
            row, column = missing[0]
            defined = definition.column(column)
            name = defined.names[0] if defined else column
            said = f"{definition.title}有{len(missing)}个必填单元格为空，如序号{row.cells.get('serial', '?')}的{name}"
            yield Fact(said, (definition.kind,), (row_evidence(row, f"缺{name}"),))


RULE = Rule(
    code="HC207",
    slug="blank-required-cell",
    since="0.1",
    severity="medium",
    what="清单中必填的单元格是空的。",
    why="缺少名称或编号的条目无法核实。",
    basis="包括APP名称、功能描述、聚焦行业、应用场景、开发者、联系人等",
    body=_check,
)

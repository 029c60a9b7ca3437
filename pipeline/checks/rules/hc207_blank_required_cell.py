"""A cell of a required column of a data row is empty, or holds only a dash or 无."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.rows import is_scanned, name_of, row_said
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import TRUST
from pipeline.checks.wording import says_nothing
from pipeline.records import ListDef, Row


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        missing = [
            (row, column)
            for row in rows.rows
            for column in definition.required_columns
            if says_nothing(row.cells.get(column, ""))
        ]
        sure = [(row, column) for row, column in missing if _is_sure(row, column, definition)]
        if sure and case.all_pages_read(f"{definition.title}有无空白单元格"):
            row, column = sure[0]
            name = _name(definition, column)
            said = f"{definition.title}有{len(sure)}个必填单元格为空，如{name_of(row)}的{name}"
            yield Fact(
                said, (definition.kind,), tuple(row_said(row, f"缺{_name(definition, key)}") for row, key in sure[:5])
            )
        elif missing and not sure:
            case.doubt(f"{definition.title}：扫描件有{len(missing)}个必填单元格未读出内容，需人工核对")


def _name(definition: ListDef, column: str) -> str:
    defined = definition.column(column)
    return defined.names[0] if defined else column


def _is_sure(row: Row, column: str, definition: ListDef) -> bool:
    """A reader of pixels may overlook a cell, or cut a row in two: then the rest of the row is not whole either."""
    if not is_scanned(row) or row.cells.get(column, "").strip():
        return True
    others = [each.key for each in definition.columns if each.key not in (column, "serial")]
    written = [key for key in others if key in row.cells]
    whole = all(row.cells.get(key, "").strip() for key in written)
    return whole and bool(row.cells.get("serial", "").strip()) and row.confidence >= TRUST


RULE = Rule(
    code="HC207",
    slug="blank-required-cell",
    since="0.1",
    severity="medium",
    what="清单中必填列的单元格是空的，或只写了短横线、无。",
    why="缺少名称或编号的条目无法核实。",
    basis="包括 APP 名称、功能描述、聚焦行业、应用场景、开发者、联系人等",
    needs=("lists",),
    body=_check,
)

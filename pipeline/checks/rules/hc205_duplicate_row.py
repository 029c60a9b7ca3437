"""Two rows of one list agree in every cell but the serial number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.rows import Content, confidence_of, content_of, is_scanned, name_of, row_said
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import TRUST
from pipeline.records import ListDef, Row


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        pairs = _pairs(rows.rows, definition)
        sure = [pair for pair in pairs if not any(is_scanned(row) and _is_doubtful(row, definition) for row in pair)]
        if sure:
            one, two = sure[0]
            said = f"{definition.title}有{len(sure)}行与前面的行除序号外完全相同，如{name_of(two)}与{name_of(one)}"
            shown = (side for one, two in sure[:5] for side in (row_said(one, "先出现的行"), row_said(two, "重复的行")))
            yield Fact(said, (definition.kind,), tuple(shown))
        elif pairs:
            case.doubt(f"{definition.title}：有相同的行，但识别把握不足，需人工核对")


def _pairs(rows: Sequence[Row], definition: ListDef) -> list[tuple[Row, Row]]:
    """Every row that says what an earlier one says, with the earlier one."""
    first: dict[Content, Row] = {}
    pairs = []
    for row in rows:
        content = content_of(row)
        if len(content) < min(2, len(definition.columns) - 1):
            continue  # a lone cell is a leftover, no row that could be told from another
        other = first.setdefault(content, row)
        if other is not row:
            pairs.append((other, row))
    return pairs


def _is_doubtful(row: Row, definition: ListDef) -> bool:
    """Whether what tells rows of this list apart may have been misread."""
    columns = {*definition.required_columns, *([definition.id_column] if definition.id_column else [])}
    return any(confidence_of(row, column) < TRUST for column in columns)


RULE = Rule(
    code="HC205",
    slug="duplicate-row",
    since="0.1",
    severity="high",
    what="同一清单中有除序号外完全相同的行。",
    why="同一条目重复计数会虚增数量。",
    basis="所填指标数量需提供相关证明材料，指标数量统计时间截至填报日期",
    needs=("lists",),
    body=_check,
)

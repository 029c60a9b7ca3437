"""The number of rows of one class differs from the field that claims that class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.compare import may_be_misread
from pipeline.checks.rows import is_scanned, lacks_rows, row_said
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show
from pipeline.records import Evidence, ListDef, ListRecord


def _check(case: Case) -> Iterator[Fact]:
    for definition, rows in case.lists():
        classes = {name: key for name, key in definition.claimed_by.items() if name}
        if not classes:
            continue
        counts = Counter(row.class_name for row in rows.rows)
        if not any(counts[name] for name in classes):
            case.doubt(f"{definition.title}：清单未分类，各分类数未核对")
            continue
        claims = {name: number for name, key in classes.items() if (number := case.number(key)) is not None}
        for name, claimed in claims.items():
            if counts[name] != claimed and not _in_doubt(case, definition, rows, counts, claims, name):
                yield _fact(case, definition, rows, name, claimed)


def _fact(case: Case, definition: ListDef, rows: ListRecord, name: str, claimed: float) -> Fact:
    key = definition.claimed_by[name]
    listed = [row for row in rows.rows if row.class_name == name]
    said = f"{case.label(key)}申报{show(claimed)}，{definition.title}中{name}有{len(listed):,}行"
    count = Evidence("附件清单", f"{definition.title}／{name}：{len(listed)}行", listed[-1].source if listed else None)
    return Fact(
        said, (key, definition.kind), (case.said(key), count, *(row_said(row, f"{name}首行") for row in listed[:1]))
    )


def _in_doubt(
    case: Case, definition: ListDef, rows: ListRecord, counts: Counter[str | None], claims: dict[str, float], name: str
) -> bool:
    """Whether the claim may be misread, rows of a scan were lost, or a class heading and its rows went to another."""
    if may_be_misread(case.get(definition.claimed_by[name]), float(counts[name])):
        case.doubt(f"{case.label(definition.claimed_by[name])}：与清单行数差一个字符，可能是识别有误，需人工核对")
        return True
    if not case.all_pages_read(f"{definition.title}的分类行数"):
        return True
    if not is_scanned(rows.rows[0]):
        return False
    total = case.number(definition.claimed_by[""]) if "" in definition.claimed_by else None
    if counts[name] < claims[name] and total is not None and lacks_rows(rows.rows, total):
        case.doubt(f"{definition.title}：扫描件的行数未能可靠清点，各分类数需人工核对")
        return True
    lost = [each for each in claims if claims[each] and not counts[each]]
    absorbed = any(counts[name] == claims[name] + claims[each] for each in lost if each != name)
    headings_lost = name in lost or absorbed
    if headings_lost:
        case.doubt(f"{definition.title}：扫描件的分类标题未能全部读出，分类数需人工核对")
    return headings_lost


RULE = Rule(
    code="HC203",
    slug="class-count-mismatch",
    since="0.1",
    severity="high",
    what="清单中某一类别的行数与该类别的申报数不一致，总数相符时也提示。",
    why="分类数应与分类清单逐条对应。",
    basis="工业设备清单（按运行设备、加工设备、行走设备和其他设备四类分别整理，包括设备类型、名称及设备 ID 等）",
    needs=("fields", "lists"),
    body=_check,
)

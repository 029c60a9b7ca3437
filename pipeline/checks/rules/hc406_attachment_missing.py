"""An attachment that the 材料清单 names, and that is no list, is in no file and on no page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from pipeline.checks.case import Case, plain
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence

_ENTRY = re.compile(r"附件\s*(\d+)\s*[:：、.．]?\s*(\S.*)?")
_RANGE = re.compile(r"附件\s*(\d+)\s*[-—－~至到]\s*(\d+)")
_ALIKE = 80.0


def _check(case: Case) -> Iterator[Fact]:
    value = case.filled("materials.list")
    if value is None:
        return
    if any(file.outcome != "read" for file in case.record.files):
        case.doubts.append("有文件未能读取，无法判断证明材料是否缺失")
        return
    there = [heading.text for heading in case.record.headings] + [file.path for file in case.record.files]
    for number, title in _entries(str(value.value)):
        if not _is_list(case, title) and not _is_there(number, title, there):
            said = f"材料清单中的附件{number}「{title}」没有提交"
            evidence = (Evidence("材料清单", f"附件{number}：{title}", value.source), Evidence("附件", "未找到"))
            yield Fact(said, ("materials.list",), evidence)


def _entries(text: str) -> list[tuple[int, str]]:
    found = (_ENTRY.match(line.strip()) for line in text.splitlines())
    return [(int(match[1]), match[2].strip()) for match in found if match and match[2]]


def _is_list(case: Case, title: str) -> bool:
    lists = (each.title for each in case.form.lists)
    return title.rstrip("。；;").endswith(("清单", "花名册", "统计表")) or any(
        fuzz.ratio(plain(title), plain(each)) > _ALIKE for each in lists
    )


def _is_there(number: int, title: str, there: Sequence[str]) -> bool:
    words = plain(title)
    for text in there:
        folded = plain(text)
        span = _RANGE.search(text)
        if span and int(span[1]) <= number <= int(span[2]):
            return True
        if re.search(rf"附件0?{number}(?!\d)", folded) or (
            fuzz.partial_ratio(words, folded) >= 90 and len(folded) >= 4
        ):
            return True
    return False


RULE = Rule(
    code="HC406",
    slug="attachment-missing",
    since="0.1",
    severity="medium",
    what="材料清单列出的证明材料没有提交。",
    why="材料清单与实际提交的材料应当一致。",
    basis="材料清单（作为附件放后）",
    body=_check,
)

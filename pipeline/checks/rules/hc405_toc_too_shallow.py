"""The 目录 is absent, has fewer levels than asked, or does not break down the attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import plain
from pipeline.records import Evidence, Heading

_ATTACHMENT = re.compile(r"附件\s*[0-9一二三四五六七八九十]")
_FEWEST = 2


def _check(case: Case) -> Iterator[Fact]:
    toc = case.record.toc
    if not toc:
        if case.all_files_read("有无目录"):
            yield Fact("申报书没有目录", (), (Evidence("目录", "未找到"),))
        return
    levels = {entry.level for entry in toc if entry.level is not None}
    if levels and len(levels) < case.form.toc_levels:
        said = f"目录只有{len(levels)}级，应至少{case.form.toc_levels}级"
        yield Fact(said, (), _shown(toc))
    elif sum(_is_attachment(case, entry) for entry in toc) < _FEWEST:
        yield Fact("目录没有列出证明材料的细分目录", (), _shown(toc))
    elif not levels:
        case.doubt("目录：级次未能判断")


def _is_attachment(case: Case, entry: Heading) -> bool:
    words = plain(entry.text)
    return bool(_ATTACHMENT.search(entry.text)) or any(plain(each.title) in words for each in case.form.lists)


def _shown(toc: Sequence[Heading]) -> tuple[Evidence, ...]:
    return tuple(Evidence("目录", entry.text, entry.source) for entry in toc[:3])


RULE = Rule(
    code="HC405",
    slug="toc-too-shallow",
    since="0.1",
    severity="low",
    what="目录缺失、不足三级，或没有列出证明材料的细分目录。",
    why="通知要求目录细到三级并包括证明材料，便于查阅。",
    basis="申报书中需根据实际情况添加目录（粒度应至少达到三级，并包括证明材料细分目录等内容）",
    needs=("toc",),
    body=_check,
)

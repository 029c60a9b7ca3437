"""The 目录 is absent, has fewer levels than asked, or does not list the attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence, Heading

_ATTACHMENT = re.compile(r"\s*附件\s*\d*")


def _check(case: Case) -> Iterator[Fact]:
    asked = case.form.toc_levels
    if not asked or not case.record.versions:
        return
    toc = case.record.toc
    if toc is None:
        yield Fact("申报书没有目录", (), (Evidence("目录", "未找到"),))
        return
    main = {entry.level for entry in toc if entry.level is not None and not _ATTACHMENT.match(entry.text)}
    attached = [entry for entry in toc if _ATTACHMENT.match(entry.text)]
    if len(main) < asked:
        yield Fact(f"目录只有{len(main)}级，应至少{asked}级", (), _shown(toc))
    elif len(attached) < 2:
        yield Fact("目录没有列出证明材料的细分目录", (), _shown(toc))


def _shown(toc: Sequence[Heading]) -> tuple[Evidence, ...]:
    return tuple(Evidence("目录", entry.text, entry.source) for entry in toc[:1])


RULE = Rule(
    code="HC405",
    slug="toc-too-shallow",
    since="0.1",
    severity="low",
    what="目录缺失、不足三级或未列出证明材料。",
    why="通知要求目录细到三级并列明证明材料。",
    basis="申报书中需根据实际情况添加目录（粒度应至少达到三级，并包括证明材料细分目录等内容）",
    body=_check,
)

"""Automatic numbers of Word paragraphs (一、 1. （1） 附件1), as Word would print them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, NamedTuple

import cn2an

from extractors.readers.style_numbers import numbered_styles, stated
from extractors.readers.word_runs import W, whole_number

_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographTraditional", "japaneseCounting",
}  # fmt: skip


_LETTERS = 30
"""As many of the same as Word writes."""


class _Level(NamedTuple):
    """How one depth of a list is numbered: the pattern (``%1.%2``), the kind of number, the first one."""

    pattern: str
    kind: str
    start: int


_Levels = dict[int, _Level]
"""By depth, counted from 0."""


class Numbering:
    """The counters of a document's lists; ask for the labels in the order of the document."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, _Levels] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, tuple[str, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):  # no part for numbers; python-docx can't make one up
            return
        abstract = {each.get(f"{W}abstractNumId"): _levels_of(each) for each in root.findall(f"{W}abstractNum")}
        for number in root.findall(f"{W}num"):
            of = number.find(f"{W}abstractNumId")
            if of is not None:
                self._levels[number.get(f"{W}numId")] = abstract.get(of.get(f"{W}val"), {})
        self._styles = numbered_styles(document)

    def label(self, paragraph: Any) -> str:
        """The number that stands before the paragraph's text; empty where it has none or only a bullet."""
        list_id, level = self._place(paragraph)
        levels = self._levels.get(list_id, {})
        if level not in levels or levels[level].kind == "bullet":
            return ""
        return self._count(list_id, level, levels)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The paragraph's list and its depth in it: its own, else its style's."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        list_id, level = self._styles.get(style.get(f"{W}val"), ("", 0)) if style is not None else ("", 0)
        own = paragraph.find(f"{W}pPr/{W}numPr")
        return stated(own, list_id, level) if own is not None else (list_id, level)

    def _count(self, list_id: str, level: int, levels: _Levels) -> str:
        counts = self._counts[list_id]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            named = levels.get(at, levels[level])
            return _written(counts.get(at, named.start), named.kind)

        return re.sub(r"%(\d)", number, levels[level].pattern)


def _levels_of(abstract: Any) -> _Levels:
    levels: _Levels = {}
    for level in abstract.findall(f"{W}lvl"):
        pattern, kind, start = (level.find(f"{W}{name}") for name in ("lvlText", "numFmt", "start"))
        levels[whole_number(level.get(f"{W}ilvl"), 0, 0, 99)] = _Level(
            "" if pattern is None else pattern.get(f"{W}val", ""),
            "decimal" if kind is None else kind.get(f"{W}val", "decimal"),
            1 if start is None else whole_number(start.get(f"{W}val"), 1, 0, 999_999),
        )
    return levels


def _written(number: int, kind: str) -> str:
    if kind in _CHINESE:
        return str(cn2an.an2cn(number))
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, _LETTERS)  # after z comes aa, then bb
        return letter if kind == "lowerLetter" else letter.upper()
    return str(number)

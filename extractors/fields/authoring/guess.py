"""Guesses for a draft: which field a label names, of what kind, in which unit. The author corrects them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from pipeline.records import FieldDef, FieldKind
from pipeline.records.load import load_forms

_KNOWN_ENOUGH = 90.0
_PUNCTUATION = re.compile(r"[\s:：、，,。;；□☑_＿*＊·•\-—“”\"']+")
_UNIT = re.compile(r"[（(]\s*(万元|亿元|元|台/套|台|套|个|项|名|人|家|次|类|种|件|%|％|TB|GB/s|MB/s)\s*[)）]?")
_COUNT = re.compile(r"数量|总数|人数|户数|次数|个数|种类|数$")
_DATE = re.compile(r"日期|时间$|年\s*月")
_LONG = re.compile(r"简介|介绍|说明|概况|计划|情况$|方案|限\s*\d+\s*字")
_RATIO = re.compile(r"率$|比例|占比")
_MONEY = re.compile(r"金额|投资|收入|成本|利润|税金|资产|销售|投入")


@dataclass(slots=True)
class Namer:
    """Gives each label a key: a known form's where the label is known, else numbered within its section."""

    taken: set[str] = field(default_factory=set)
    section: int = 0
    count: int = 0

    def begin_section(self) -> None:
        """Further keys belong to a new section of the form."""
        self.section += 1
        self.count = 0

    def name(self, label: str, section: str) -> str:
        """A key that no other field of the draft has."""
        known = _known(label, section)
        if known is not None and known.key not in self.taken:
            return self._take(known.key)
        self.count += 1
        return self._take(f"section{self.section}.field{self.count}")

    def derived(self, key: str, ending: str) -> str:
        """A key for something that belongs to the field ``key``, e.g. its seal."""
        return self._take(key + ending)

    def _take(self, key: str) -> str:
        number, free = 2, key
        while free in self.taken:
            free, number = f"{key}_{number}", number + 1
        self.taken.add(free)
        return free


def bare(label: str) -> str:
    """The label as it is compared: no notes in brackets, no punctuation, no spaces."""
    return _PUNCTUATION.sub("", re.sub(r"[（(][^（()）]*[)）]?", "", label)) or _PUNCTUATION.sub("", label)


def kind_of(label: str, after: str = "") -> tuple[FieldKind, str]:
    """Kind and unit by the words before and after the blank."""
    found = _UNIT.search(label) or re.match(r"\s*(万元|台/套|[台套个项名人家次类种件%％])", after)
    unit = found[1].replace("％", "%") if found else ""
    if unit == "%" or (_RATIO.search(bare(label)) and not unit):
        return "percent", "%"
    if unit in ("万元", "亿元", "元", "TB", "GB/s", "MB/s"):
        return "decimal", unit
    if unit or _COUNT.search(bare(label)):
        return "integer", unit
    if _DATE.search(label):
        return "date", ""
    if _LONG.search(label):
        return "narrative", ""
    return ("decimal", "万元") if _MONEY.search(label) else ("text", "")


@cache
def _vocabulary() -> tuple[tuple[str, ...], tuple[FieldDef, ...]]:
    fields = [each for form in load_forms() for each in form.fields if not (each.is_tick or each.is_mark)]
    return tuple(bare(each.label.rsplit("/", 1)[-1]) for each in fields), tuple(fields)


def _known(label: str, section: str) -> FieldDef | None:
    """The field of a known form whose label says the same; among several, the one of the likest section."""
    labels, fields = _vocabulary()
    hits = process.extract(bare(label), labels, scorer=fuzz.ratio, score_cutoff=_KNOWN_ENOUGH, limit=None)
    same = [fields[index] for _, score, index in hits if score == hits[0][1]]
    return max(same, key=lambda each: _likeness(each, section), default=None)


def _likeness(each: FieldDef, section: str) -> float:
    whole = f"{each.section}/{'/'.join(each.label.split('/')[:-1])}"
    return float(fuzz.token_set_ratio(" ".join(whole.split("/")), " ".join(section.split("/"))))


def lines_of(words: Sequence[str]) -> str:
    """The lines of a cell with single line breaks and no empty ones."""
    return "\n".join(line for each in words for line in (part.strip() for part in each.split("\n")) if line)

"""Guesses for a draft: of what kind a blank is, in which unit, and which known field a label names."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz, process

from pipeline.records import FieldDef, FieldKind
from pipeline.records.load import load_forms

_KNOWN_ENOUGH = 90.0
_PUNCTUATION = re.compile(r"[\s:：、，,。;；□☑_＿*＊·•“”\"'\[\]]+")
_NUMBERED = re.compile(r"^\d+(?:[.．]\d+)*[.．、]?")
_AMONG = re.compile(r"^其中")
_UNITS = r"(万元|亿元|元|台/套|台|套|个|项|名|人|家|次|类|种|件|%|％|TB|GB/s|MB/s)"
_UNIT_IN_LABEL = re.compile(rf"[（(]\s*{_UNITS}\s*[)）]?")
_UNIT_AFTER = re.compile(rf"\s*{_UNITS}")
_MEASURE_AFTER = re.compile(r"\s*([^\s\d；;，,。、：:（）()_＿□☑]{1,4})(?=[；;，,。、\n（(]|\s|$)")
_COUNT = re.compile(r"数量|总数|人数|户数|次数|个数|种类|数$")
_DATE = re.compile(r"日期|时间$|年\s*月")
_LONG = re.compile(r"简介|介绍|说明|概况|限\s*\d+\s*字")
_RATIO = re.compile(r"率$|比例|占比")
_MONEY = re.compile(r"金额|投资|收入|成本|利润|税金|资产|销售|投入")
_MEASURED = ("万元", "亿元", "元", "TB", "GB/s", "MB/s")


def bare(label: str) -> str:
    """The label as it is compared: no notes in brackets, no numbering, no punctuation, no spaces."""
    words = _PUNCTUATION.sub("", re.sub(r"[（(][^（()）]*[)）]?", "", label))
    return _AMONG.sub("", _NUMBERED.sub("", words)) or _PUNCTUATION.sub("", label)


def kind_of(label: str, after: str = "") -> tuple[FieldKind, str]:
    """Kind and unit by the words before and directly after the blank."""
    found = _UNIT_AFTER.match(after) or _UNIT_IN_LABEL.search(label)
    unit = found[1].replace("％", "%") if found else ""
    if not found and (other := _MEASURE_AFTER.match(after)):
        return "integer", other[1]
    if unit == "%" or (_RATIO.search(bare(label)) and not unit):
        return "percent", "%"
    if unit in _MEASURED:
        return "decimal", unit
    if unit or _COUNT.search(bare(label)):
        return "integer", unit
    if _DATE.search(label):
        return "date", ""
    if _LONG.search(label):
        return "narrative", ""
    return ("decimal", "万元") if _MONEY.search(label) else ("text", "")


def known_field(label: str, section: str, *, mark: bool = False) -> FieldDef | None:
    """The field of a known form whose label says the same; among several, the one of the likest section."""
    labels, fields = _vocabulary(mark)
    hits = process.extract(bare(label), labels, scorer=fuzz.ratio, score_cutoff=_KNOWN_ENOUGH, limit=None)
    same = [fields[index] for _, score, index in hits if score == hits[0][1]]
    return max(same, key=lambda each: _likeness(each, section), default=None)


@cache
def _vocabulary(mark: bool) -> tuple[tuple[str, ...], tuple[FieldDef, ...]]:
    fields = [each for form in load_forms() for each in form.fields if each.is_mark == mark and not each.is_tick]
    pairs = [(bare(words), each) for each in fields for words in _own_words(each.label, mark)]
    return tuple(words for words, _ in pairs), tuple(each for _, each in pairs)


def _own_words(label: str, mark: bool) -> set[str]:
    """The words of a label that stand beside the blank: all of them, or what follows its group (``联系人/姓名``)."""
    if mark:
        return {label.replace("（盖章）：公章", "").replace("（签章）", "")}
    return {label, label.rsplit("/", 1)[-1], label.split("，")[-1]}


def _likeness(each: FieldDef, section: str) -> float:
    whole = f"{each.section}/{'/'.join(each.label.split('/')[:-1])}"
    return float(fuzz.token_set_ratio(" ".join(whole.split("/")), " ".join(section.split("/"))))

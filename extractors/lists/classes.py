"""Class headings of a list: 一、运行设备, （二）加工设备（共20台）, 附件1-3 行走设备 …"""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from extractors.lists.words import bare, core, plain, unnumbered
from pipeline.records import ListDef

LIKE = 0.7
"""One misread character in four is forgiven."""
_LONGEST = 40
_COUNT = re.compile(r"(?:[,.:;、，：—-]*(?:共计?|合计|计)?\d+[台套个项款家条种类]+/?[台套个]?)+$")
_LEADERS = re.compile(r"^(?:所属|设备|模型|APP)?(?:类别|分类|大类|类型)[:：]")
_ORDINALS = "一二三四五六七八九十"


def class_of(line: str, definition: ListDef, expected: int = -1) -> str | None:
    """The class in the list's wording that a heading names; None where it names none or several.

    ``expected`` is the index of the class that would come next: a heading too badly read to be told by its words alone
    counts as that class when its own numbering says so too.
    """
    if not definition.classes or not line or len(line) > _LONGEST:
        return None
    said = _LEADERS.sub("", unnumbered(line))
    forms = {_alike(_COUNT.sub("", bare(said))), _alike(core(said))} - {""}
    for name in definition.classes:
        if _alike(plain(name)) in forms:
            return name
    return _nearest(forms, definition) or _contained(said, definition) or _numbered(line, forms, definition, expected)


def exact_class(text: str, definition: ListDef) -> str | None:
    """The class that a cell of a class column names, without any guessing."""
    folded = _alike(bare(unnumbered(text)))
    return next((name for name in definition.classes if _alike(plain(name)) == folded), None)


def _alike(folded: str) -> str:
    return folded.replace("其他", "其它").removesuffix("类")


def _nearest(forms: set[str], definition: ListDef) -> str | None:
    scored = sorted((max((_similar(each, name) for each in forms), default=0.0), name) for name in definition.classes)
    best = scored[-1]
    clear = len(scored) < 2 or best[0] - scored[-2][0] > 0.15
    return best[1] if best[0] >= LIKE and clear else None


def _similar(said: str, name: str) -> float:
    return Levenshtein.normalized_similarity(said, _alike(plain(name)))


def _contained(said: str, definition: ListDef) -> str | None:
    folded = _alike(plain(said))
    found = [name for name in definition.classes if _alike(plain(name)) in folded]
    room = len(folded) <= 24
    return found[0] if len(found) == 1 and room else None


def _numbered(line: str, forms: set[str], definition: ListDef, expected: int) -> str | None:
    if not 0 <= expected < min(len(definition.classes), len(_ORDINALS)):
        return None
    numbered = re.match(rf"[(]?(?:{_ORDINALS[expected]}|{expected + 1})[).、,]", plain(line))
    name = definition.classes[expected]
    near = any(_similar(each, name) >= 0.5 for each in forms)
    return name if numbered and near else None

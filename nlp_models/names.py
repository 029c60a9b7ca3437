"""Named things in a narrative: organisations, platforms, parks, standards, places, dates, awards.

Written patterns (standards, dates, names with a legal form) are found by rules; what needs its context is found by the
trained recogniser committed in ``model/names``. Where both speak of the same characters the rule counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.language import Language

Label = Literal["ORG", "PLATFORM", "PARK", "STANDARD", "PLACE", "DATE", "AWARD"]

_NATIONAL = r"(?:GB|YD|JB|HG|SJ|DL|JR|DB\d\d)(?:/[TZ])?\s?\d{3,6}(?:\.\d+)?(?:[-—]\d{4})?"
_OF_A_BODY = r"T/[A-Z]{2,8}\s?\d+(?:[-—]\d{4})?"
_WORLD = r"(?:ISO/IEC|ISO|IEC|IEEE)\s?\d{3,6}(?:[-:]\d+)*"
_COMPANY = r"[\u4e00-\u9fff（）()]{4,24}?(?:股份有限公司|有限责任公司|集团有限公司|有限公司)"
_RULES: tuple[tuple[Label, re.Pattern[str]], ...] = (
    ("STANDARD", re.compile(f"{_NATIONAL}|{_OF_A_BODY}|{_WORLD}")),
    ("DATE", re.compile(r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?")),
    ("ORG", re.compile(_COMPANY)),
)
_LEADING = re.compile(r"^(?:.*(?:与|和|及|为|由|向|以|对|客户|包括|采购|联合|服务|例如|如|帮助|在|给|了|是|合作伙伴))+")


@dataclass(frozen=True, slots=True)
class Name:
    """A named thing at ``start:end`` of the text it was found in."""

    start: int
    end: int
    label: Label
    text: str


@cache
def _model() -> Language:
    import spacy

    return spacy.load(str(files("nlp_models").joinpath("model/names")))


def _by_rule(text: str) -> Iterator[Name]:
    for label, pattern in _RULES:
        for match in pattern.finditer(text):
            start = match.start()
            if label == "ORG":
                start += _length_of_lead(match[0])
            if match.end() - start >= 4:
                yield Name(start, match.end(), label, text[start : match.end()])


_ENDS = {
    "ORG": re.compile(r"(?:公司|集团|大学|学院|研究院|研究所|银行|协会|联盟|联合会|厂|中心|局|委员会|实验室)$"),
    "PLATFORM": re.compile(r"(?<!数据中)(?:平台|云|大脑|系统)$"),
    "PARK": re.compile(r"(?:园区?|开发区|新区|基地|产业港)$"),
    "AWARD": re.compile(r"(?:企业|中心|示范|奖|试点|冠军|工厂|实验室|单位|名单|项目)"),
    "PLACE": re.compile(r"^[\u4e00-\u9fff]{2,3}$|[省市县区州]$"),
}
_NO_NAME = re.compile(r"[，。、；：！？\s]|的|与|提升|下降|覆盖")


def _looks_right(label: str, text: str) -> bool:
    """What the recogniser marks is kept only where it ends as a name of its kind does."""
    wanted = _ENDS.get(label)
    return _NO_NAME.search(text) is None and 2 <= len(text) <= 30 and (wanted is None or bool(wanted.search(text)))


def _length_of_lead(name: str) -> int:
    """How many characters before the name proper the pattern has swallowed (``与``, ``客户包括``)."""
    lead = _LEADING.match(name)
    return lead.end() if lead else 0


def find_names(text: str) -> list[Name]:
    """The named things of a text, left to right, without overlaps.

    >>> [(name.label, name.text) for name in find_names("依据GB/T 39116-2020开展评估")]
    [('STANDARD', 'GB/T 39116-2020')]
    """
    found = sorted(_by_rule(text), key=lambda name: name.start)
    for entity in _model()(text).ents:
        if not _looks_right(entity.label_, entity.text):
            continue
        clear = all(entity.end_char <= name.start or entity.start_char >= name.end for name in found)
        if clear:
            found.append(Name(entity.start_char, entity.end_char, entity.label_, entity.text))  # type: ignore[arg-type]
    return sorted(found, key=lambda name: name.start)

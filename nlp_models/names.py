"""Named things in a narrative: organisations, platforms, parks, standards, places, dates, awards.

Written patterns (standards, dates, names with a legal form) are found by rules; what needs its context is found by the
trained recogniser committed in ``model/names``. Where both speak of the same characters the rule counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp_models.loading import pipeline
from nlp_models.name_rules import Label, by_rule


@dataclass(frozen=True, slots=True)
class Name:
    """A named thing at ``start:end`` of the text it was found in."""

    start: int
    end: int
    label: Label
    text: str


_ENDS = {
    "ORG": re.compile(r"(?:公司|集团|大学|学院|研究院|研究所|银行|协会|联盟|联合会|厂|中心|局|委员会|实验室)$"),
    "PLATFORM": re.compile(r"(?<!数据中)(?:平台|云|大脑|系统)$"),
    "DATE": re.compile(r"[年月日底末初]$"),
    "STANDARD": re.compile(r"\d$"),
    "PARK": re.compile(r"(?:园区?|开发区|新区|基地|产业港)$"),
    "AWARD": re.compile(r"(?:企业|中心|示范|奖|试点|冠军|工厂|实验室|单位|名单|项目)"),
    "PLACE": re.compile(r"^[\u4e00-\u9fff]{2,6}[省市县州]$"),
}
_SENTENCE = re.compile(r"[^。！？；;\u2029]+")
_HINT = re.compile(r"中心|实验室|[一-鿿]厂|[局委]|基地|系统|大脑|云|奖|称号|认定为|获评|入选|荣获|示范|[县州]")
"""Only where one of these is left can the recogniser add to the rules: most sentences are spared it."""
_NO_NAME = re.compile(r"[，。、；：！？\s]|的|与|提升|下降|覆盖")


def _looks_right(label: str, text: str) -> bool:
    """What the recogniser marks is kept only where it ends as a name of its kind does."""
    wanted = _ENDS.get(label)
    return (
        _NO_NAME.search(text) is None
        and (6 if label == "AWARD" else 2) <= len(text) <= 30
        and (wanted is None or bool(wanted.search(text)))
    )


def find_names(text: str) -> list[Name]:
    """The named things of a text, left to right, without overlaps.

    >>> [(name.label, name.text) for name in find_names("依据GB/T 39116-2020开展评估")]
    [('STANDARD', 'GB/T 39116-2020')]
    """
    found: list[Name] = []
    for span in by_rule(text):
        _add(found, Name(span.start, span.end, span.label, text[span.start : span.end]))
    for sentence in _SENTENCE.finditer(text):
        left = _left_over(text, sentence.start(), sentence.end(), found)
        for entity in pipeline("names")(sentence[0]).ents if _HINT.search(left) else ():
            if _looks_right(entity.label_, entity.text):
                start = sentence.start() + entity.start_char
                _add(found, Name(start, start + len(entity.text), entity.label_, entity.text))  # type: ignore[arg-type]
    return sorted(found, key=lambda name: name.start)


def _left_over(text: str, start: int, end: int, found: list[Name]) -> str:
    """What the rules have left of a sentence."""
    for name in sorted(found, key=lambda name: -name.start):
        if start <= name.start and name.end <= end:
            text, end = text[: name.start] + text[name.end :], end - (name.end - name.start)
    return text[start:end]


def _add(found: list[Name], name: Name) -> None:
    """Keep the name where nothing that was found before stands."""
    if all(name.end <= other.start or name.start >= other.end for other in found):
        found.append(name)

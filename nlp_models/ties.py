"""What a number counts: the grammar that ties a quantity of a sentence to the noun of a concept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from nlp_models.concepts import Concept, Mention, concepts, find_mentions, parent_of
from nlp_models.quantities import Quantity


@cache
def filler() -> re.Pattern[str]:
    """The words that may stand between a noun and the number that counts it, any of them in a row."""
    words = yaml.safe_load(files("nlp_models").joinpath("data/fillers.yaml").read_text(encoding="utf-8"))
    return re.compile(f"(?:{'|'.join(words)})*")


BRACKETS = re.compile(r"[（(][^（()）]{0,40}[）)]")
_AFTER_NUMBER = re.compile(r"(?:(?:主流|通用|不同|各类?|种|以上|左右|余|多)*的?[\u4e00-\u9fff“”]{0,6}?(?:类|型|行业)?)")
_NOTHING_FOLLOWS = re.compile(r"$|[，、（(）)]|以上|左右")
_RESPECTIVELY = re.compile(r"分别|依次")
_MACHINE_BEFORE = re.compile(r"[\u4e00-\u9fff](?<!服务)(?<!计算)(?<!主)(?<!手)[机泵床炉釜车]$")
_MACHINE_AFTER = re.compile(r"[\u4e00-\u9fff]{0,4}(?<!服务)(?<!计算)(?<!手)[机泵床炉釜车](?!器|构|制)")
TOTAL = re.compile(r"[，,、]?(?:合计|共计|总计|总数|总量|共)(?:为|达|约|有)*")
AND_SO_ON = re.compile(
    r"[^。，]{0,8}?(?:增长|增加|增|发展|提[高升]|扩[大充展]|跃升|变)?(?:到|至)(?:如今|现在|目前)?的?"
    r"|[，、](?:第?[一二三四]年|20\d\d年|其中|有|三年累计|预计|本平台|我平台|平台|目前|如今|今年|现|已|连接|接入|服务|为|实际|完成|计划|扩充至|年内|可?达|将达|到|总数|省外)*"
    r"|\S{0,6}中?，(?:其中|有)+|、|，较[^，\d]{0,8}的"
)
_HERE = re.compile(
    r"$|[，、（(）)和及]|以上|左右|支持|通过|来自|获|由|正在|超额"
    r"|逐步|扩|增|发展|提升|跃升|[到至]|计划|预计|采用|尚|因|均|已|将"
)
_SORTS = re.compile(r"其中|分别|覆盖|包括|分为|[：:]")
_TOPIC = re.compile(
    r"方面，(?:已完成|累计|完成|已|共)+|[^。]{0,16}，(?:合计|其余)|的基础上，(?:公司|平台|再|将|拟|计划|新增|接入|增加|扩充|新建)+|(?:[^，。、]{0,10}[，](?:净增|增幅|达到?|共|合计|共计|总数达?到?|预计|三年累计)+|[一二三四两\d]批共)"
)


def concept_of(
    sentence: str,
    quantity: Quantity,
    mentions: Sequence[Mention],
    tied: Sequence[tuple[Quantity, Concept]],
) -> Concept | None:
    """The concept that a quantity counts; ``tied`` are the quantities before it in the sentence with theirs.

    ``工业设备30台`` (noun, filler, number, measure word), ``30台工业设备`` (number, measure word, noun), or a
    number that goes on with what was counted before (``由30台增至50台``).
    """
    return (
        _counted_after(sentence, quantity, mentions)
        or _counted_before(sentence, quantity, mentions)
        or _goes_on(sentence, quantity, mentions, tied)
        or _machine(sentence, quantity)
        or _of_the_topic(sentence, quantity, mentions)
    )


def _fits(concept: Concept, quantity: Quantity) -> bool:
    if not quantity.unit:
        return quantity.value >= 10 and not (concept.verbs or concept.narrower or concept.bare)
    return quantity.unit in concept.units


def _counted_before(sentence: str, quantity: Quantity, mentions: Sequence[Mention]) -> Concept | None:
    """``平台已接入工业设备共30台``: the noun stands before the number, nothing but filler or brackets between."""
    aside = [match.span() for match in BRACKETS.finditer(sentence, 0, quantity.start)]
    nearest = [
        each for each in mentions
        if each.end <= quantity.start and not any(a < each.start < b for a, b in aside)
    ]  # fmt: skip
    if nearest and not _fits(nearest[-1].concept, quantity):
        nearest = within(sentence, nearest[-1])
    if not nearest or not _fits(nearest[-1].concept, quantity):
        return None
    if nearest[-1].concept.bare and not _NOTHING_FOLLOWS.match(sentence, quantity.end):
        return None
    between = BRACKETS.sub("", sentence[nearest[-1].end : quantity.start])
    return nearest[-1].concept if filler().fullmatch(between.strip("（()）")) else None


def within(sentence: str, mention: Mention) -> list[Mention]:
    """The shorter noun that a longer one ends with, for a measure word that only fits that: ``平台用户增加了60家``."""
    ends = (
        Mention(mention.start + 1 + each.start, mention.end, each.concept)
        for each in find_mentions(sentence[mention.start + 1 : mention.end])
        if mention.start + 1 + each.end == mention.end
    )
    return list(ends)


def _counted_after(sentence: str, quantity: Quantity, mentions: Sequence[Mention]) -> Concept | None:
    """``连接30台工业设备``: the noun follows the measure word, a few words that describe it between."""
    for mention in mentions:
        if mention.start >= quantity.end and _fits(mention.concept, quantity):
            between = sentence[quantity.end : mention.start]
            near = (
                len(between) <= 8
                and _AFTER_NUMBER.fullmatch(between)
                and not re.search(r"[\d，、]|其|中(?!小)|和|与", between)
            )
            return mention.concept if near else None
    return None


def _machine(sentence: str, quantity: Quantity) -> Concept | None:
    """``水泵260台``, ``22台切割机``: a kind of device that no list of nouns can name in full."""
    if quantity.unit not in ("台", "台套", "台/套"):
        return None
    before, after = _MACHINE_BEFORE.search(sentence[: quantity.start]), _MACHINE_AFTER.match(sentence, quantity.end)
    return _devices() if before or after else None


@cache
def _devices() -> Concept:
    return next(each for each in concepts() if each.id == "devices" and each.narrower)


def _goes_on(
    sentence: str, quantity: Quantity, mentions: Sequence[Mention], tied: Sequence[tuple[Quantity, Concept]]
) -> Concept | None:
    """``由30台增至50台``, ``…模型3个、…模型5个，合计8个``: a number goes on with what was counted before it."""
    named = [each for each in mentions if each.end <= quantity.start]
    if tied and (not named or named[-1].end <= tied[-1][0].end + 8):
        last, concept = tied[-1]
        between = sentence[last.end : quantity.start]
        if concept.parent and last.unit == quantity.unit and TOTAL.fullmatch(between):
            return parent_of(concept)
        if _fits(concept, quantity) and AND_SO_ON.fullmatch(between):
            return concept
        if (
            concept.units >= {quantity.unit}
            and (quantity.unit in _TELLING or _SORTS.search(sentence, 0, quantity.start))
            and named[-1:]
            and named[-1].end <= last.end + 8
            and _HERE.match(sentence, quantity.end)
        ):
            return concept if ONLY_SAYS.fullmatch(between) else replace(concept, narrower=True)
    if named and _fits(named[-1].concept, quantity):
        between = BRACKETS.sub("", sentence[named[-1].end : quantity.start])
        return named[-1].concept if _TOPIC.fullmatch(between) else None
    return None


_TELLING = frozenset(("台", "台套", "台/套", "家", "户", "款", "名", "种"))
"""Measure words that few things share: alone they tie a number to a noun clauses before it."""
_FARTHEST = 60
ONLY_SAYS = re.compile(
    r"(?:[^，、]*[，、（(])*(?:20\d\d年|[上下]?半年|[今去]年|年?[底末初]|目前|现在?|如今|已经?|总?共计?|合计|总计|累计|为|是|有|则|均|达到?|突破|超过?"
    r"|近|约|逾|仅|还|不到|不足|逐步|进一步|稳步|扩[大展充]|增[加长]?|提升|发展|跃升|上升|[到至在]|规模|数量|总[数量]|其[中余]|剩[余下]|另有|还有)*"
)


def _of_the_topic(sentence: str, quantity: Quantity, mentions: Sequence[Mention]) -> Concept | None:
    """``平台客户由少到多，从试点时的15家…``: the last noun before that the measure word fits; none is named after.

    What stands between the last comma and the number may name a kind of it (``合肥412家``): then it is a part.
    """
    if quantity.unit not in _TELLING or not _HERE.match(sentence, quantity.end):
        return None
    before = [each for each in mentions if each.end <= quantity.start and quantity.start - each.end <= _FARTHEST]
    fitting = [each for each in before if each.concept.keys and quantity.unit in each.concept.units]
    if not fitting or fitting[-1] is not before[-1]:
        return None
    concept = fitting[-1].concept
    said = ONLY_SAYS.fullmatch(sentence[fitting[-1].end : quantity.start])
    return concept if said or concept.narrower else replace(concept, narrower=True)


def respectively(sentence: str, quantities: Sequence[Quantity], mentions: Sequence[Mention]) -> dict[int, Concept]:
    """``设备、模型分别为30台和5个``: as many nouns before 分别 as numbers after it, each in turn."""
    word = _RESPECTIVELY.search(sentence)
    if word is None:
        return {}
    nouns = [each.concept for each in mentions if each.end <= word.start()]
    numbers = [at for at, each in enumerate(quantities) if each.start >= word.end()]
    if len(nouns) < 2 or len(nouns) != len(numbers):
        return {}
    if not all(_fits(concept, quantities[at]) for concept, at in zip(nouns, numbers, strict=True)):
        return {}
    return dict(zip(numbers, nouns, strict=True))

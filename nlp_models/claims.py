"""Claims: what a narrative says about a count field of the form.

A claim is a quantity tied to a concept by the grammar of counting: ``工业设备30台`` (noun, filler, number, measure
word) or ``30台工业设备`` (number, measure word, noun). Plans, examples, changes and parts
are no claims about the total.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from nlp_models.concepts import Concept, Mention, find_mentions
from nlp_models.plain import PlainText, plain_text
from nlp_models.quantities import Quantity, find_quantities
from nlp_models.scope import scope_of
from nlp_models.scope_model import judge
from pipeline.document import Document, Text
from pipeline.records import Claim, FormDef

_SENTENCE = re.compile(r"[^。！？；;\u2029]+")
_CLAUSE = re.compile(r"(?:[^，、]|、(?=微服务|软件著作权))+")
_FILLER = re.compile(
    r"(?:的|总数量|总数|总量|数量|规模|数|总计|共计|合计|累计|共有|共|已经|已|现有|达到|达|为|有|约|大约|近|接近|超过|突破|逾|超|多达|至少"
    r"|不少于|不低于|:|：|\(|（|个数|种类|等|各类|能力|用户){0,4}"
)
_BEFORE_NOUN = re.compile(
    r"(?:^|(?<!行业)(?<!领域)的|[了过等共和及与有、]|接入|连接|联网|管理|汇聚|沉淀|积累|部署|上架|发布|拥有|服务|支持|兼容|适配|形成|开发|承载|提供|打造|输出|集聚"
    r"|获得|取得|累计|注册|授权|平台|已|现有|赋能|封装|构建|工业|各类|推出|建成|纳管|吸引|入驻|解析|实现|推广|申请|目前|至今|如今|截至|日期|现)$"
)
_SURE = 0.95
"""From this probability on the trained judge may overrule the cue words: no claim where it sees another scope."""
_AFTER_NUMBER = re.compile(r"(?:的|各类|各种|主流|不同|以上|左右|余)?(?:工业|各类)?")


@dataclass(frozen=True, slots=True)
class RawClaim:
    """A claim in plain text: ``start:end`` is the quantity in the narrative's plain string."""

    concept: Concept
    quantity: Quantity
    sentence: str
    start: int
    end: int


def claims_in(text: str) -> Iterator[RawClaim]:
    """The claims of a plain narrative, in order; each quantity is tied to one concept at most."""
    for sentence in _SENTENCE.finditer(text):
        for clause in _CLAUSE.finditer(sentence[0]):
            if scope_of(sentence[0], clause[0]) == "whole":
                yield from _claims_of_clause(clause[0], sentence[0].strip(), sentence.start() + clause.start())


def _claims_of_clause(clause: str, sentence: str, offset: int) -> Iterator[RawClaim]:
    mentions = find_mentions(clause)
    for quantity in find_quantities(clause):
        concept = _counted_before(clause, quantity, mentions) or _counted_after(clause, quantity, mentions)
        if concept is None or quantity.meaning == "vague" or _speaks_of_something_else(clause, sentence, quantity):
            continue
        start, end = offset + quantity.start, offset + quantity.end
        yield RawClaim(concept, replace(quantity, start=start, end=end), sentence, start, end)


def _speaks_of_something_else(clause: str, sentence: str, quantity: Quantity) -> bool:
    shift = max(0, sentence.find(clause))
    label, probability = judge(sentence, shift + quantity.start, shift + quantity.end)
    return label != "whole" and probability >= _SURE


def _fits(clause: str, concept: Concept, quantity: Quantity) -> bool:
    return quantity.unit in concept.units and (not concept.verbs or any(verb in clause for verb in concept.verbs))


def _counted_before(clause: str, quantity: Quantity, mentions: list[Mention]) -> Concept | None:
    """``平台已接入工业设备共30台``: the noun stands before the number, nothing but filler between."""
    nearest = [each for each in mentions if each.end <= quantity.start]
    if not nearest or not _fits(clause, nearest[-1].concept, quantity):
        return None
    mention = nearest[-1]
    if not _FILLER.fullmatch(clause[mention.end : quantity.start]) or not _BEFORE_NOUN.search(clause[: mention.start]):
        return None
    return mention.concept


def _counted_after(clause: str, quantity: Quantity, mentions: list[Mention]) -> Concept | None:
    """``连接30台工业设备``: the noun follows the measure word at once."""
    after = _AFTER_NUMBER.match(clause, quantity.end)
    stops = {quantity.end, after.end() if after else quantity.end}
    for mention in mentions:
        if mention.start in stops and _fits(clause, mention.concept, quantity):
            return mention.concept
    return None


def find_claims(form: FormDef, narratives: Mapping[str, Text], document: Document) -> list[Claim]:
    """The claims that a book's narratives make about the count fields of its form, each with its place.

    ``narratives`` are the texts by field key, as the fields were read from ``document``.
    """
    known = {field.key for field in form.fields if field.is_number}
    found: list[Claim] = []
    for key, text in narratives.items():
        found.extend(_claims_of_narrative(key, plain_text(text), known, document))
    return found


def _claims_of_narrative(key: str, plain: PlainText, known: Collection[str], document: Document) -> Iterator[Claim]:
    for raw in claims_in(plain.string):
        field = raw.concept.key_in(known)
        if field is not None:
            source = document.source(plain.place(raw.start, raw.end))
            quantity = raw.quantity
            yield Claim(field, key, quantity.value, quantity.low, quantity.high, raw.sentence, source)

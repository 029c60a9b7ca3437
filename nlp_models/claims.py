"""Claims: what a narrative says about a count field of the form, and how it is meant.

A claim is a quantity tied to a concept (see ``ties.py``). Its scope (``scope.py``) tells a statement about the platform
today from plans, changes, parts and examples, which are no claims about the total.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp_models.concepts import Concept, find_mentions
from nlp_models.plain import PlainText, plain_text
from nlp_models.quantities import Quantity, find_quantities
from nlp_models.scope import Scope, scope_of
from nlp_models.scope_model import judge
from nlp_models.ties import concept_of, respectively
from pipeline.document import Document, Text
from pipeline.records import Claim, FormDef

_SENTENCE = re.compile(r"[^。！？；;\u2029]+")
_SURE = 0.999
_SURE_OF_A_PLAN = 0.9
"""From this probability on the trained judge may overrule the cue words: no claim where it sees another scope. To
take a plan for a claim would accuse somebody wrongly: there less is enough."""


@dataclass(frozen=True, slots=True)
class RawClaim:
    """A claim in plain text: ``start:end`` is the quantity in the narrative's plain string."""

    concept: Concept
    quantity: Quantity
    sentence: str
    start: int
    end: int
    scope: Scope = "whole"


def claims_in(text: str, year: int | None = None) -> Iterator[RawClaim]:
    """The claims of a plain narrative about today's totals, in order."""
    return (each for each in all_claims_in(text, year) if each.scope == "whole")


def all_claims_in(text: str, year: int | None = None) -> Iterator[RawClaim]:
    """The claims of a plain narrative, whatever they are meant to say; each quantity is tied to one concept at most.

    ``year`` is that of the declaration: what is said of a later year is a plan.
    """
    found: list[RawClaim] = []
    for sentence in _SENTENCE.finditer(text):
        found.extend(_claims_of_sentence(sentence[0].rstrip(), sentence.start(), year))
    dated = [_as_of(text, each) for each in found]
    latest: dict[str, tuple[int, ...]] = {}
    for each, day in zip(found, dated, strict=True):
        if each.scope == "whole":
            latest[each.concept.id] = max(day, latest.get(each.concept.id, ()))
    for each, day in zip(found, dated, strict=True):
        outdated = bool(day) and each.scope == "whole" and day < latest[each.concept.id]
        yield replace(each, scope="other") if outdated else each


_TODAY = re.compile(
    r"已(?:经|有|达|连|接|服|上|沉|汇|为|建|形|部)|累计|目前|现有|截[至止]|共有|合计|共计|总[数量]|数量?为|现有?|均"
)
_PLAIN = re.compile(
    r"(?:本|该|我)?(?:平台|公司|单位|司)?[上共]?(?:接入|连接|部署|沉淀|形成|建成|汇聚|拥有|打造|上架|上线|服务|兼容|支持|取得|获得"
    r"|发布|开发|培育|积累|集聚|聚集|吸引|管理|承载|提供|推出|适配|注册)了?[^，。、：；\d将拟]{0,12}"
)
"""A sentence that begins by simply saying so leaves the judge nothing to see."""
_AS_OF = re.compile(r"截[至止]\D{0,2}(20\d\d)年(\d{1,2})?|(20\d\d)年(?:底|末)")
_NOW = re.compile(r"(?:目前|如今|现已)[^，]{0,12}$")
_LAST_DAY = (9999, 12)


def _as_of(text: str, claim: RawClaim) -> tuple[int, ...]:
    """The last day for which a claim speaks by its own words; () where it says none."""
    start = max(text.rfind(mark, 0, claim.start) for mark in "。；;\u2029") + 1
    clause = max(start, text.rfind("，", start, claim.start) + 1)
    if _NOW.search(text, clause, claim.start):
        return _LAST_DAY
    match = _AS_OF.search(text, clause, claim.start) or _AS_OF.search(text, start, claim.start)
    return (int(match[1] or match[3]), int(match[2] or 12)) if match else ()


def _claims_of_sentence(sentence: str, offset: int, year: int | None) -> Iterator[RawClaim]:
    quantities, mentions = list(find_quantities(sentence)), find_mentions(sentence)
    if not quantities:
        return
    said = respectively(sentence, quantities, mentions)
    tied: list[tuple[Quantity, Concept]] = []
    before: Scope = "whole"
    for at, quantity in enumerate(quantities):
        concept = said.get(at) or concept_of(sentence, quantity, mentions, tied)
        if concept is None or quantity.meaning == "vague":
            continue
        scope = _scope(sentence, quantity, concept, tied, year)
        if scope == "whole" and at and sentence[quantities[at - 1].end : quantity.start] == "、":
            scope = before
        before = scope
        tied.append((quantity, concept))
        start, end = offset + quantity.start, offset + quantity.end
        yield RawClaim(concept, replace(quantity, start=start, end=end), sentence.strip(), start, end, scope)


def _scope(
    sentence: str, quantity: Quantity, concept: Concept, tied: Sequence[tuple[Quantity, Concept]], year: int | None
) -> Scope:
    of_another = bool(tied) and tied[-1][1].id != concept.id
    scope = scope_of(sentence, quantity.start, quantity.end, is_class=concept.is_class or of_another, year=year)
    if scope == "whole" and concept.verbs and not _says_so(sentence, quantity, concept):
        return "part"
    if scope == "whole" and concept.narrower:
        return "part"
    return scope if scope != "whole" else _second_opinion(sentence, quantity)


def _says_so(sentence: str, quantity: Quantity, concept: Concept) -> bool:
    """Whether one of the concept's words stands close by: ``为5,230家企业提供服务``."""
    left = max(sentence.rfind(mark, 0, quantity.start) for mark in "，；") + 1
    before, after = sentence[left : quantity.start], sentence[quantity.end : quantity.end + 20]
    if any(verb in before for verb in concept.verbs) or _BY_THEM.search(after):
        return True
    return bool(_OF_OURS.search(sentence, 0, quantity.start)) and not _AN_EVENT.search(sentence[left:])


_BY_THEM = re.compile(r"使用|上云|入驻|接入|提供|注册|应用|建立|用户|汇聚|在用|调用|签约")
_OF_OURS = re.compile(r"平台|我们的?|公司|我司|客户")
_AN_EVENT = re.compile(
    r"组织|举办|参会|参加|参与|对接会|大赛|活动|培训|发放|授信|放款|惠及|走访|调研|诊断|补贴|供应|采购|发票"
)


def _second_opinion(sentence: str, quantity: Quantity) -> Scope:
    """What the trained judge is all but certain of, for phrasings that no cue word catches."""
    left = max(sentence.rfind(mark, 0, quantity.start) for mark in "，,：") + 1
    if _TODAY.search(sentence, left, quantity.start) or _PLAIN.fullmatch(sentence, 0, quantity.start):
        return "whole"
    label, probability = judge(sentence, quantity.start, quantity.end)
    return label if probability >= (_SURE_OF_A_PLAN if label == "plan" else _SURE) else "whole"


def find_claims(form: FormDef, narratives: Mapping[str, Text], document: Document) -> list[Claim]:
    """The claims that a book's narratives make about the count fields of its form, each with its place.

    ``narratives`` are the texts by field key, as the fields were read from ``document``.
    """
    known = {field.key for field in form.fields if field.is_number}
    found: list[Claim] = []
    for key, text in narratives.items():
        found.extend(_claims_of_narrative(key, plain_text(text), known, document, form.year))
    return found


def _claims_of_narrative(
    key: str, plain: PlainText, known: Collection[str], document: Document, year: int
) -> Iterator[Claim]:
    for raw in claims_in(plain.string, year):
        field = raw.concept.key_in(known)
        if field is not None:
            source = document.source(plain.place(raw.start, raw.end))
            quantity = raw.quantity
            yield Claim(field, key, quantity.value, quantity.low, quantity.high, raw.sentence, source)


def warm() -> None:
    """Load what a first sentence would load: for workers, before they are given work."""
    judge("平台接入1台", 4, 5)

"""Claims: what a narrative says about a count field of the form, and how it is meant.

A claim is a quantity tied to a concept (see ``resolve.py``). Its scope tells a statement about the platform
today from plans, changes, parts and examples, which are no claims about the total.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp_models.concepts import Concept
from nlp_models.plain import PlainText, plain_text
from nlp_models.quantities import Quantity
from nlp_models.resolve import resolve
from nlp_models.scope import Scope
from nlp_models.statement import Told
from nlp_models.stretches import stretches
from pipeline.document import Document, Text
from pipeline.records import Claim, FormDef

_SURE_ENOUGH = 0.7
"""What is held against the form must be a total with this probability: to accuse wrongly is worse than to miss."""


@dataclass(frozen=True, slots=True)
class RawClaim:
    """A claim in plain text: ``start:end`` is the quantity in the narrative's plain string."""

    concept: Concept
    quantity: Quantity
    sentence: str
    start: int
    end: int
    scope: Scope = "whole"
    sure: float = 1.0
    """How likely the scope is."""


def claims_in(text: str, year: int | None = None) -> Iterator[RawClaim]:
    """The claims of a plain narrative about today's totals, in order."""
    return (each for each in all_claims_in(text, year) if each.scope == "whole")


def all_claims_in(text: str, year: int | None = None) -> Iterator[RawClaim]:
    """The claims of a plain narrative, whatever they are meant to say; each quantity is tied to one concept at most.

    ``year`` is that of the declaration: what is said of a later year is a plan.
    """
    found: list[RawClaim] = []
    parts = list(stretches(text))
    for part, told in zip(parts, resolve(parts, year), strict=True):
        found.extend(_claims_of_stretch(part.text, part.start, told))
    dated = [_as_of(text, each) for each in found]
    latest: dict[str, tuple[int, ...]] = {}
    for each, day in zip(found, dated, strict=True):
        if each.scope == "whole":
            latest[each.concept.id] = max(day, latest.get(each.concept.id, ()))
    for each, day in zip(found, dated, strict=True):
        outdated = bool(day) and each.scope == "whole" and day < latest[each.concept.id]
        yield replace(each, scope="other") if outdated else each


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


def _claims_of_stretch(sentence: str, offset: int, told: Sequence[Told]) -> Iterator[RawClaim]:
    said = sentence.strip()
    for each in told:
        start, end = offset + each.quantity.start, offset + each.quantity.end
        quantity = replace(each.quantity, start=start, end=end)
        yield RawClaim(each.concept, quantity, said, start, end, each.scope, each.sure)


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
        if field is not None and raw.sure >= _SURE_ENOUGH:
            source = document.source(plain.place(raw.start, raw.end))
            quantity = raw.quantity
            yield Claim(field, key, quantity.value, quantity.low, quantity.high, raw.sentence, source)


def warm() -> None:
    """Load what a first sentence would load: for workers, before they are given work."""
    list(all_claims_in("平台接入设备1台"))

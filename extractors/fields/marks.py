"""Seals and signatures at their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.document import COLOURED, BBox, Document, Page, Seal, Source, Text
from pipeline.records import FieldDef, FieldValue

_GROUP = re.compile(r".*\[\d+\]\.")
_MOST = 0.97
"""How sure it is at the most that a seal is there, or none."""
_GREY = 0.5
"""The same of none on a grey copy: nothing may rest on it."""
_FARTHEST = 95.0
"""Points between a seal's middle and the line it belongs to."""
_SIGNATURE_BELOW, _SIGNATURE_ABOVE = 75.0, 45.0


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """Where a seal or signature belongs: the words before its place, and how well they were found (0..1).

    ``strange`` is text that stands at the place and is not printed there.
    """

    field: FieldDef
    label: Text
    quality: float
    strange: Text


def read_marks(document: Document, places: Sequence[MarkPlace]) -> Iterator[FieldValue]:
    """One value a place; on documents without pages nothing is said (None).

    On a grey copy none is ever certain to be missing: red seals and blue signatures are told by their colour.
    """
    grey = _is_grey(document)
    for number, page_places in _by_page(document, places):
        page = None if number is None else document.pages[number - 1]
        seals = [place for place in page_places if not place.field.key.endswith("signature")]
        found = _assigned(page, seals) if page is not None else {}
        for place in page_places:
            if page is None or place.label.box is None:
                yield FieldValue(place.field.key, place.field.label, None, "", "blank", 0.3)
            elif place.field.key.endswith("signature"):
                box, sure = _signature(page, place)
                yield _value(
                    document, page, place, box, min(sure, _GREY) if grey and page.scanned and box is None else sure
                )
            else:
                seal = found.get(place.field.key)
                none = _GREY if grey and page.scanned else _MOST
                box, sure = (seal.box, min(_MOST, seal.confidence)) if seal is not None else (None, none)
                yield _value(document, page, place, box, sure, seal)


def _is_grey(document: Document) -> bool:
    """Whether pages of the document were scanned, none of them in colour; no page after one in colour is loaded.

    Pages with a text of their own say nothing of it, and are not said to be grey.
    """
    scanned = False
    for page in document.pages:
        if page.scanned and COLOURED in page.notes:
            return False
        scanned = scanned or page.scanned
    return scanned


def without_absent(values: Sequence[FieldValue]) -> tuple[FieldValue, ...]:
    """Nothing is said of the seal of a numbered group (``joint[2].seal``) in which nothing was filled in."""
    used = {_group(value.key) for value in values if value.status != "blank"}
    absent = {value.key for value in values if _GROUP.match(value.key) and _group(value.key) not in used}
    marks = {key for key in absent if key.endswith(("seal", "signature"))}
    return tuple(replace(each, value=None, sources=()) if each.key in marks else each for each in values)


def _group(key: str) -> str:
    match = _GROUP.match(key)
    return match.group() if match else ""


def _by_page(document: Document, places: Sequence[MarkPlace]) -> Iterator[tuple[int | None, list[MarkPlace]]]:
    groups: dict[int | None, list[MarkPlace]] = {}
    for place in places:
        groups.setdefault(place.label.page if document.paged else None, []).append(place)
    yield from groups.items()


def _assigned(page: Page, places: Sequence[MarkPlace]) -> dict[str, Seal]:
    """Each round seal to the nearest place, each place at most one seal, the closest pairs first."""
    pairs = []
    for place in places:
        label = place.label.box
        for n, seal in enumerate(page.seals):
            if label is not None and seal.shape == "round":
                pairs.append((_distance(label, seal.box), place.field.key, n))
    taken: dict[str, Seal] = {}
    used: set[int] = set()
    for distance, key, n in sorted(pairs):
        if distance <= _FARTHEST and key not in taken and n not in used:
            taken[key] = page.seals[n]
            used.add(n)
    return taken


def _distance(label: BBox, seal: BBox) -> float:
    """Up and down counts whole, sideways only beyond what a hand may stray on the line."""
    aside = max(0.0, label.x0 - seal.cx, seal.cx - label.x1 - 330.0)
    return abs(label.cy - seal.cy) + 0.5 * aside


def _signature(page: Page, place: MarkPlace) -> tuple[BBox | None, float]:
    """A name stamp or handwriting beside the label; strange words at the place are handwriting that OCR read."""
    label = place.label.box
    assert label is not None
    marks = [seal.box for seal in page.seals if seal.shape == "square"] + [ink.box for ink in page.inks]
    near = [box for box in marks if _beside(label, box)]
    if near:
        return min(near, key=lambda box: abs(box.cy - label.cy)), 0.97
    if page.scanned and place.strange and place.strange.box is not None:
        return place.strange.box, 0.6
    return None, 0.93


def _beside(label: BBox, box: BBox) -> bool:
    level = -_SIGNATURE_ABOVE <= box.cy - label.cy <= _SIGNATURE_BELOW
    return level and box.cx > label.x0


def _value(
    document: Document, page: Page, place: MarkPlace, box: BBox | None, sure: float, seal: Seal | None = None
) -> FieldValue:
    """Whether there is a mark; whose ``seal`` it says that it is stands as the text that was read."""
    confidence = sure if place.quality > 0.6 else 0.6 * sure
    field = place.field
    if box is None:
        return FieldValue(field.key, field.label, False, "", "blank", confidence, sources=_where(document, place))
    name, reader = (seal.text, seal.text_reader) if seal is not None else ("", "")
    source = document.place(page.number, box, reader or page.reader, confidence)
    return FieldValue(field.key, field.label, True, name, "filled", confidence, sources=(source,))


def _where(document: Document, place: MarkPlace) -> tuple[Source, ...]:
    """The empty place itself, so that a reviewer can look at it."""
    source = document.source(place.label)
    return () if source is None else (source,)

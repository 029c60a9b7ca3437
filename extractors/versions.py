"""The book in several files: parts of one version put together, versions told apart, and the one that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.fields.book import BookReading
from extractors.origin import Origin, OriginKind
from pipeline.checks.trust import SURE
from pipeline.document import Document
from pipeline.records import FieldValue, FormDef, Version

_SAME_KEYS = 0.25
"""Two files that both fill more than this share of the smaller one's fields are two versions, not two parts."""
_WHOLE = 0.3
"""From this share of the form's printed text on a document holds the book, however badly its values were read."""
_FEWEST = 3
_PLACED = 0.5
"""Below this confidence a value of a file that fits the form badly is not the form's."""
_CONFIRMED = 0.97
_STATUS_ORDER = {"filled": 3, "none": 2, "unreadable": 1, "blank": 0}


@dataclass(frozen=True, slots=True)
class Part:
    """What one document holds of the book."""

    document: Document
    origin: Origin
    reading: BookReading
    marks: frozenset[str] = frozenset()

    @property
    def filled(self) -> frozenset[str]:
        """The keys that say something in their own place, seals and signatures aside."""
        fields = self.reading.fields
        return frozenset(each.key for each in fields if _says(each) and each.key not in self.marks)

    @property
    def firm(self) -> frozenset[str]:
        """Those of the filled keys that stand surely in their own place, rather than where another part left room."""
        sure = {each.key for each in self.reading.fields if each.confidence >= SURE}
        return self.filled & (self.reading.headed | sure)

    @property
    def holds_book(self) -> bool:
        """Whether the document holds the book or a part of it, rather than text that merely resembles some of it."""
        if self.filled & self.reading.headed:
            return True
        return len(self.filled) >= (1 if self.reading.score >= _WHOLE else _FEWEST)


@dataclass(frozen=True, slots=True)
class BookVersion:
    """One version of the book, from one document or several; ``parts`` best first."""

    parts: tuple[Part, ...]

    @property
    def kind(self) -> OriginKind:
        """That of the part that says most."""
        return max(self.parts, key=lambda part: len(part.filled)).origin.kind

    @property
    def rank(self) -> tuple[bool, int, float]:
        """Which version counts where versions disagree: the sealed one, then scan before PDF before Word."""
        whole = Origin(self.kind, any(part.origin.sealed for part in self.parts))
        return (*whole.rank, max(part.reading.score for part in self.parts))

    def fields(self) -> tuple[FieldValue, ...]:
        """Field by field the part that says something; the better aligned one where several do."""
        merged: dict[str, tuple[tuple[bool, bool, int, float], FieldValue]] = {}
        for part in self.parts:
            whole = part.reading.score >= _WHOLE
            for value in (each for each in part.reading.fields if whole or _says(each) or each.key in part.marks):
                status = _STATUS_ORDER[value.status] + (value.value is True)
                weight = (_says(value), value.key in part.firm, status, part.reading.score)
                if value.key not in merged or weight > merged[value.key][0]:
                    merged[value.key] = (weight, value)
        return tuple(value for _, value in merged.values())


def group_versions(parts: Sequence[Part]) -> list[BookVersion]:
    """The versions of the book, the one that counts first; parts that fill different fields make one version."""
    groups: list[list[Part]] = []
    for part in sorted(parts, key=lambda each: -len(each.filled)):
        home = next((group for group in groups if not any(_overlap(part, other) for other in group)), None)
        if home is None:
            groups.append([part])
        else:
            home.append(part)
    return sorted((BookVersion(tuple(group)) for group in groups), key=lambda version: version.rank, reverse=True)


def _says(value: FieldValue) -> bool:
    return value.status in ("filled", "none") and value.confidence >= _PLACED


def _overlap(a: Part, b: Part) -> bool:
    smaller = min(len(a.filled), len(b.filled))
    few = smaller < _FEWEST
    common = a.firm & b.firm if few else a.filled & b.filled
    return smaller > 0 and len(common) / smaller > _SAME_KEYS


def counting_fields(versions: Sequence[Version], form: FormDef) -> tuple[FieldValue, ...]:
    """The fields that count: the first version's, confirmed or completed by the others."""
    if not versions:
        return ()
    tables: list[Mapping[str, FieldValue]] = [{each.key: each for each in version.fields} for version in versions]
    keys = [each.key for each in form.fields]
    keys += [key for key in dict.fromkeys(key for table in tables for key in table) if key not in set(keys)]
    chosen = (_choose([table[key] for table in tables if key in table]) for key in keys)
    return tuple(value for value in chosen if value is not None)


def _choose(values: Sequence[FieldValue]) -> FieldValue | None:
    if not values:
        return None
    first, *others = values
    for other in others:
        if first.status == "blank" and first.confidence < 0.5 and other.status == "filled":
            return other
        first = _confirmed(first, other)
    return first


def _confirmed(first: FieldValue, other: FieldValue) -> FieldValue:
    """A second version that says the same makes sure; one that says what the first may also say decides."""
    if other.status != "filled" or first.status != "filled" or first.confidence >= _CONFIRMED:
        return first
    if other.value == first.value:
        return replace(first, confidence=max(first.confidence, min(_CONFIRMED, other.confidence)))
    if first.confidence < SURE and other.raw in first.alternatives:
        alternatives = (first.raw, *(each for each in first.alternatives if each != other.raw))
        return replace(first, value=other.value, raw=other.raw, confidence=SURE, alternatives=alternatives)
    return replace(first, alternatives=tuple(dict.fromkeys((*first.alternatives, other.raw))))

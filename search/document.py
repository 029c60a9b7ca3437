"""What an engine keeps of one entry: tokens of its text, exact facets, numbers, and the entry itself to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from math import isfinite
from operator import attrgetter
from typing import Any

import orjson

from pipeline.ports import Entry
from search.finder import FACETS
from search.words.cells import said_by
from search.words.figures import canonical
from search.words.initials import initials_of
from search.words.normal import plain
from search.words.tokens import grams, single_chars

TEXT_SCOPES = {
    "submission": ("submission",),
    "applicant": ("applicant",),
    "platform": ("platform",),
    "city": ("city",),
    "form": ("form", "form_title"),
    "type": ("type",),
    "list": ("list", "list_title"),
    "class": ("class",),
    "file": ("file",),
    "key": ("key", "key_label"),
    "slug": ("slug", "slug_names"),
    "enterprise": ("enterprise",),
    "names": ("names",),
}
"""Scopes that are searched as text, and the facets of an entry they are made of."""

NAMES_APART = "\t"
"""Stands between the names that an entry mentions (organisations, products, parks), all in its facet ``names``."""

LONGEST_FACET = 1000
"""Characters of a facet's value, a field's label or an id that engines keep; a whole page read as a type is no type."""

LONGEST_EXACT = 200
"""Characters of a value that can be asked for as a whole."""
EXACT_SCOPES = ("submission", "applicant", "platform", "city", "type", "class", "enterprise", "names")

_NAMES = (*(field.name for field in fields(Entry) if field.name != "numbers"), "numbers")
_PARTS = attrgetter(*_NAMES[:-1])
_CONTEXT = ("submission", "applicant", "platform", "city", "type")
_SHARED = (*_CONTEXT, "form", "form_title")
"""What all entries of a submission say alike, so that it is made into tokens once and not for each."""
_SHARED_SCOPES = {scope: names for scope, names in TEXT_SCOPES.items() if names[0] in _SHARED}
_OWN_SCOPES = {scope: names for scope, names in TEXT_SCOPES.items() if scope not in _SHARED_SCOPES}
_OWN_EXACT = tuple(scope for scope in EXACT_SCOPES if scope not in (*_CONTEXT, "names"))
_CHARS = "|"
"""Stands between the pairs and the single characters of a scope: no word holds it, so no phrase reaches over it."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One entry as engines keep it. Token fields are white-space separated; ``body`` is the entry as JSON."""

    id: str
    submission: str
    kind: str
    grams: str
    chars: str
    folded: str
    figures: str
    codes: str
    initials: str
    context: str
    scopes: Mapping[str, str]
    facets: Mapping[str, str]
    exact: tuple[str, ...]
    named: tuple[str, ...]
    numbers: Mapping[str, float]
    value: float | None
    body: str


@dataclass(frozen=True, slots=True)
class _Shared:
    """The part of a document that is the same for all entries of a submission."""

    context: str
    scopes: Mapping[str, str]
    exact: tuple[str, ...]


def document_of(entry: Entry) -> IndexDocument:
    """The document of an entry. Whatever was read makes one: what engines refuse is cut or left out here."""
    said = said_by(plain(entry.text))
    known = {name: _kept(value) for name, value in entry.facets.items()}
    known |= {"submission": _kept(entry.submission), "kind": entry.kind, "file": _kept(entry.file)}
    numbers = {name: value for name, value in entry.numbers.items() if isfinite(value)}
    shared = _shared(tuple(map(known.get, _SHARED)))
    return IndexDocument(
        id=_kept(entry.id),
        submission=entry.submission,
        kind=entry.kind,
        grams=said.grams,
        chars=" ".join(said.chars),
        folded=_apart(said.shape_grams, said.shape_chars) if said.is_folded else "",
        figures=" ".join(sorted(said.figures.union(map(canonical, numbers.values())))),
        codes=" ".join(said.codes),
        initials=" ".join(filter(None, (initials_of(known[name]) for name in _own_names(entry) if name in known))),
        context=shared.context,
        scopes={**shared.scopes, **_scopes(known, _OWN_SCOPES)},
        facets={name: known[name] for name in FACETS if known.get(name)},
        exact=(*shared.exact, *_own_exact(entry, known)),
        named=_named(entry),
        numbers={**numbers, **({"page": float(entry.page)} if entry.page else {})},
        value=next(iter(numbers.values()), None),
        body=_body((*_PARTS(entry), numbers)),
    )


@lru_cache(maxsize=8192)
def _kept(text: str) -> str:
    """Cut to what engines keep, and without halves of characters, which broken text layers hold."""
    cut = text[:LONGEST_FACET]
    return cut if cut.isascii() else cut.encode(errors="replace").decode()


def _body(parts: tuple[object, ...]) -> str:
    """The entry's parts in their order: names would be stored a million times."""
    try:
        return orjson.dumps(parts, default=dict).decode()
    except TypeError:  # half a character somewhere
        return orjson.dumps(_whole(parts), default=dict).decode()


def _whole(part: Any) -> Any:
    """The same without halves of characters."""
    if isinstance(part, str):
        return part.encode(errors="replace").decode()
    if isinstance(part, Mapping):
        return {_whole(name): _whole(value) for name, value in part.items()}
    return [_whole(each) for each in part] if isinstance(part, tuple) else part


def entry_from(body: str | bytes) -> Entry:
    """The entry that was indexed."""
    parts = dict(zip(_NAMES, orjson.loads(body), strict=True))
    parts["bbox"] = tuple(parts["bbox"]) if parts["bbox"] else None
    return Entry(**parts)


def _own_names(entry: Entry) -> tuple[str, ...]:
    """Initials are of what the entry itself names, so that not every entry of a submission answers to them."""
    if entry.kind == "field":
        return ("own_name",)
    return ("enterprise", "own_name")


@lru_cache(maxsize=256)
def _shared(values: tuple[str | None, ...]) -> _Shared:
    known = {name: value for name, value in zip(_SHARED, values, strict=True) if value is not None}
    said = [plain(known.get(name, "")) for name in _CONTEXT]
    context = " ".join(token for text in said for token in grams(text))
    return _Shared(context, _scopes(known, _SHARED_SCOPES), _exact(known, _CONTEXT))


def _scopes(known: Mapping[str, str], scopes: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    made = {scope: _joined(tuple(filter(None, map(known.get, names)))) for scope, names in scopes.items()}
    return {scope: tokens for scope, tokens in made.items() if tokens}


@lru_cache(maxsize=8192)
def _joined(texts: tuple[str, ...]) -> str:
    return _tokens(" ".join(map(plain, texts)))


def _tokens(text: str) -> str:
    """The pairs of a normalised text, and apart from them its single characters."""
    return _apart(" ".join(grams(text)), single_chars(text))


def _apart(pairs: str, chars: Sequence[str]) -> str:
    return " ".join([pairs, _CHARS, *chars] if chars else [pairs])


def _exact(known: Mapping[str, str], scopes: Iterable[str]) -> tuple[str, ...]:
    """``scope=value`` of the names that stand for the whole of a value."""
    given = ((scope, known[scope]) for scope in scopes if scope in known)
    return tuple(exactly(scope, value) for scope, value in given if len(value) <= LONGEST_EXACT)


def _own_exact(entry: Entry, known: Mapping[str, str]) -> tuple[str, ...]:
    """The same of what the entry itself says, and ``key=value`` of a field."""
    names = filter(None, known.get("names", "").split(NAMES_APART))
    own = (*_exact(known, _OWN_EXACT), *(exactly("names", name) for name in names))
    if entry.kind == "field" and "key" in known:
        value = entry.text.removeprefix(f"{entry.label}：")
        return (*own, exactly(known["key"], value)) if len(value) <= LONGEST_EXACT else own
    return own


@lru_cache(maxsize=8192)
def exactly(scope: str, value: str) -> str:
    """How engines keep the whole of a value, in one writing."""
    return _kept(f"{scope}={plain(value).strip()}")


def _named(entry: Entry) -> tuple[str, ...]:
    """``key<TAB>label`` of the entry's field, or of its list's columns: the index's own vocabulary."""
    labels = dict(part.split("=", 1) for part in entry.facets.get("column_labels", "").split("|") if "=" in part)
    if "key" in entry.facets:
        labels.setdefault(entry.facets["key"], entry.facets.get("key_label") or entry.label)
    return tuple(_kept(f"{key}\t{label}") for key, label in sorted(labels.items()))

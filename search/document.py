"""What an engine keeps of one entry: tokens of its text, exact facets, numbers, and the entry itself to show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from math import isfinite

from pipeline.ports import Entry
from search.finder import FACETS
from search.words.codes import codes_of
from search.words.figures import canonical, figures_of
from search.words.initials import initials_of
from search.words.lookalikes import folded
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
}
"""Scopes that are searched as text, and the facets of an entry they are made of."""

LONGEST_FACET = 1000
"""Characters of a facet's value, a field's label or an id that engines keep; a whole page read as a type is no type."""

LONGEST_EXACT = 200
"""Characters of a value that can be asked for as a whole."""
EXACT_SCOPES = ("submission", "applicant", "platform", "city", "type", "class", "enterprise")

_PARTS = tuple(field.name for field in fields(Entry))
_CONTEXT = ("submission", "applicant", "platform", "city", "type")


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One entry as engines keep it. Token fields are white-space separated; ``body`` is the entry as JSON."""

    id: str
    submission: str
    kind: str
    grams: str
    chars: str
    folded: str
    folded_chars: str
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


def document_of(entry: Entry) -> IndexDocument:
    """The document of an entry. Whatever was read makes one: what engines refuse is cut or left out here."""
    text = plain(entry.text)
    shape = folded(text)
    own = {"submission": entry.submission, "kind": entry.kind, "file": entry.file}
    known = {name: _kept(value) for name, value in {**entry.facets, **own}.items()}
    numbers = {name: value for name, value in entry.numbers.items() if isfinite(value)}
    return IndexDocument(
        id=_kept(entry.id),
        submission=entry.submission,
        kind=entry.kind,
        grams=" ".join(grams(text)),
        chars=" ".join(single_chars(text)),
        folded=" ".join(grams(shape)) if shape != text else "",
        folded_chars=" ".join(single_chars(shape)) if shape != text else "",
        figures=_figures(text, numbers),
        codes=" ".join(codes_of(text)),
        initials=" ".join(filter(None, (initials_of(known[name]) for name in _own_names(entry) if name in known))),
        context=_tokens(known, _CONTEXT),
        scopes=_scopes(known),
        facets={name: known[name] for name in FACETS if known.get(name)},
        exact=_exact(entry, known),
        named=_named(entry),
        numbers={**numbers, **({"page": float(entry.page)} if entry.page else {})},
        value=next(iter(numbers.values()), None),
        body=_body(entry),
    )


def _kept(text: str) -> str:
    """Cut to what engines keep, and without halves of characters, which broken text layers hold."""
    cut = text[:LONGEST_FACET]
    return cut if cut.isascii() else cut.encode(errors="replace").decode()


def _body(entry: Entry) -> str:
    said = {name: getattr(entry, name) for name in _PARTS}
    whole = {**said, "facets": dict(entry.facets), "numbers": dict(entry.numbers)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def entry_from(body: str) -> Entry:
    """The entry that was indexed."""
    raw = json.loads(body)
    raw["bbox"] = tuple(raw["bbox"]) if raw["bbox"] else None
    return Entry(**raw)


def _figures(text: str, numbers: Mapping[str, float]) -> str:
    written = {figure.text for figure in figures_of(text)}
    return " ".join(sorted(written | {canonical(value) for value in numbers.values()}))


def _own_names(entry: Entry) -> tuple[str, ...]:
    """Initials are of what the entry itself names, so that not every entry of a submission answers to them."""
    if entry.kind == "field":
        return ("own_name",)
    return ("enterprise", "own_name")


def _tokens(known: Mapping[str, str], names: tuple[str, ...]) -> str:
    return _pairs_and_chars(tuple(known.get(name, "") for name in names))[0]


@lru_cache(maxsize=8192)
def _pairs_and_chars(texts: tuple[str, ...]) -> tuple[str, str]:
    """Cached, as all entries of a submission share most of what is said about them."""
    written = [plain(text) for text in texts]
    return " ".join(token for text in written for token in grams(text)), " ".join(single_chars("".join(written)))


def _scopes(known: Mapping[str, str]) -> dict[str, str]:
    """Per scope the pairs, and per scope the single characters."""
    made: dict[str, str] = {}
    for scope, names in TEXT_SCOPES.items():
        pairs, chars = _pairs_and_chars(tuple(known.get(name, "") for name in names))
        if pairs:
            made[scope] = pairs
        if chars:
            made[f"{scope}_chars"] = chars
    return made


def _exact(entry: Entry, known: Mapping[str, str]) -> tuple[str, ...]:
    """``scope=value`` of the names that stand for the whole of a value, and ``key=value`` of a field."""
    values = {scope: known[scope] for scope in EXACT_SCOPES if scope in known}
    if entry.kind == "field" and "key" in known:
        values[known["key"]] = entry.text.removeprefix(f"{entry.label}：")
    return tuple(exactly(scope, value) for scope, value in values.items() if len(value) <= LONGEST_EXACT)


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

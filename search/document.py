"""What an engine keeps of one entry: tokens of its text, exact facets, numbers, and the entry itself to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from math import isfinite
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from pipeline.ports import Entry
from search.frame import LONGEST_EXACT, apart, exactly, frame_of, kept, scoped
from search.words.cells import said_by
from search.words.figures import canonical
from search.words.initials import initials_of

NAMES_APART = "\t"
"""Stands between the names that an entry mentions (organisations, products, parks), all in its facet ``names``."""

_NAMES = (*(field.name for field in fields(Entry) if field.name != "numbers"), "numbers")
_PARTS = attrgetter(*_NAMES[:-1])


class IndexDocument(NamedTuple):
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


def document_of(entry: Entry) -> IndexDocument:
    """The document of an entry. Whatever was read makes one: what engines refuse is cut or left out here."""
    said, frame = said_by(entry.text), frame_of(entry)
    numbers = {name: value for name, value in entry.numbers.items() if isfinite(value)}
    return IndexDocument(
        id=kept(entry.id),
        submission=entry.submission,
        kind=entry.kind,
        grams=said.grams,
        chars=" ".join(said.chars),
        folded=apart(said.shape_grams, said.shape_chars) if said.is_folded else "",
        figures=" ".join(sorted(said.figures.union(map(canonical, numbers.values())))),
        codes=" ".join(said.codes),
        initials=" ".join(filter(None, map(initials_of, _own_names(entry)))),
        context=frame.context,
        scopes={**frame.scopes, **dict(_own_scopes(entry))},
        facets=frame.facets,
        exact=(*frame.exact, *_own_exact(entry)),
        named=frame.named,
        numbers={**numbers, "page": float(entry.page)} if entry.page else numbers,
        value=next(iter(numbers.values()), None),
        body=_body((*_PARTS(entry), numbers)),
    )


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


def _own_names(entry: Entry) -> Iterator[str]:
    """Initials are of what the entry itself names, so that not every entry of a submission answers to them."""
    for name in ("own_name",) if entry.kind == "field" else ("enterprise", "own_name"):
        if name in entry.facets:
            yield kept(entry.facets[name])


def _own_scopes(entry: Entry) -> Iterator[tuple[str, str]]:
    enterprise, names = entry.facets.get("enterprise"), entry.facets.get("names")
    if enterprise:
        said = said_by(kept(enterprise))  # it stands in the row as well, so that its tokens are there already
        if said.grams:
            yield "enterprise", apart(said.grams, said.chars)
    if names and (tokens := scoped(kept(names))):
        yield "names", tokens


def _own_exact(entry: Entry) -> Iterator[str]:
    """``scope=value`` of what the entry itself says, and ``key=value`` of a field."""
    enterprise = entry.facets.get("enterprise")
    if enterprise is not None and len(kept(enterprise)) <= LONGEST_EXACT:
        yield exactly("enterprise", kept(enterprise))
    names = kept(entry.facets.get("names", "")).split(NAMES_APART)
    yield from (exactly("names", name) for name in names if name)
    if entry.kind == "field" and "key" in entry.facets:
        value = entry.text.removeprefix(f"{entry.label}：")
        if len(value) <= LONGEST_EXACT:
            yield exactly(kept(entry.facets["key"]), value)

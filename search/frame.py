"""The part of a document that many entries have alike: what is said of their submission, their list, their field.

It is made once and not for each: a list has a thousand rows, and most of a row's document is this part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.ports import Entry
from search.finder import FACETS
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

EXACT_SCOPES = ("submission", "applicant", "platform", "city", "type", "class", "enterprise", "names")
LONGEST_EXACT = 200
"""Characters of a value that can be asked for as a whole."""

LONGEST_FACET = 1000
"""Characters of a facet's value, a field's label or an id that engines keep; a whole page read as a type is no type."""

_CONTEXT = ("submission", "applicant", "platform", "city", "type")
_OF_SUBMISSION = (*_CONTEXT, "form", "form_title")
_FACETS = (
    *_OF_SUBMISSION[1:], "list", "list_title", "class", "key", "key_label", "slug", "slug_names", "severity", "status",
    "column_labels",
)  # fmt: skip
"""The facets that a frame is made of; enterprise and names are each entry's own."""
_SUBMISSION_SCOPES = {scope: names for scope, names in TEXT_SCOPES.items() if names[0] in _OF_SUBMISSION}
_OTHER_SCOPES = {scope: TEXT_SCOPES[scope] for scope in ("list", "class", "file", "key", "slug")}
_CHARS = "|"
"""Stands between the pairs and the single characters of a scope: no word holds it, so no phrase reaches over it."""


class Frame(NamedTuple):
    """``scopes`` and ``exact`` are the beginnings of the document's own; what else there is, is the document's."""

    context: str
    scopes: Mapping[str, str]
    facets: Mapping[str, str]
    exact: tuple[str, ...]
    named: tuple[str, ...]


class _OfSubmission(NamedTuple):
    context: str
    scopes: Mapping[str, str]
    exact: tuple[str, ...]


def frame_of(entry: Entry) -> Frame:
    """The frame of an entry."""
    return _frame(entry.kind, entry.submission, entry.file, entry.label, tuple(map(entry.facets.get, _FACETS)))


@lru_cache(maxsize=256)
def _frame(kind: str, submission: str, file: str, label: str, facets: tuple[str | None, ...]) -> Frame:
    given = {name: value for name, value in zip(_FACETS, facets, strict=True) if value is not None}
    known = {name: kept(value) for name, value in given.items()}
    known |= {"submission": kept(submission), "kind": kind, "file": kept(file)}
    whole = _of_submission(tuple(map(known.get, _OF_SUBMISSION)))
    return Frame(
        whole.context,
        {**whole.scopes, **_scopes(known, _OTHER_SCOPES)},
        {name: known[name] for name in FACETS if known.get(name)},
        (*whole.exact, *_exact(known, ("class",))),
        _named(given, label),
    )


@lru_cache(maxsize=256)
def _of_submission(values: tuple[str | None, ...]) -> _OfSubmission:
    known = {name: value for name, value in zip(_OF_SUBMISSION, values, strict=True) if value is not None}
    context = " ".join(token for name in _CONTEXT for token in grams(plain(known.get(name, ""))))
    return _OfSubmission(context, _scopes(known, _SUBMISSION_SCOPES), tuple(_exact(known, _CONTEXT)))


def _scopes(known: Mapping[str, str], scopes: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    texts = {scope: " ".join(filter(None, map(known.get, names))) for scope, names in scopes.items()}
    made = {scope: scoped(text) for scope, text in texts.items()}
    return {scope: tokens for scope, tokens in made.items() if tokens}


def _exact(known: Mapping[str, str], scopes: Iterable[str]) -> Iterable[str]:
    """``scope=value`` of the names that stand for the whole of a value."""
    given = ((scope, known[scope]) for scope in scopes if scope in known)
    return (exactly(scope, value) for scope, value in given if len(value) <= LONGEST_EXACT)


def _named(facets: Mapping[str, str], label: str) -> tuple[str, ...]:
    """``key<TAB>label`` of the entry's field, or of its list's columns: the index's own vocabulary."""
    labels = dict(part.split("=", 1) for part in facets.get("column_labels", "").split("|") if "=" in part)
    if "key" in facets:
        labels.setdefault(facets["key"], facets.get("key_label") or label)
    return tuple(kept(f"{key}\t{label}") for key, label in sorted(labels.items()))


def kept(text: str) -> str:
    """Cut to what engines keep, and without halves of characters, which broken text layers hold."""
    cut = text[:LONGEST_FACET]
    return cut if cut.isascii() else cut.encode(errors="replace").decode()


@lru_cache(maxsize=8192)
def exactly(scope: str, value: str) -> str:
    """How engines keep the whole of a value, in one writing."""
    return kept(f"{scope}={plain(value).strip()}")


@lru_cache(maxsize=8192)
def scoped(text: str) -> str:
    """The tokens of a text that is searched by a scope: its pairs, and apart from them its single characters."""
    made = plain(text)
    return apart(" ".join(grams(made)), single_chars(made))


def apart(pairs: str, chars: Sequence[str]) -> str:
    """Tokens of which no phrase reaches from the pairs into the single characters."""
    return " ".join([pairs, _CHARS, *chars] if chars else [pairs])

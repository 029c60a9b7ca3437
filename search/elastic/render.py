"""Conditions as the query DSL: built as objects, never pasted from what a reviewer wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any as AnyValue

from search.elastic.documents import key_of, sortable
from search.query.conditions import (
    ALIKE_TOKENS,
    Alike,
    All,
    Any,
    Condition,
    Everything,
    Fixed,
    Having,
    Number,
    Sequence,
    Tokens,
    Value,
    Without,
    Worded,
)  # fmt: skip

Dsl = dict[str, AnyValue]
MAX_EXPANSIONS = 50
"""Words that one beginning after other words (``设备 AH*``) may stand for."""


def render(condition: Condition, submissions: Callable[[Dsl], list[str]]) -> Dsl:
    """The DSL of a condition; ``submissions`` answers which submissions hold a match (for joins)."""
    match condition:
        case Everything():
            return filtered({"match_all": {}})
        case Value("id", values):
            return filtered({"ids": {"values": list(map(key_of, values))}})
        case Value(facet, values):
            return filtered({"terms": {facet: list(values)}})
        case Having(part):
            return filtered({"terms": {"submission": submissions(render(part, submissions))}})
        case All(parts):
            return {"bool": {"must": [render(part, submissions) for part in parts]}}
        case Any(parts):
            return _any([render(part, submissions) for part in parts])
        case Without(part):
            return {"bool": {"filter": [{"match_all": {}}], "must_not": [render(part, submissions)]}}
        case Fixed(part, score):
            return {"constant_score": {"filter": render(part, submissions), "boost": score}}
        case _:
            return _leaf(condition)


def _leaf(condition: Condition) -> Dsl:
    match condition:
        case Sequence():
            return _sequence(condition)
        case Tokens(field, tokens):
            return {"bool": {"must": [_term(field, token) for token in tokens]}}
        case Worded(text):
            return {"match": {"words": {"query": text, "operator": "and"}}}
        case Number():
            return filtered({"range": {"numbers": _bounds(condition)}})
        case Alike(field, tokens):
            return _alike(field, tokens)
    raise TypeError(condition)


def filtered(query: Dsl) -> Dsl:
    """A filter: it narrows and does not rank."""
    return {"bool": {"filter": [query]}}


def _any(parts: list[Dsl]) -> Dsl:
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else {"match_none": {}}


def _term(field: str, token: str) -> Dsl:
    return {"term": {field: {"value": token}}}


def _sequence(sequence: Sequence) -> Dsl:
    text = " ".join(sequence.tokens)
    if len(sequence.tokens) == 1:
        return {"prefix": {sequence.field: {"value": text}}} if sequence.open_end else _term(sequence.field, text)
    if sequence.open_end:
        return {"match_phrase_prefix": {sequence.field: {"query": text, "max_expansions": MAX_EXPANSIONS}}}
    return {"match_phrase": {sequence.field: {"query": text}}}


def _bounds(number: Number) -> Dsl:
    """Bounds among the texts ``name=…``; ``g`` sorts after every hexadecimal digit."""
    low = f"{number.name}={'' if number.low is None else sortable(number.low)}"
    high = f"{number.name}={'g' if number.high is None else sortable(number.high)}"
    return {"gte" if number.with_low else "gt": low, "lte" if number.with_high else "lt": high}


def _alike(field: str, tokens: tuple[str, ...]) -> Dsl:
    return {
        "more_like_this": {
            "fields": [field],
            "like": " ".join(tokens),
            "min_term_freq": 1,
            "min_doc_freq": 2,
            "max_query_terms": ALIKE_TOKENS,
            "minimum_should_match": "33%",
        }
    }

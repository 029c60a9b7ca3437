"""Conditions as tantivy queries, built from objects; only numbers go through its parser, and only as we print them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tantivy import Index, Occur, Query

from search.local.schema import number_name, schema
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


class Renderer:
    """Renders conditions against one index; ``submissions`` answers which submissions hold a match (for joins)."""

    def __init__(
        self, index: Index, submissions: Callable[[Query], list[str]], limits: tuple[Condition, ...] = ()
    ) -> None:
        self._index = index
        self._submissions = submissions
        self._limits = limits

    def within(self, condition: Condition) -> Query:
        """The query for a condition where all of the limits hold; its joins reach no further."""
        return self.render(All((condition, *self._limits)))

    def render(self, condition: Condition) -> Query:
        """The query for a condition."""
        match condition:
            case Everything():
                return Query.const_score_query(Query.all_query(), 0.0)
            case Sequence():
                return self._sequence(condition)
            case Tokens(field, tokens):
                return self._every([Query.term_query(schema(), field, token) for token in tokens])
            case Value(facet, values):
                return _silent(Query.term_set_query(schema(), facet, list(values)))
            case Number():
                return self._number(condition)
            case Worded():
                return Query.empty_query()
            case Having(part):
                names = self._submissions(self.within(part))
                return self.render(Value("submission", tuple(names)))
            case _:
                return self._combined(condition)

    def _combined(self, condition: Condition) -> Query:
        match condition:
            case All(parts):
                return self._every([self.render(part) for part in parts])
            case Any(parts):
                rendered = [(Occur.Should, self.render(part)) for part in parts]
                return Query.boolean_query(rendered) if rendered else Query.empty_query()
            case Without(part):
                everything = _silent(Query.all_query())
                return Query.boolean_query([(Occur.Must, everything), (Occur.MustNot, self.render(part))])
            case Fixed(part, score):
                return Query.const_score_query(self.render(part), score)
            case Alike():
                return self._alike(condition)
        raise TypeError(condition)

    def _every(self, queries: list[Query]) -> Query:
        if len(queries) == 1:
            return queries[0]
        return Query.boolean_query([(Occur.Must, query) for query in queries])

    def _sequence(self, sequence: Sequence) -> Query:
        tokens = list(sequence.tokens)
        if not sequence.open_end:
            if len(tokens) == 1:
                return Query.term_query(schema(), sequence.field, tokens[0])
            return Query.phrase_query(schema(), sequence.field, list(tokens))
        if len(tokens) == 1 and "." not in sequence.field:
            return Query.regex_query(schema(), sequence.field, re.escape(tokens[0]) + ".*")
        return Query.phrase_prefix_query(schema(), sequence.field, list(tokens))

    def _alike(self, alike: Alike) -> Query:
        """A third of the rarest tokens must be shared; those that only the text itself has say nothing of likeness."""
        searcher = self._index.searcher()
        counted = sorted((searcher.doc_freq(alike.field, token), token) for token in set(alike.tokens))
        rare = [token for count, token in counted if count > 1][:ALIKE_TOKENS]
        terms = [(Occur.Should, Query.term_query(schema(), alike.field, token)) for token in rare]
        if not terms:
            return Query.empty_query()
        return Query.boolean_query(terms, minimum_number_should_match=max(1, len(terms) // 3))

    def _number(self, number: Number) -> Query:
        name = number_name(number.name)
        low = "*" if number.low is None else repr(float(number.low))
        high = "*" if number.high is None else repr(float(number.high))
        opening, closing = "[" if number.with_low else "{", "]" if number.with_high else "}"
        return _silent(self._index.parse_query(f"n.{name}:{opening}{low} TO {high}{closing}"))


def _silent(query: Query) -> Query:
    """A filter: it narrows and does not rank."""
    return Query.const_score_query(query, 0.0)

"""A text in the stretches that are read one by one, and what each takes over from those before it.

A semicolon parts stretches of one sentence (省内…846家；省外…173家；全部1,019家): what was counted before it may be
gone on with, and its numbers may add up. Of another sentence only a heading is taken over (二、协议。34种。).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nlp_models.concepts import Mention, find_mentions
from nlp_models.quantities import Quantity
from nlp_models.statement import Statement

_STRETCH = re.compile(r"(?P<text>[^。！？；;\u2029]+)(?P<mark>[。！？；;\u2029]?)")
_LONGEST_HEADING = 12


class Stretch(NamedTuple):
    """``text`` as it starts at ``start`` of the whole; ``goes_on``: a semicolon parts it from the one before;
    ``headed``: the one before belongs to the same paragraph."""

    text: str
    start: int
    goes_on: bool
    headed: bool


def stretches(text: str) -> Iterator[Stretch]:
    """The stretches of a plain text, left to right."""
    mark, at = "\u2029", 0
    for match in _STRETCH.finditer(text):
        beside = match.start() == at
        yield Stretch(match["text"].rstrip(), match.start(), beside and mark in "；;", beside and mark != "\u2029")
        mark, at = match["mark"] or "\u2029", match.end()


def statements(parts: Sequence[Stretch], year: int | None) -> list[Statement]:
    """Each stretch as its numbers are gone through, with what it may take over."""
    made: list[Statement] = []
    for sentence in _sentences(parts):
        around = "；".join(each.text for each in sentence)
        together = [Statement(each.text, year, around) for each in sentence]
        _know_each_other(together)
        if sentence[0].headed and made:
            together[0].heading = _heading(made[-1])
        made.extend(together)
    return made


def _sentences(parts: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    sentence: list[Stretch] = []
    for each in parts:
        if sentence and not each.goes_on:
            yield sentence
            sentence = []
        sentence.append(each)
    if sentence:
        yield sentence


def _know_each_other(together: Sequence[Statement]) -> None:
    every = tuple(together)
    told: list[Quantity] = []
    for at, each in enumerate(together):
        each.before, each.together = tuple(told), every
        each.behind = tuple(quantity for later in together[at + 1 :] for quantity in later.quantities)
        each.earlier = together[at - 1] if at else None
        told += each.quantities


def _heading(statement: Statement) -> tuple[Mention, ...]:
    short = len(statement.text) <= _LONGEST_HEADING and not statement.quantities
    return tuple(find_mentions(statement.text)) if short else ()

"""Sentences marked by hand: what they say, where their quantities stand, what each counts and how it is meant.

A mark is ``[span]``, ``[span=value]``, ``[span=value|concept]`` or ``[span=value|concept|scope]``: the span is the
number with its measure word and whatever approximation stands inside it; the value may be left out where the span is
written in plain digits; ``=?`` is a vague number, ``=a..b`` a range. A concept is an id of ``data/concepts.yaml``;
the scope is ``whole`` where none is given. Dates and the article 一 are no quantities. A line that holds ``|skip``
and lines that start with ``#`` are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_MARK = re.compile(r"\[([^\]]*)\]")
_PLAIN = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?![\d万亿千百余多])")


@dataclass(frozen=True, slots=True)
class Marked:
    """One quantity as marked: ``start:end`` in the sentence, its value (None for a vague one), what it counts."""

    start: int
    end: int
    value: tuple[float, float] | None
    concept: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marks, and the marks."""

    text: str
    marks: tuple[Marked, ...]


def by_hand() -> list[Sentence]:
    """The sentences to learn from: of ``by_hand.txt``, on which rules were tuned, and of ``declarations``, by file."""
    folder = files("nlp_models.training")
    written = sorted(folder.joinpath("declarations").iterdir(), key=lambda each: each.name)
    return [
        each
        for file in (folder.joinpath("by_hand.txt"), *written)
        for each in sentences(file.read_text(encoding="utf-8"))
    ]


def sentences(text: str) -> Iterator[Sentence]:
    """The marked sentences of a text, one a line.

    Raises:
        ValueError: a span needs its value written out.
    """
    for line in text.splitlines():
        if line.strip() and not line.startswith("#") and "|skip" not in line:
            yield _sentence(line)


def _sentence(line: str) -> Sentence:
    text, at, marks = "", 0, []
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        head, *rest = match[1].split("|")
        span, _, value = head.partition("=")
        start = len(text)
        text += span
        scope = rest[1] if len(rest) > 1 else "whole" if rest else ""
        marks.append(Marked(start, len(text), _value(span, value), rest[0] if rest else "", scope))
        at = match.end()
    return Sentence(text + line[at:], tuple(marks))


def _value(span: str, value: str) -> tuple[float, float] | None:
    if value == "?":
        return None
    if value:
        low, _, high = value.partition("..")
        return float(low), float(high or low)
    match = _PLAIN.match(unicodedata.normalize("NFKC", span))
    if match is None:
        raise ValueError(f"{span}: write out its value")
    number = float(match[1].replace(",", ""))
    return number, number

"""Printed instructions inside a narrative: applicants leave them standing among their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extractors.fields.normal import CELL, LINE, plain
from extractors.fields.sequence import Token
from pipeline.document import Text

SUBHEADING = re.compile(r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))[^.]{2,20}")
"""A printed title within a narrative, in comparable characters: it is no instruction."""
_ALIKE = 88.0
_SHORTEST = 8
"""A shorter instruction could be the applicant's own words."""


def notes_before(template: Sequence[Token], number: int) -> tuple[str, ...]:
    """The instructions printed between the narrative's hole at ``number`` and the last fixed print before it."""
    found, words = [], ""
    for token in reversed(template[:number]):
        if token.kind == "hole" or (token.kind == "char" and not token.optional):
            break
        if token.kind == "char":
            words = token.char + words
        elif words:
            found.append(words)
            words = ""
    return tuple(each for each in (*found, words) if len(each) >= _SHORTEST)


def without_empty_titles(text: Text, notes: Sequence[str]) -> Text:
    """The narrative without printed titles that were left standing one on the other above it."""
    titles = [each for each in reversed(notes) if SUBHEADING.fullmatch(each)]
    string, at = str(text), 0
    ends = [match.end() for match in re.finditer(r"[^\n\u2029\x1f]+[\n\u2029\x1f]*", string)][: len(titles)]
    for title, end in zip(titles, ends, strict=False):
        line = "".join(char for _, char in _comparable(string[at:end]))
        if fuzz.ratio(line, title) < _ALIKE:
            return text
        at = end
    return text.cut(at, len(string)) if len(titles) > 1 and len(ends) == len(titles) else text


def says_nothing(text: Text, notes: Sequence[str]) -> bool:
    """Whether a narrative holds no more than the form's own titles and instructions."""
    lines = ("".join(char for _, char in _comparable(line)) for line in re.split("[\n\u2029\x1f]", str(text)))
    return all(any(fuzz.ratio(line, note) >= _ALIKE for note in notes) for line in lines if line)


def without_notes(text: Text, notes: Sequence[str]) -> Text:
    """The narrative without those instructions, wherever they stand in it and however their lines are broken."""
    for note in (each for each in notes if not SUBHEADING.fullmatch(each)):
        span = _span(str(text), note)
        if span is not None:
            text = Text(text.cut(0, span[0]).pieces + text.cut(span[1], len(text)).pieces)
    return text


def _span(string: str, note: str) -> tuple[int, int] | None:
    at = list(_comparable(string))
    whole = "".join(char for _, char in at)
    if len(whole) < len(note) * 0.9:
        return None
    hit = fuzz.partial_ratio_alignment(note, whole, score_cutoff=_ALIKE)
    if hit is None or hit.dest_end - hit.dest_start < 0.8 * len(note):
        return None
    return at[hit.dest_start][0], at[hit.dest_end - 1][0] + 1


def _comparable(string: str) -> Iterator[tuple[int, str]]:
    for index, char in enumerate(string):
        token = plain(char)
        if token and token not in (CELL, LINE):
            yield index, token

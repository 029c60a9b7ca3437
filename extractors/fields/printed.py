"""How much of the form's printed text an alignment found: overall, and round each hole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.fields.align import Alignment
from extractors.fields.normal import CELL, LINE, plain
from extractors.fields.notes import SUBHEADING
from extractors.fields.sequence import Token
from pipeline.document import Text

_HEADING, _HEADED = 6, 0.9
_BEHIND_LABEL = re.compile(r"\d|:.")
_NEAR = 12
"""Printed characters on either side by which a hole's place is judged."""


@dataclass(frozen=True, slots=True)
class Printed:
    """For each template token whether it was found where an equal character stands."""

    template: Sequence[Token]
    found: tuple[bool, ...]

    @property
    def count(self) -> int:
        """Number of printed characters that applicants may not delete and that were found."""
        pairs = zip(self.template, self.found, strict=True)
        return sum(found for token, found in pairs if token.kind == "char" and not token.optional)

    def before(self, number: int) -> float:
        """Share of the printed characters right before a token that were found; 1.0 where none are printed."""
        return self._share(range(number - 1, -1, -1))

    def after(self, number: int) -> float:
        """Share of those right after it."""
        return self._share(range(number + 1, len(self.template)))

    def strangers(self, number: int, document: Sequence[str], spans: Sequence[tuple[int, int]]) -> int:
        """Characters right after a token's span that no printed character and no hole took up."""
        start = spans[number][1]
        end = next((span[0] for span in spans[number + 1 :] if span[1] > span[0] and span[0] >= start), start)
        return sum(token not in (CELL, LINE) for token in document[start:end])

    def passed_over(self, number: int, document: Sequence[str], spans: Sequence[tuple[int, int]]) -> bool:
        """Whether something like a value stands between the print before a token and what the token took up.

        That is a figure, words behind a colon, or words in a cell of their own; words that lengthen a label are none.
        Of a token that took up nothing, a figure amid the print is one too.
        """
        start = spans[number][0]
        before = max(
            (span[1] for span in spans[max(0, number - _NEAR) : number] if _is_taken(span, document)), default=0
        )
        if start == spans[number][1] and any(each.isdigit() for each in self._within_label(number, document, spans)):
            return True
        label, *cells = "".join(document[before:start]).replace(LINE, "").split(CELL) if 0 < before < start else [""]
        return any(cells) or bool(_BEHIND_LABEL.search(label))

    def _within_label(self, number: int, document: Sequence[str], spans: Sequence[tuple[int, int]]) -> Iterator[str]:
        """What stands amid the print right before a token and is not printed there."""
        first = number
        while first > 0 and self.template[first - 1].kind in ("char", "line", "cell") and number - first < _NEAR:
            first -= 1
        taken = [span for span in spans[first:number] if span[1] > span[0]]
        for (_, end), (start, _) in pairwise(taken):
            yield from document[end:start]

    def headed(self, number: int) -> bool:
        """Whether all the print of the line or heading before a hole was found, and enough of it to be no chance."""
        seen: list[bool] = []
        for at in range(number - 1, -1, -1):
            token = self.template[at]
            if token.kind in ("hole", "box") or (token.kind == "junk" and seen):
                break
            if token.kind == "char" and not token.optional:
                seen.append(self.found[at])
        return len(seen) >= _HEADING and sum(seen) >= _HEADED * len(seen)

    def half_bordered(self, number: int) -> bool:
        """Whether a hole that fills a cell was found with one border of it only: then the other may be another's."""
        return self._fills_a_cell(number) and self.found[number - 1] != self.found[number + 1]

    def unbordered(self, number: int) -> bool:
        """Whether nothing parts a hole that fills a cell from the label before it, no border and no colon."""
        return self._fills_a_cell(number) and not self.found[number - 1]

    def _fills_a_cell(self, number: int) -> bool:
        beside = (number - 1, number + 1)
        return all(0 <= n < len(self.template) and self.template[n].kind == "cell" for n in beside)

    def swallowed(self, number: int, text: Text) -> bool:
        """Whether the printed character beside a hole was not found where it belongs but stands in the hole."""
        beside = (number - 1, number + 1)
        lost = {self.template[n].char for n in beside if 0 <= n < len(self.template) and self._is_lost(n)}
        return bool(lost) and any(plain(char) in lost for char in str(text))

    def _is_lost(self, number: int) -> bool:
        token = self.template[number]
        return token.kind == "char" and not token.optional and not self.found[number]

    def _share(self, order: range) -> float:
        seen: list[bool] = []
        for number in order:
            token = self.template[number]
            if token.kind == "char" and not token.optional:
                seen.append(self.found[number])
            ends = token.kind in ("hole", "junk") and seen
            if len(seen) == _NEAR or ends:
                break
        return sum(seen) / len(seen) if seen else 1.0


def printed(template: Sequence[Token], alignment: Alignment, document: Sequence[str]) -> Printed:
    """Which printed characters were found; a colon behind a label is a border too, and then so is the line's end."""
    found: list[bool] = []
    colon = False
    for token, (start, end) in zip(template, alignment.spans, strict=True):
        there = document[start] if end > start else ""
        if token.kind == "cell":
            found.append(there == CELL or there == ":" or (there == LINE and colon))
            colon = there == ":"
        else:
            found.append(bool(there) and there == token.char)
    return Printed(template, tuple(found))


def without_false_notes(template: Sequence[Token], alignment: Alignment, document: Sequence[str]) -> Alignment:
    """Give back what a deleted instruction took: single characters of a value that happened to equal its own.

    An optional literal of which less than half was found was not there; what it took belongs to the hole beside it. A
    printed sub-heading of a narrative is kept with the narrative.
    """
    spans = list(alignment.spans)
    for start, end in _optional_runs(template):
        hits = [n for n in range(start, end) if _hit(template[n], spans[n], document)]
        hole = _hole_beside(template, spans, start, end)
        if hole is None or (len(hits) >= 0.5 * (end - start) and not _is_subheading(template, start, end)):
            continue
        first, last = spans[start][0], spans[end - 1][1]
        if hole > end and template[start - 1].kind == "junk":
            first = spans[start - 1][0]
            spans[start - 1] = (first, first)
        if hole < start and hits and all(token.kind in ("line", "junk") or token.optional for token in template[end:]):
            last, spans[-1] = spans[-1][1], (spans[-1][1], spans[-1][1])
        if first == last:
            continue
        spans[hole] = (min(first, spans[hole][0]), max(last, spans[hole][1]))
        for n in range(start, end):
            spans[n] = (last, last) if hole > n else (first, first)
    return Alignment(tuple(spans), alignment.cost)


def _is_subheading(template: Sequence[Token], start: int, end: int) -> bool:
    """Whether an optional literal is a numbered title and no instruction."""
    return SUBHEADING.fullmatch("".join(token.char for token in template[start:end])) is not None


def _is_taken(span: tuple[int, int], document: Sequence[str]) -> bool:
    """Whether a token took up words, not a border."""
    return span[1] > span[0] and any(each not in (CELL, LINE) for each in document[span[0] : span[1]])


def _hit(token: Token, span: tuple[int, int], document: Sequence[str]) -> bool:
    return span[1] > span[0] and document[span[0]] == token.char


def _optional_runs(template: Sequence[Token]) -> list[tuple[int, int]]:
    runs, start = [], None
    for number, token in enumerate(template):
        if token.optional and start is None:
            start = number
        if not token.optional and start is not None:
            runs.append((start, number))
            start = None
    return runs


def _hole_beside(template: Sequence[Token], spans: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """The hole right after the optional run, or else right before it, with nothing between but other instructions."""
    for order in (range(end, len(template)), range(start - 1, -1, -1)):
        for number in order:
            if template[number].kind == "hole":
                return number
            lost_border = template[number].kind == "cell" and spans[number][0] == spans[number][1]
            passable = template[number].kind in ("line", "junk", "place") or template[number].optional or lost_border
            if not passable:
                break
    return None

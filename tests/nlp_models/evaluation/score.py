"""Scores what a system says of sentences that are marked by hand (see ``nlp_models.training.by_hand``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from nlp_models.training.by_hand import Marked, Sentence, by_hand, sentences


@dataclass(slots=True)
class Score:
    """Right, found and wanted; ``wrong`` says what was not right."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0

    def add(self, found: Set[object], wanted: Set[object]) -> None:
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  ({self.right}/{self.found}/{self.wanted})"
        )


def read(name: str) -> list[Sentence]:
    """The sentences kept apart (``held_out…``), looked at since (``looked_at…``), or learnt from (``by-hand``)."""
    if name == "by-hand":
        return by_hand()
    return list(sentences((Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")))


def same_value(one: tuple[float, float] | None, two: tuple[float, float] | None) -> bool:
    """Whether two values are one, a hundredth part aside; vague ones are all alike."""
    if one is None or two is None:
        return one is two
    return all(abs(a - b) <= 0.01 * max(abs(a), abs(b)) for a, b in zip(one, two, strict=True))


def pairs(marks: Iterable[Marked]) -> Iterator[tuple[str, float, str]]:
    """(what, value, scope) of the marks that count something a form counts; of a range its lower end."""
    for mark in marks:
        if mark.concept and mark.value is not None:
            yield mark.concept, mark.value[0], mark.scope


_LEAD = re.compile(r"(?:超过|超|近|约|逾|不少于)*")
_TAIL = re.compile(r"(?:以上|左右|上下)$")
_DETERMINER = re.compile(r"[一二两三四五六七八九十半]+(?:大?类|项|大|地|市|年|个月|天|次|期|级)?")


def normal_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without what only approximates around it; None for words that determine or date (``三年``, ``四类``).

    Applied alike to the marks and to what every system finds.
    """
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    tail = _TAIL.search(text[start:end])
    end -= len(tail[0]) if tail else 0
    return None if start >= end or _DETERMINER.fullmatch(text[start:end]) else (start, end)

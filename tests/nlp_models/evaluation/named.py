"""Scores the names found in sentences that are marked by hand: ``{name|KIND}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nlp_models.names import find_names
from tests.nlp_models.evaluation.score import Score

_MARK = re.compile(r"\{([^|}]*)\|([A-Z]+)\}")
Place = tuple[int, int, str]


def marked() -> Iterator[tuple[str, set[Place]]]:
    """The sentences of ``names.txt`` without their marks, and the marked places with their kinds."""
    for line in (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield _read(line)


def _read(line: str) -> tuple[str, set[Place]]:
    text, at, places = "", 0, set()
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        places.add((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return text + line[at:], places


def names_score(kind: str = "") -> Score:
    """Exact places and kinds; of one kind only, or of all."""
    score = Score()
    for text, wanted in marked():
        found = {(name.start, name.end, str(name.label)) for name in find_names(text)}
        score.add({each for each in found if kind in ("", each[2])}, {each for each in wanted if kind in ("", each[2])})
    return score

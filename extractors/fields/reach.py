"""Which part of a document a form can be in at all: alignment is dear, and most papers are no book."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.normal import CELL, LINE, runs_of
from extractors.fields.sequence import Token, document_sequence
from pipeline.document import Block

_HITS, _HEADING = 4, 8
"""Runs of characters by which a block is told to hold print, and characters by which a heading or title alone is."""
_LEAST = 0.01
"""Share of the form's own runs of characters below which a document holds nothing of it."""
_LONG = 60_000
_AFTER = 400
"""Blocks kept after the last printed words of a long document: its last narrative."""
_MOST = 250_000

Numbered = tuple[int, Block]


def within_reach(blocks: Sequence[Numbered], template: Sequence[Token]) -> list[Numbered]:
    """The blocks worth aligning: none where the form's print is absent, fewer where the document is very long."""
    print_ = "".join(token.char for token in template if token.kind == "char" and not token.optional)
    runs = runs_of("".join(token.char for token in template if token.kind == "char"))
    words = [_words(block) for _, block in blocks]
    hits = [runs & runs_of(each) for each in words]
    headings = runs_of(print_, _HEADING)
    headed = any(len(own) > _HITS and headings & runs_of(each, _HEADING) for each, own in zip(words, hits, strict=True))
    if not runs or (len(set().union(*hits)) / len(runs) < _LEAST and not headed):
        return []
    if sum(map(len, words)) <= _LONG:
        return list(blocks)
    found = [at for at, hit in enumerate(hits) if len(hit) >= _HITS]
    if not found:
        return []
    return _bounded(list(blocks)[found[0] : found[-1] + _AFTER], words[found[0] : found[-1] + _AFTER])


def _bounded(blocks: list[Numbered], words: Sequence[str]) -> list[Numbered]:
    total = 0
    for at, each in enumerate(words):
        total += len(each)
        if total > _MOST:
            return blocks[:at]
    return blocks


def _words(block: Block) -> str:
    return "".join(token for token in document_sequence([block]).tokens if token not in (CELL, LINE))

"""Narratives in pieces that fit a screen: paragraphs, and long paragraphs cut between sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

PASSAGE = 300
"""Characters after which a passage is closed at the next end of a sentence."""
LONGEST = 600
"""Text without any end of a sentence is cut here."""

_SENTENCE = re.compile(r"[^。！？；!?]*[。！？；!?]+[”」』）)]*|[^。！？；!?]+")


def passages_of(text: str) -> Iterator[str]:
    """The passages of a narrative, in order; nothing of the text is lost but white space at the seams."""
    for paragraph in text.split("\n"):
        yield from _cut(paragraph.strip())


def _cut(paragraph: str) -> Iterator[str]:
    passage = ""
    for sentence in _sentences(paragraph):
        if passage and len(passage) + len(sentence) > PASSAGE:
            yield passage.strip()
            passage = ""
        passage += sentence
    if passage.strip():
        yield passage.strip()


def _sentences(paragraph: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(paragraph):
        for start in range(0, len(match[0]), LONGEST):
            yield match[0][start : start + LONGEST]

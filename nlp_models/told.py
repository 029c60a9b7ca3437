"""What narratives tell apart from numbers: their sentences and the things that they name, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nlp_models.names import find_names
from nlp_models.plain import PlainText, plain_text
from pipeline.document import Document, Text
from pipeline.records import Mention, Sentence

_SENTENCE = re.compile(r"[^。！？；;\u2029]+[。！？；;]?")
_SHORTEST = 4


def told_in(narratives: Mapping[str, Text], document: Document) -> tuple[list[Sentence], list[Mention]]:
    """The sentences of the narratives (by field key, as read from ``document``), and what each names, once a name."""
    sentences: list[Sentence] = []
    mentions: list[Mention] = []
    for key, text in narratives.items():
        plain = plain_text(text)
        sentences.extend(_sentences(key, plain, document))
        mentions.extend(_mentions(key, plain, document))
    return sentences, mentions


def _sentences(key: str, plain: PlainText, document: Document) -> Iterator[Sentence]:
    for match in _SENTENCE.finditer(plain.string):
        source = document.source(plain.place(*match.span())) if len(match[0]) >= _SHORTEST else None
        if source is not None:
            yield Sentence(key, source)


def _mentions(key: str, plain: PlainText, document: Document) -> Iterator[Mention]:
    seen: set[tuple[str, str]] = set()
    for paragraph in re.finditer(r"[^\u2029]+", plain.string):
        for name in find_names(paragraph[0]):
            if (name.label, name.text) not in seen:
                seen.add((name.label, name.text))
                start = paragraph.start() + name.start
                place = plain.place(start, start + len(name.text))
                yield Mention(name.label, name.text, key, document.source(place))

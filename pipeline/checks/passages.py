"""The sentences of a submission's narratives that speak to a requirement, by the words that the requirement lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.document.source import Source
from pipeline.records import Evidence

_SENTENCE = re.compile(r"[^。！？；;\n\u2029]+")
_MARKS = re.compile(r"[\s。！？；;]+")
_SHORTEST, _SHOWN, _MOST = 8, 120, 4


def passages_for(case: Case, words: Sequence[str]) -> tuple[Evidence, ...]:
    """The sentences with most of the words first, a few at most; each with the place of its narrative."""
    found = sorted(_spoken(case, words), key=lambda pair: -pair[0])
    return tuple(evidence for _, evidence in found[:_MOST])


def _places(case: Case) -> dict[str, Source]:
    """Where each sentence of the narratives stands, by its words without white space."""
    return {_bare(each.source.text): each.source for each in case.record.sentences}


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _spoken(case: Case, words: Sequence[str]) -> Iterator[tuple[int, Evidence]]:
    places = _places(case)
    for field in case.form.fields:
        value = case.get(field.key) if field.kind == "narrative" and field.key != "materials.list" else None
        if value is None or not isinstance(value.value, str):
            continue
        for match in _SENTENCE.finditer(value.value):
            sentence = match[0].strip()
            count = sum(word in sentence for word in words)
            if count and len(sentence) >= _SHORTEST:
                place = places.get(_bare(sentence), value.source)  # what a person wrote anew stands where it was read
                yield count, Evidence("正文", f"{case.label(field.key)}：{sentence[:_SHOWN]}", place)

"""The sentences of a submission's narratives that speak to a requirement, by the words that the requirement lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.records import Evidence

_SENTENCE = re.compile(r"[^。！？；;\n\u2029]+")
_SHORTEST, _SHOWN, _MOST = 8, 120, 4


def passages_for(case: Case, words: Sequence[str]) -> tuple[Evidence, ...]:
    """The sentences with most of the words first, a few at most; each with the place of its narrative."""
    found = sorted(_spoken(case, words), key=lambda pair: -pair[0])
    return tuple(evidence for _, evidence in found[:_MOST])


def _spoken(case: Case, words: Sequence[str]) -> Iterator[tuple[int, Evidence]]:
    for field in case.form.fields:
        value = case.get(field.key) if field.kind == "narrative" and field.key != "materials.list" else None
        if value is None or not isinstance(value.value, str):
            continue
        for match in _SENTENCE.finditer(value.value):
            sentence = match[0].strip()
            count = sum(word in sentence for word in words)
            if count and len(sentence) >= _SHORTEST:
                yield count, Evidence("正文", f"{case.label(field.key)}：{sentence[:_SHOWN]}", value.source)

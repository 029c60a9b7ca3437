"""A hit as other programs read it: the JSON of ``heshu search --json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pipeline.document import spoken_place
from pipeline.ports import Hit
from search.query.names import chinese_names_of, name_of_scope

KIND_NAMES = {"field": "表单字段", "row": "清单行", "passage": "正文段落", "finding": "核查发现"}
_SHOWN_VALUES = 10


def as_json(hit: Hit) -> dict[str, Any]:
    """``submission, kind, file, page, bbox, text, score``; file, page and bbox are null where there is no place."""
    entry = hit.entry
    return {
        "submission": entry.submission,
        "kind": entry.kind,
        "file": entry.file or None,
        "page": entry.page,
        "bbox": list(entry.bbox) if entry.bbox else None,
        "text": entry.text,
        "score": round(hit.score, 4),
    }


def as_line(hit: Hit) -> str:
    """One line for the terminal: whose, what, where, and the words with what was found marked."""
    entry = hit.entry
    where = " ".join(filter(None, (entry.file, spoken_place(entry.page, entry.locator))))
    words = hit.highlights[0] if hit.highlights else entry.text[:160]
    label = next(iter(chinese_names_of("slug", entry.label)), entry.label) if entry.kind == "finding" else entry.label
    return f"{entry.submission}  [{KIND_NAMES[entry.kind]}] {where}\n    {label}  {words}"


def as_counts(facets: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """One line for each facet: its values as a query may name them, most hits first."""
    for name, counts in facets.items():
        shown = (f"{next(iter(chinese_names_of(name, value)), value)} {count}" for value, count in counts.items())
        yield f"{name_of_scope(name)}：{'，'.join(islice(shown, _SHOWN_VALUES)) or '无'}"


def as_json_array(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """All hits, in order."""
    return [as_json(hit) for hit in hits]

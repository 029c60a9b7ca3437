"""What stands in one hole, as a field's value."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.kinds import Value, clean, parse
from extractors.fields.normal import CELL, LINE
from pipeline.document import Document, Text
from pipeline.records import FieldDef, FieldValue

_GUESS = 0.3
"""Pieces surer than this were read; below it there is ink that nobody can read."""


def read_hole(document: Document, field: FieldDef, text: Text, before: float, after: float) -> FieldValue:
    """The value; ``before`` and ``after`` say how well the printed words on either side were found (0..1)."""
    text = _own_part(field, text).strip("_＿:：")
    written = str(text)
    value = parse(written, field)
    confidence = _confidence(text, value, before, after)
    if value.status == "filled" and text.confidence < _GUESS:
        value, confidence = Value(None, "unreadable", 1.0), 0.5
    source = document.source(text)
    return FieldValue(
        field.key,
        field.label,
        value.value,
        written.strip() if field.kind == "narrative" else clean(written),
        value.status,
        round(confidence, 4),
        field.unit,
        (source,) if source is not None and value.status != "blank" else (),
        _alternatives(text),
    )


def _own_part(field: FieldDef, text: Text) -> Text:
    """Where a value runs over a cell's border, the part that fits the kind best; narratives keep all."""
    string = str(text)
    if field.kind == "narrative":
        return text.strip(CELL)
    ends = CELL if field.kind == "text" else CELL + LINE + "\u2029"
    if not any(end in string.strip(ends + " ") for end in ends):
        return text.strip(CELL)
    whole = parse(string, field)
    if field.kind != "text" and whole.fit >= 1.0 and CELL not in string.strip(CELL):
        return text.strip(CELL)
    parts = [part for part in _parts(text, string, ends) if part]
    return max(parts, key=lambda part: _fits(field, part), default=text)


def _parts(text: Text, string: str, ends: str) -> Sequence[Text]:
    parts, start = [], 0
    for end in [n for n, char in enumerate(string) if char in ends] + [len(string)]:
        parts.append(text.cut(start, end))
        start = end + 1
    return parts


def _fits(field: FieldDef, part: Text) -> float:
    value = parse(str(part), field)
    return value.fit if value.status == "filled" else -1.0


def _confidence(text: Text, value: Value, before: float, after: float) -> float:
    """That of the characters, less where the printed words around were not found or the value is none of its kind."""
    anchored = 1.0 if min(before, after) >= 0.6 else 0.85 if max(before, after) >= 0.6 else 0.4
    return min(text.confidence, 0.995) * anchored * (1.0 if value.fit >= 1.0 else 0.9 * value.fit)


def _alternatives(text: Text) -> tuple[str, ...]:
    """Other readings, where the value is one run of characters."""
    placed = text.placed
    return placed[0].alternatives if len(placed) == 1 else ()

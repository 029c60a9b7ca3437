"""What stands in one hole, as a field's value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractors.fields.kinds import Value, clean, is_calendar, parse
from extractors.fields.normal import CELL, LINE, plain
from pipeline.document import Document, Text
from pipeline.records import FieldDef, FieldValue

_AS_WRITTEN = 0.99
_FOUND = 0.7
_HOPELESS = 0.2
"""Below this a figure among other words, far from its label, is the form's own print."""
_NOTE = 75.0
_PARTLY = 0.8
"""No value is sure where more stood in its place than was taken for it."""
_BROKEN = re.compile(r"\d[^\S\n\u2029]*[\n\u2029]\s*\d")
"""Digits above digits: one number in a narrow cell, or two whose cells were taken for one."""
_TWO_LINES = 0.6
_LINES = "—―─"
_PADDING = frozenset(CELL + "_＿:：" + _LINES)
_GUESS = 0.3
"""Pieces surer than this were read; below it there is ink that nobody can read."""


def read_hole(
    document: Document, field: FieldDef, text: Text, before: float, after: float, notes: Sequence[str] = ()
) -> FieldValue:
    """The value; ``before`` and ``after`` say how well the printed words on either side were found (0..1).

    ``notes`` are the instructions printed before the hole: figures in them are no values.
    """
    whole, text = text, _without_underline(_own_part(field, text).strip("_＿:："))
    value, confidence = _judged(field, text, before, after, notes)
    if field.kind != "narrative" and _written_length(text) < _written_length(whole):
        confidence = min(confidence, _PARTLY)
    if field.is_number and _BROKEN.search(str(text)):
        confidence = min(confidence, _TWO_LINES)
    text = Text() if value.status == "blank" else text
    source = document.source(text)
    return FieldValue(
        field.key,
        field.label,
        value.value,
        str(text).strip() if field.kind == "narrative" else clean(str(text)),
        value.status,
        round(confidence, 4),
        field.unit,
        (source,) if source is not None else (),
        _alternatives(text),
    )


def _without_underline(text: Text) -> Text:
    """Without what is left of the blank's line after a value on paper; a lone dash is an answer."""
    return text.strip(_LINES) if str(text).strip(_LINES + " \n") else text


def _judged(field: FieldDef, text: Text, before: float, after: float, notes: Sequence[str]) -> tuple[Value, float]:
    """The value and its confidence; print is no value, and what cannot be read is not guessed."""
    written = str(text)
    value = parse(written, field)
    confidence = _confidence(field, text, value, before, after)
    if field.is_number and value.fit < 1.0 and (confidence < _HOPELESS or _is_note(written, notes)):
        return Value(None, "blank"), 0.5
    lost = value.status == "filled" and text.confidence < _GUESS
    if lost or (field.kind == "date" and _misread(value, text)):
        return Value(None, "unreadable"), 0.5
    return value, confidence


def _is_note(written: str, notes: Sequence[str]) -> bool:
    plain_words = "".join(plain(char) for char in written if plain(char) not in (CELL, LINE))
    return any(fuzz.partial_ratio(plain_words, note) >= _NOTE for note in notes)


def _misread(value: Value, text: Text) -> bool:
    """Whether a date that no calendar has was rather read wrong than written wrong."""
    return isinstance(value.value, str) and not is_calendar(value.value) and text.confidence < _AS_WRITTEN


def own_line(text: Text, after: str, goes_on: bool) -> Text:
    """Without the beginning of the next line, where that holds words before its label that the form does not print.

    ``after`` is the comparable character right after the text; ``goes_on`` whether the form's line goes on there.
    """
    if goes_on or after in (LINE, CELL):
        return text
    end = max(str(text).rfind(LINE), str(text).rfind("\u2029"))
    return text.cut(0, end) if end > 0 and str(text)[:end].strip() else text


def _written_length(text: Text) -> int:
    return sum(char not in _PADDING and not char.isspace() for char in str(text))


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


def _mean(text: Text) -> float:
    """For a narrative the mean over its characters: one doubtful word does not make a passage unreadable."""
    placed = text.placed
    total = sum(len(piece.text) for piece in placed)
    return sum(piece.confidence * len(piece.text) for piece in placed) / total if total else 1.0


def _confidence(field: FieldDef, text: Text, value: Value, before: float, after: float) -> float:
    """That of the characters, less where the printed words around were not found or the value is none of its kind."""
    anchored = 1.0 if min(before, after) >= _FOUND else 0.85 if max(before, after) >= _FOUND else 0.4
    read = _mean(text) if field.kind == "narrative" else text.confidence
    return min(read, 0.995) * anchored * (1.0 if value.fit >= 1.0 else 0.9 * value.fit)


def _alternatives(text: Text) -> tuple[str, ...]:
    """Other readings, where the value is one run of characters."""
    placed = text.placed
    return placed[0].alternatives if len(placed) == 1 else ()

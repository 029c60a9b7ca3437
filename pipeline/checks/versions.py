"""Two versions of one book, field by field and list by list."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from pipeline.checks.case import Case
from pipeline.checks.rows import is_scanned, serial_of, whole_list
from pipeline.checks.trust import SURE, TRUST, from_pixels
from pipeline.checks.wording import alike, one_off, plain
from pipeline.records import Evidence, FieldDef, FieldValue, ListRecord, Version

_CODES = ("mobile", "phone", "fax", "email", "org_code")
_SAME_TEXT, _SAME_NARRATIVE, _SHORT = 86.0, 80.0, 6


def differing_fields(case: Case, one: Version, two: Version) -> Iterator[tuple[FieldValue, FieldValue]]:
    """The fields that both versions fill in, with different values that were both read well enough."""
    others = {value.key: value for value in two.fields}
    for value in one.fields:
        other, defined = others.get(value.key), case.form.field(value.key)
        if other is None or defined is None or defined.is_mark or defined.is_tick or value.key == "materials.list":
            continue
        if value.status == other.status == "filled" and not same_value(defined, value, other):
            if _is_sure(value, other):
                yield value, other
            else:
                case.doubt(f"{case.label(value.key)}：各版本读数不同，但识别把握不足，需人工核对")


def same_value(field: FieldDef, one: FieldValue, two: FieldValue) -> bool:
    """Equal but for writing. Dates of unlike precision agree where they overlap, texts but for what is misread."""
    if field.kind in ("narrative", "text"):
        return _same_text(field, one, two)
    if field.kind == "date":
        a, b = sorted((str(one.value), str(two.value)), key=len)
        return b.startswith(a)
    if field.kind == "multichoice" and isinstance(one.value, list) and isinstance(two.value, list):
        return set(one.value) == set(two.value)
    return one.value == two.value


def _same_text(field: FieldDef, one: FieldValue, two: FieldValue) -> bool:
    a, b = plain(str(one.value)), plain(str(two.value))
    if a == b or alike(a) == alike(b):
        return True
    misread = from_pixels(one.source) or from_pixels(two.source)
    if field.kind == "narrative":
        return bool(fuzz.ratio(a, b) >= _SAME_NARRATIVE)
    if not misread or field.key.endswith(_CODES) or len(min(a, b, key=len)) < _SHORT:
        return False
    return bool(fuzz.ratio(a, b) >= _SAME_TEXT)


def _is_sure(one: FieldValue, two: FieldValue) -> bool:
    """Whether both readings can be trusted; between a doubtful and another one character is taken for a misreading."""
    least = min(one.confidence, two.confidence)
    if least < TRUST:
        return False
    if plain(two.raw) in map(plain, one.alternatives) or plain(one.raw) in map(plain, two.alternatives):
        return False
    return least >= SURE or not one_off(one.raw, two.raw)


def differing_lists(case: Case, one: Version, two: Version) -> Iterator[tuple[str, Evidence, Evidence]]:
    """The lists that both versions hold with different numbers of rows, both counted reliably."""
    others = {each.kind: each for each in two.lists}
    for mine in one.lists:
        other, defined = others.get(mine.kind), case.form.list(mine.kind)
        if other is None or other is mine or defined is None or len(mine.rows) == len(other.rows):
            continue
        if _same_rows(mine, other):
            continue
        if all(_is_counted(each) for each in (mine, other)):
            title = defined.title
            yield mine.kind, whole_list(title, mine, "一个版本"), whole_list(title, other, "另一个版本")


def _same_rows(mine: ListRecord, other: ListRecord) -> bool:
    return bool(mine.rows) and bool(other.rows) and mine.rows[0].source == other.rows[0].source


def _is_counted(each: ListRecord) -> bool:
    """Whether the number of rows is sure: not read from pixels, or numbered through to the last."""
    if not each.rows:
        return False
    return not is_scanned(each.rows[0]) or serial_of(each.rows[-1]) == len(each.rows)

"""Entries for the search benchmarks: submissions of the maker, as ``entries_of`` makes them of a record.

Making a submission takes longer than indexing it, so ``PATTERNS`` are made, and each comes again and again under
another name, with other ids in its rows: the texts repeat themselves about as much as real lists do.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from flows.maker.truth import Truth, make_truth
from pipeline.document.source import Source
from pipeline.ports import Entry
from pipeline.records import FieldValue, FileEntry, ListRecord, Record, Row
from pipeline.records.load import load_form
from search.entries import entries_of
from search.query.ranges import number_from

PATTERNS = 60
ROWS, PASSAGES = 1000, 48
"""Rows of one submission, and paragraphs of its narratives, each of two or three passages."""

_SHA = "ab" * 32
_DIGITS = re.compile(r"\d{6}$")
_FORMS = ("anhui-2023", "fujian-2023")


def submissions(rows: int) -> Iterator[tuple[str, Iterator[Entry]]]:
    """About ``rows`` list rows, a passage to each ten of them, and the fields of their submissions."""
    patterns = [_pattern(seed, min(rows, ROWS)) for seed in range(min(PATTERNS, max(1, rows // ROWS)))]
    for number in range(max(1, rows // ROWS)):
        name = f"申报{number:05d}"
        yield name, entries_of(_named(patterns[number % len(patterns)], name, number), ())


def _pattern(seed: int, rows: int) -> Record:
    truth = make_truth("申报", load_form(_FORMS[seed % len(_FORMS)]), seed, rows // 4)
    book = FileEntry("申报书.pdf", _SHA, "application/pdf", pages=90)
    return Record("申报", truth.form.id, (book,), tuple(_fields(truth, seed)), tuple(_lists(truth, rows)))


def _lists(truth: Truth, rows: int) -> Iterator[ListRecord]:
    left = rows
    for kind, given in truth.lists.items():
        made = tuple(
            Row(cells, Source(_SHA, 20 + at // 30, (0.1, 0.2, 0.9, 0.25)), class_name)
            for at, (class_name, cells) in enumerate(given[:left])
        )
        left -= len(made)
        yield ListRecord(kind, made)


def _fields(truth: Truth, seed: int) -> Iterator[FieldValue]:
    place = (Source(_SHA, 4, (0.1, 0.2, 0.3, 0.25)),)
    narratives = sum(field.kind == "narrative" for field in truth.form.fields if truth.fields.get(field.key))
    for key, written in truth.fields.items():
        field = truth.form.field(key)
        if field is None or written in (None, "", [], False):
            continue
        said = str(written) if not isinstance(written, list) else "、".join(written)
        value = number_from(said) if field.is_number else None
        said = _narrative(said, seed, PASSAGES // narratives) if field.kind == "narrative" else said
        yield FieldValue(key, field.label, said if value is None else value, said, "filled", 0.99, "", place)


def _narrative(said: str, seed: int, count: int) -> str:
    """That many paragraphs of the maker's own sentences in another order."""
    rnd = random.Random(f"{seed}{said}")
    sentences = [each + "。" for each in said.split("。") if each]
    return "\n".join(
        "".join(rnd.choices(sentences, k=4)) + f"覆盖设备{rnd.randint(100, 90000)}台。" for _ in range(count)
    )


def _named(pattern: Record, name: str, number: int) -> Record:
    lists = tuple(replace(each, rows=tuple(_other(row, number) for row in each.rows)) for each in pattern.lists)
    return replace(pattern, name=name, lists=lists)


def _other(row: Row, number: int) -> Row:
    """The row with another id, so that no two submissions hold the same one."""
    cells = dict(row.cells)
    if "device_id" in cells:
        cells["device_id"] = _DIGITS.sub(lambda found: f"{int(found[0]) + 7919 * number:07d}", cells["device_id"])
    return replace(row, cells=cells)

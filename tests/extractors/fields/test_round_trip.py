"""A random record printed into its form and read back is the same record, for every form and kind of value."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.fields.book import read_book
from pipeline.document import Document
from pipeline.records import FieldDef
from pipeline.records import Value as RecordValue
from pipeline.records.load import load_form

_WORDS = "云岭河谷重工精机智造数联启明星海川原野松石青禾"
_SENTENCE = "产线节拍提高一成，停机时间明显下降。"


def _any(field: FieldDef, dice: Random) -> RecordValue:
    """Any value that an applicant could write in the field."""
    kinds: dict[str, Callable[[], RecordValue]] = {
        "integer": lambda: dice.choice((0, 7, 48, 5230, 1_200_000, dice.randrange(10**6))),
        "decimal": lambda: dice.randrange(1, 10**8) / 100,
        "percent": lambda: dice.randrange(1001) / 10,
        "date": lambda: (date(1990, 1, 1) + timedelta(dice.randrange(14_000))).isoformat()[: dice.choice((7, 10))],
        "bool": lambda: dice.random() < 0.5,
        "choice": lambda: dice.choice(field.options),
        "multichoice": lambda: [option for option in field.options if dice.random() < 0.4],
        "narrative": lambda: _SENTENCE * dice.randrange(1, 12),
        "text": lambda: "".join(dice.choices(_WORDS + string.ascii_letters, k=dice.randrange(2, 19))),
    }
    return kinds[field.kind]()


def _same(field: FieldDef, told: RecordValue, read: RecordValue) -> bool:
    if field.kind in ("decimal", "percent", "integer"):
        assert isinstance(told, int | float)
        return isinstance(read, int | float) and abs(read - told) < 1e-6
    return read == told


@pytest.mark.parametrize("notes", [True, False])
@pytest.mark.parametrize("form_id", ["anhui-2023", "fujian-2023", "guangdong-2018"])
def test_what_was_written_is_read(form_id: str, notes: bool, fill: Callable[..., Document]) -> None:
    form = load_form(form_id)
    asked = [each for each in form.fields if not each.is_mark]

    @settings(max_examples=4, deadline=None, derandomize=True)
    @given(st.integers(0, 10**9))
    def holds(seed: int) -> None:
        dice = Random(seed)
        values = {each.key: _any(each, dice) for each in asked}
        told = {key: value for key, value in values.items() if not key.startswith("tick.") or value}
        reading = read_book(fill(form, told, notes=notes), form)
        read = {value.key: value for value in reading.fields}
        wrong = {
            each.key: (values[each.key], read[each.key].value)
            for each in asked
            if not each.is_tick and not _same(each, values[each.key], read[each.key].value)
        }
        assert wrong == {}
        assert reading.score == 1.0

    holds()


@pytest.mark.parametrize("form_id", ["anhui-2023", "fujian-2023", "guangdong-2018"])
@pytest.mark.parametrize("notes", [True, False])
def test_a_blank_form_says_nothing(form_id: str, notes: bool, fill: Callable[..., Document]) -> None:
    form = load_form(form_id)
    reading = read_book(fill(form, {}, notes=notes), form)
    said = {v.key: v.value for v in reading.fields if v.value not in (None, []) and not v.key.startswith("tick.")}
    assert said == {}


def test_every_value_knows_its_place(fill: Callable[..., Document]) -> None:
    form = load_form("anhui-2023")
    values: dict[str, RecordValue] = {"devices.total": 120, "applicant.name": "云岭重工", "platform.type": "行业型"}
    read = {value.key: value for value in read_book(fill(form, values), form).fields}
    places = {key: read[key].source for key in values}
    assert all(source is not None and source.locator for source in places.values())
    assert [source.text for source in places.values() if source] == ["120", "云岭重工", "☑行业型"]

"""Copied lists are told though a reader misread them or a column was not recognised; common words make no copy."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from pipeline.checks.across import crosscheck_records
from pipeline.checks.examples import record_of
from pipeline.records import Record
from pipeline.records.load import load_form

FORM = load_form("anhui-2023")
LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
Cells = dict[str, str]


def customers(rng: random.Random, count: int) -> list[Cells]:
    return [
        {
            "name": "".join(rng.choice(LETTERS) for _ in range(4)) + "机械有限公司",
            "amount": f"{rng.uniform(5, 300):.2f}",
            "contact": rng.choice(LETTERS),
            "phone": f"13{rng.randrange(10**9):09d}",
        }
        for _ in range(count)
    ]


def misread(rng: random.Random, rows: Sequence[Cells], share: float) -> list[Cells]:
    def cell(text: str) -> str:
        return "".join(rng.choice(LETTERS + "0123456789") if rng.random() < share else char for char in text)

    return [{key: cell(text) for key, text in row.items()} for row in rows]


def submission(name: str, rows: Sequence[Cells], reader: str = "sheet") -> Record:
    lists = {"enterprises": {"rows": rows, "reader": reader}}
    return record_of({"name": name, "fields": {"applicant.name": f"{name}公司"}, "lists": lists}, FORM)


def fires(one: Record, two: Record) -> bool:
    found = crosscheck_records([one, two])
    slugs = {name: [each.slug for each in findings] for name, findings in found.items()}
    assert slugs in ({}, {one.name: ["copied-list"], two.name: ["copied-list"]})
    return bool(found)


@pytest.mark.parametrize("seed", range(5))
def test_a_scanned_copy_with_misread_characters(seed: int) -> None:
    rng = random.Random(seed)
    rows = customers(rng, 60)
    copied = misread(rng, rows, 0.02)
    rng.shuffle(copied)
    assert fires(submission("甲", rows), submission("乙", copied, "rapidocr"))


def test_a_difference_in_what_was_written_is_no_misreading() -> None:
    rng = random.Random(3)
    rows = customers(rng, 60)
    assert not fires(
        submission("甲", rows), submission("乙", [{**row, "amount": f"{n}.5"} for n, row in enumerate(rows)])
    )


def test_a_copy_whose_column_was_not_recognised() -> None:
    rows = customers(random.Random(4), 40)
    bare = [{key: text for key, text in row.items() if key != "phone"} for row in rows]
    assert fires(submission("甲", rows), submission("乙", bare))


def test_the_evidence_shows_the_rows_of_both_though_no_row_is_equal() -> None:
    rows = customers(random.Random(4), 40)
    bare = [{key: text for key, text in row.items() if key != "phone"} for row in rows]
    found = crosscheck_records([submission("甲", rows), submission("乙", bare)])
    mine, other = found["甲"][0].evidence[:2]
    assert (mine.submission, other.submission) == (None, "乙")
    assert mine.text.split("｜")[0] == other.text.split("｜")[0]


def test_common_customers_in_scans_are_no_copy() -> None:
    rng = random.Random(6)
    pool = [row["name"] for row in customers(rng, 40)]
    lists = [[{**row, "name": rng.choice(pool)} for row in customers(rng, 60)] for _ in range(2)]
    assert not fires(submission("甲", lists[0], "rapidocr"), submission("乙", lists[1], "rapidocr"))

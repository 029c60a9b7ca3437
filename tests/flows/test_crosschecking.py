"""Comparisons over a store: the same on SQLite and PostgreSQL, all at once or one new submission at a time."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from flows import crosschecking
from flows.correcting import check_again, compare_again, correct
from flows.crosschecking import crosscheck_changed, crosscheck_store, signatures
from flows.indexing import pending
from flows.processing import signature_to
from flows.versions import checked_key, record_key
from pipeline.checks.across import signature_of, to_bytes
from pipeline.checks.examples import record_of
from pipeline.records import Record
from pipeline.records.load import load_form
from pipeline.store import Store, open_store_at
from pipeline.store.tables import SubmissionRow

FORM = load_form("anhui-2023")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    address = "" if request.param == "sqlite" else str(request.getfixturevalue("postgres").new_database())
    opened = open_store_at(tmp_path / "store", address)
    yield opened
    opened.engine.dispose()


def book(number: int) -> Record:
    """Every third has the customers of the one before it; the first two have one contact."""
    rng = random.Random(number - number % 3 // 2)
    rows = [{"name": f"客户{rng.randrange(10**6)}厂", "amount": f"{rng.uniform(3, 90):.2f}"} for _ in range(25)]
    fields = {"applicant.name": f"申报单位{number}", "contact.mobile": "13800138000" if number < 2 else ""}
    return record_of({"name": f"申报{number}", "fields": fields, "lists": {"enterprises": rows}}, FORM)


def keep(store: Store, record: Record) -> None:
    store.receive(record.name, (), "k")
    store.keep_record(record, "k", to_bytes(signature_of(record)))


def keep_checked(store: Store, record: Record) -> None:
    """As an ingest leaves it: made and checked by what is installed."""
    key = record_key("k", {})
    store.receive(record.name, (), "k")
    store.keep_record(record, key, signature_to(record))
    store.keep_findings(record.name, "own", (), checked_key(key))


def told(store: Store) -> dict[str, list[str]]:
    return {each.name: [finding.slug for finding in store.findings(each.name)] for each in store.standings()}


def test_one_at_a_time_tells_what_comparing_all_tells(store: Store) -> None:
    for number in range(6):
        keep(store, book(number))
        crosscheck_store(store, [f"申报{number}"])
    one_by_one = told(store)
    crosscheck_store(store)
    assert told(store) == one_by_one
    assert one_by_one["申报0"] == ["shared-contact"]
    assert one_by_one["申报1"] == ["copied-list", "shared-contact"]
    assert one_by_one["申报3"] == []


def test_a_quota_that_is_used_up_is_told_to_all_of_the_city_and_taken_back(store: Store) -> None:
    for number in range(4):
        fields = {"applicant.name": f"申报单位{number}", "cover.recommender": "滁州市经济和信息化局"}
        keep(store, record_of({"name": f"申报{number}", "fields": fields}, FORM))
        crosscheck_store(store, [f"申报{number}"])
    assert told(store) == {f"申报{number}": ["over-quota"] for number in range(4)}
    keep(store, record_of({"name": "申报3", "fields": {"applicant.name": "申报单位3"}}, FORM))
    crosscheck_store(store, ["申报3"])
    assert told(store) == {f"申报{number}": [] for number in range(4)}


def test_what_is_no_longer_there_is_taken_back_from_both(store: Store) -> None:
    for number in (0, 1):
        keep(store, book(number))
    crosscheck_store(store)
    keep(store, record_of({"name": "申报0", "fields": {"applicant.name": "申报单位0"}}, FORM))
    assert sorted(crosscheck_store(store, ["申报0"])) == ["申报0", "申报1"]
    assert told(store) == {"申报0": [], "申报1": []}


def test_signatures_of_an_earlier_version_are_made_anew(store: Store) -> None:
    keep(store, book(4))
    old = zlib.compress(json.dumps({"submission": "申报4"}).encode())
    with Session(store.engine) as session, session.begin():
        session.execute(update(SubmissionRow).values(signature=old))
    (made,) = signatures(store)
    assert (made.submission, len(made.lists["enterprises"].rows)) == ("申报4", 25)


def test_who_names_a_changed_submission_without_being_named_by_it_is_told_anew_too(store: Store) -> None:
    rows = [{"name": f"客户{n}厂", "amount": f"{n + 3}.50"} for n in range(40)]
    for name, part in (("申报0", rows), ("申报1", rows[:30]), ("申报2", rows[28:])):
        fields = {"applicant.name": f"{name}单位"}
        keep(store, record_of({"name": name, "fields": fields, "lists": {"enterprises": part}}, FORM))
    crosscheck_store(store)
    named = {name: {side.submission for side in store.findings(name)[0].evidence} - {None} for name in told(store)}
    assert named == {"申报0": {"申报1"}, "申报1": {"申报0"}, "申报2": {"申报0"}}
    keep(store, record_of({"name": "申报0", "fields": {"applicant.name": "申报0单位"}}, FORM))
    assert crosscheck_store(store, ["申报0"]) == ["申报0", "申报1", "申报2"]
    assert told(store) == {"申报0": [], "申报1": [], "申报2": []}


def test_only_what_changed_since_is_compared_and_a_correction_takes_back_what_others_were_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        keep_checked(store, book(number))
    for number in range(3, 63):
        fields = {"applicant.name": f"申报单位{number}", "contact.mobile": f"139{number:08d}"}
        keep_checked(store, record_of({"name": f"申报{number}", "fields": fields}, FORM))
    assert crosscheck_changed(store) == ["申报0", "申报1", "申报2"]
    assert told(store)["申报1"] == ["copied-list", "shared-contact"]
    assert store.uncompared() == []
    assert crosscheck_changed(store) == []

    def whole(*_: object) -> None:
        raise AssertionError("all were compared with all")

    monkeypatch.setattr(crosschecking, "crosscheck", whole)
    correct(store, "申报0", "contact.mobile", "13912345678", "甲某")
    check_again(store, ["申报0"])
    assert store.uncompared() == ["申报0"]
    compare_again(store)
    assert told(store)["申报1"] == ["copied-list"]
    assert store.uncompared() == []
    assert pending(store) == ()

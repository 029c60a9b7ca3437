"""A person who corrects one value after the other while the checks run beside."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from desk.office import Office
from flows import processing
from flows.correcting import check_again, correct
from tests.desk.conftest import FIRST


def test_checks_beside_corrections_extract_nothing_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    extracted: list[str] = []
    ended, true = Event(), processing.extracted

    def told(store, name):  # type: ignore[no-untyped-def]
        extracted.append(name)
        return true(store, name)

    def checks() -> None:
        while not ended.is_set():
            processing.process(office.store, FIRST)

    monkeypatch.setattr(processing, "extracted", told)
    record = office.store.bare_record(FIRST)
    assert record is not None
    keys = [each.key for each in record.fields if each.number is not None and each.status == "filled"][:12]
    beside = Thread(target=checks)
    beside.start()
    try:
        for number, key in enumerate(keys):
            correct(office.store, FIRST, key, str(number + 1), "虚构甲（one）")
    finally:
        ended.set()
        beside.join()
    check_again(office.store, [FIRST])
    assert extracted == []
    record = office.store.bare_record(FIRST)
    assert record is not None
    for number, key in enumerate(keys):
        value = record.field(key)
        assert value is not None
        assert (value.number, value.sources[0].reader) == (number + 1, "reviewer:虚构甲（one）")

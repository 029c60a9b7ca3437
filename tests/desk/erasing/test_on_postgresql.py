"""Nothing is left in the files of a PostgreSQL server either."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from flows import erasing
from flows.verifying import verify_store
from pipeline.store import Store
from pipeline.store.opening import open_store_at
from tests.desk.conftest import FIRST, SECOND, Made, deliver
from tests.desk.erasing.traces import PHONE, holding, speak_of_first, used
from tests.postgres_server import PostgresServer


@pytest.mark.postgres
def test_the_same_on_postgresql(made: Made, postgres: PostgresServer, tmp_path: Path) -> None:
    address = postgres.new_database()
    store = open_store_at(tmp_path / "store", address)
    for name in (FIRST, SECOND):
        deliver(store, made.inbox / name)
    used(store)
    data = postgres.folder / "data" / "base"
    _checkpoint(store)
    assert holding(data, PHONE)
    assert speak_of_first(store)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    _checkpoint(store)
    assert holding(data, PHONE) == set()
    assert holding(store.folder, PHONE) == set()
    assert not speak_of_first(store)
    assert list(verify_store(store)) == []
    assert [each.name for each in store.standings()] == [SECOND]
    store.engine.dispose()


def _checkpoint(store: Store) -> None:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("checkpoint"))

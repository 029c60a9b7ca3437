"""What narratives name, across submissions: held on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.records import FieldValue, Mention, Record
from pipeline.store import Store
from pipeline.store.erasing import Erasures
from pipeline.store.glance import Glance
from pipeline.store.named import SHOWN, Elsewhere, Names
from pipeline.store.opening import open_store_at


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    server = request.param == "postgresql"
    address = str(request.getfixturevalue("postgres").new_database()) if server else ""
    opened = open_store_at(tmp_path / "store", address)
    yield opened
    opened.engine.dispose()


def _field(key: str, value: str) -> FieldValue:
    return FieldValue(key, key, value, value, "filled", 1.0)


def _record(name: str, *mentions: tuple[str, str], applicant: str = "", city: str = "合肥市") -> Record:
    fields = (_field("applicant.name", applicant or f"{name}智造有限公司"), _field("cover.recommender", city))
    return Record(
        name, "made-up", fields=fields, mentions=tuple(Mention(*each, "narrative.cases") for each in mentions)
    )


def _keep(store: Store, record: Record) -> None:
    store.receive(record.name, (), "k")
    store.keep_record(record, "k", b"")


def test_a_name_is_found_in_the_others_however_they_write_it(store: Store) -> None:
    _keep(
        store, _record("甲一", ("ORG", "芜湖皖岭轴承股份有限公司"), ("STANDARD", "GB/T 39116-2020"), ("ORG", "工信部"))
    )
    _keep(store, _record("乙二", ("ORG", "皖岭轴承"), ("ORG", "皖岭轴承有限公司"), ("ORG", "工信部")))
    _keep(store, _record("丙三", ("STANDARD", "GB/T39116"), ("PARK", "皖岭轴承园区")))
    found = Names(store.engine).elsewhere("甲一")
    assert found == {
        ("ORG", "皖岭轴承"): Elsewhere(1, ("乙二",)),
        ("STANDARD", "GB/T39116"): Elsewhere(1, ("丙三",)),
    }
    assert Names(store.engine).elsewhere("丙三") == {("STANDARD", "GB/T39116"): Elsewhere(1, ("甲一",))}
    assert Names(store.engine).elsewhere("无此件") == {}


def test_another_applicant_that_is_named_is_told_of_on_both_sides(store: Store) -> None:
    _keep(store, _record("甲一", ("ORG", "远桥纺织"), ("ORG", "铸岭科技有限公司"), applicant="合肥铸岭科技有限公司"))
    _keep(store, _record("乙二", applicant="安徽远桥纺织有限公司"))
    names = Names(store.engine)
    assert names.elsewhere("甲一") == {("ORG", "远桥纺织"): Elsewhere(0, (), ("乙二",))}
    assert names.naming("乙二") == (1, ("甲一",))
    assert names.naming("甲一") == (0, ())


def test_a_city_is_told_of_its_own_only(store: Store) -> None:
    _keep(store, _record("甲一", ("ORG", "远桥纺织有限公司")))
    _keep(store, _record("乙二", ("ORG", "远桥纺织有限公司")))
    _keep(store, _record("丙三", ("ORG", "远桥纺织有限公司"), applicant="远桥纺织有限公司", city="芜湖市"))
    names, key = Names(store.engine), ("ORG", "远桥纺织")
    assert names.elsewhere("甲一")[key] == Elsewhere(2, ("丙三", "乙二"), ("丙三",))
    assert names.elsewhere("甲一", "合肥市")[key] == Elsewhere(1, ("乙二",))
    assert names.naming("丙三", "芜湖市") == (0, ())
    assert names.naming("丙三")[0] == 2


def test_of_many_the_first_few_are_named_and_all_are_counted(store: Store) -> None:
    for n in range(SHOWN + 4):
        _keep(store, _record(f"申报{n:02}", ("PLATFORM", "铸岭平台")))
    found = Names(store.engine).elsewhere("申报00")["PLATFORM", "铸岭"]
    assert found.count == SHOWN + 3
    assert found.submissions == tuple(f"申报{n:02}" for n in range(1, SHOWN + 1))


def test_what_is_kept_is_that_of_the_last_record(store: Store) -> None:
    _keep(store, _record("甲一", ("ORG", "远桥纺织有限公司")))
    _keep(store, _record("乙二", ("ORG", "远桥纺织有限公司")))
    store.keep_record(_record("乙二", ("ORG", "海棠食品有限公司")), "k2", b"")
    assert Names(store.engine).elsewhere("甲一") == {}
    store.keep_fields(_record("乙二", ("ORG", "远桥纺织\x00有限公司" + "长" * 500), ("ORG", "远桥纺织有限公司")), "k3")
    assert Names(store.engine).elsewhere("甲一") == {("ORG", "远桥纺织"): Elsewhere(1, ("乙二",))}


def test_clearing_a_submission_takes_its_names_away(store: Store) -> None:
    _keep(store, _record("甲一", ("ORG", "远桥纺织有限公司")))
    _keep(store, _record("乙二", ("ORG", "远桥纺织有限公司")))
    erasures = Erasures(store.engine)
    erasures.begin("乙二", "虚构员")
    erasures.clear("乙二")
    assert Names(store.engine).elsewhere("甲一") == {}
    with store.engine.connect() as connection:
        assert connection.execute(text("select distinct submission from named")).scalars().all() == ["甲一"]


def test_records_of_an_older_version_are_taken_up_when_the_desk_starts(store: Store) -> None:
    for name in ("甲一", "乙二"):
        _keep(store, _record(name, ("ORG", "远桥纺织有限公司")))
    with store.engine.begin() as connection:
        connection.execute(text("delete from named"))
        connection.execute(text("update submissions set named = :no"), {"no": False})
    assert Names(store.engine).elsewhere("甲一") == {}
    Glance(store)
    assert Names(store.engine).elsewhere("甲一") == {("ORG", "远桥纺织"): Elsewhere(1, ("乙二",))}

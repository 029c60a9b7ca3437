"""What of a submission can be found, and under which name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from pipeline.document.source import Source
from pipeline.ports import Entry, Hit
from pipeline.records import FieldValue, FileEntry, ListRecord, Mention, Record, Row, Sentence
from pipeline.records.whose import city_of
from search.document import document_of, entry_from
from search.entries import entries_of
from search.passages import PASSAGE, passages_of
from search.present import as_json, as_line

_SHA = "a" * 64


def _field(key: str, value: object, status: str = "filled") -> FieldValue:
    raw = str(value or "")
    return FieldValue(key, key, value, raw, status, 0.9, sources=(Source(_SHA, 2, (0, 0, 1, 1)),))  # type: ignore[arg-type]


def _record(*fields: FieldValue, lists: tuple[ListRecord, ...] = ()) -> Record:
    return Record("甲", "anhui-2023", (FileEntry("书/申报书.pdf", _SHA, "application/pdf"),), fields, lists)


def _rows(*names: str) -> ListRecord:
    return ListRecord("devices", [Row({"name": name}, Source(_SHA, 3)) for name in names])


def test_blank_fields_are_no_entries() -> None:
    record = _record(_field("a.b", None, "blank"), _field("a.c", None, "none"), _field("a.d", None, "unreadable"))
    (entry,) = entries_of(record, ())
    assert entry.facets["status"] == "unreadable"
    assert "无法辨认" in entry.text


def test_the_box_before_an_item_is_no_entry() -> None:
    assert list(entries_of(_record(_field("tick.devices.total", True)), ())) == []


@pytest.mark.parametrize(("value", "text"), [(True, "是"), (False, "否"), (["装备", "化工"], "装备、化工")])
def test_ticks_are_words(value: object, text: str) -> None:
    (entry,) = entries_of(_record(_field("a.b", value)), ())
    assert entry.text == f"a.b：{text}"


def test_a_narrative_is_passages_and_no_field() -> None:
    entries = list(entries_of(_record(_field("applicant.profile", "第一段。\n第二段。")), ()))
    assert [(entry.kind, entry.text) for entry in entries] == [("passage", "第一段。"), ("passage", "第二段。")]
    assert {entry.facets["key"] for entry in entries} == {"applicant.profile"}


def test_a_passage_stands_where_its_first_sentence_does_and_has_the_names_that_it_mentions() -> None:
    told = "平台上线。\n2023年服务皖岭轴承，符合GB 1234。"
    places = (
        Source(_SHA, 2, (0, 0, 1, 0.1), text="平台上线。"),
        Source(_SHA, 3, (0, 0.2, 1, 0.3), text="2023年服务皖岭轴\n承，符合GB1234。"),
    )
    record = replace(
        _record(_field("applicant.profile", told)),
        sentences=tuple(Sentence("applicant.profile", place) for place in places),
        mentions=(
            Mention("ORG", "皖岭轴承", "applicant.profile"),
            Mention("STANDARD", "GB 1234", "applicant.profile"),
            Mention("DATE", "2023年", "applicant.profile"),
            Mention("ORG", "平台", "narrative.plan"),
        ),
    )
    one, two = entries_of(record, ())
    assert (one.page, one.bbox) == (2, (0, 0, 1, 0.1))
    assert (two.page, two.bbox) == (3, (0, 0.2, 1, 0.3))
    assert "names" not in one.facets
    assert two.facets["names"].split("\t") == ["皖岭轴承", "GB 1234"]


def test_ids_are_unique_and_stable() -> None:
    before = {entry.text: entry.id for entry in entries_of(_record(lists=(_rows("车床", "铣床"),)), ())}
    after = {entry.text: entry.id for entry in entries_of(_record(lists=(_rows("刨床", "车床", "铣床"),)), ())}
    assert before.items() <= after.items()
    same = [entry.id for entry in entries_of(_record(lists=(_rows("车床", "车床"),)), ())]
    assert len(set(same)) == 2


def test_rows_are_read_one_by_one() -> None:
    class Lazy(Sequence[Row]):
        read = 0

        def __len__(self) -> int:
            return 1_000_000

        def __getitem__(self, index: object) -> Row:  # type: ignore[override]
            raise AssertionError("rows are to be iterated")

        def __iter__(self) -> Iterator[Row]:
            while True:
                self.read += 1
                yield Row({"name": f"车床{self.read}"}, Source(_SHA, 3))

    lazy = Lazy()
    entries = entries_of(_record(lists=(ListRecord("devices", lazy),)), ())
    assert [next(entries).text for _ in range(3)] == ["车床1", "车床2", "车床3"]
    assert lazy.read == 3


def test_numbers_of_a_row_leave_codes_and_phones_out() -> None:
    row = Row({"serial": "7", "name": "某厂", "amount": "1,200.5", "phone": "13855100001"}, Source(_SHA, 3))
    (entry,) = entries_of(_record(lists=(ListRecord("enterprises", [row]),)), ())
    assert entry.numbers == {"enterprises/amount": 1200.5}


def test_a_row_is_sorted_by_its_number_and_not_by_a_day_before_it() -> None:
    row = Row({"since": "2023-05-01", "amount": "1,200.5"}, Source(_SHA, 3))
    (entry,) = entries_of(_record(lists=(ListRecord("enterprises", [row]),)), ())
    assert len(entry.numbers) == 2
    assert document_of(entry).value == 1200.5


@pytest.mark.parametrize(
    ("kind", "cells", "enterprise"),
    [
        ("enterprises", {"name": "甲厂", "developer": "乙公司"}, "甲厂"),
        ("devices", {"name": "车床", "enterprise": "甲厂", "developer": "乙公司"}, "甲厂"),
        ("apps", {"name": "排产", "developer": "乙公司"}, "乙公司"),
        ("solutions", {"name": "排产", "applicant": "丙院"}, "丙院"),
        ("devices", {"name": "车床"}, None),
    ],
)
def test_a_row_is_about_an_enterprise(kind: str, cells: dict[str, str], enterprise: str | None) -> None:
    (entry,) = entries_of(_record(lists=(ListRecord(kind, [Row(cells, Source(_SHA, 3))]),)), ())
    assert entry.facets.get("enterprise") == enterprise


def test_the_first_row_of_a_list_says_how_its_columns_are_called() -> None:
    row = Row({"serial": "7", "name": "某厂", "amount": "1,200.5"}, Source(_SHA, 3))
    first, second = entries_of(_record(lists=(ListRecord("enterprises", [row, row]),)), ())
    assert "enterprises/amount\t服务金额（万元）/合同金额（万元）" in document_of(first).named
    assert "enterprises/name\t企业名称/服务企业名称" in document_of(first).named
    assert document_of(second).named == ()


@pytest.mark.parametrize(
    ("key", "said", "city"),
    [
        ("cover.recommender", "合肥市经济和信息化局", "合肥市"),
        ("applicant.address", "安徽省马鞍山市雨山区1号", "马鞍山市"),
        ("applicant.address", "雨山区市场路", ""),
        ("cover.recommender", "安徽省经济和信息化厅", ""),
    ],
)
def test_city(key: str, said: str, city: str) -> None:
    assert city_of(_record(_field(key, said))) == city


def test_passages_lose_nothing() -> None:
    text = "\n".join(f"第{number}句话说了很多事情，还有更多。" * 30 for number in range(3)) + "无句号" * 500
    passages = list(passages_of(text))
    assert "".join(passages) == text.replace("\n", "")
    assert all(len(passage) <= 2 * PASSAGE for passage in passages)


def test_an_entry_survives_the_index() -> None:
    (entry,) = entries_of(_record(_field("a.b", "值")), ())
    assert entry_from(document_of(entry).body) == entry


def test_contract_json() -> None:
    entry = Entry("1", "甲", "field", "值", "标签", "书.pdf", 2, (0.0, 0.1, 0.2, 0.3))
    made = as_json(Hit(entry, 1.23456, ("【值】",)))
    assert json.loads(json.dumps(made)) == {
        "submission": "甲", "kind": "field", "file": "书.pdf", "page": 2, "bbox": [0.0, 0.1, 0.2, 0.3],
        "text": "值", "score": 1.2346,
    }  # fmt: skip
    assert "第2页" in as_line(Hit(entry, 1.0, ("【值】",)))
    assert as_json(Hit(Entry("1", "甲", "finding", "缺章"), 0.0))["file"] is None

"""Side by side, the matrix and the network: what two have in common is marked, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.across import crosscheck_records, signature_of
from pipeline.checks.across.beside import lists_beside, matrix, texts_beside
from pipeline.checks.across.network import network
from pipeline.checks.examples import record_of
from pipeline.records import ListRecord, Record
from pipeline.records.load import load_form

FORM = load_form("anhui-2023")


def submission(
    name: str, fields: Mapping[str, object] | None = None, lists: Mapping[str, object] | None = None
) -> Record:
    given_fields = {"applicant.name": f"{name}科技有限公司", **(fields or {})}
    return record_of({"name": name, "fields": given_fields, "lists": lists or {}}, FORM)


def listed(rows: list[dict[str, str]]) -> ListRecord:
    found = submission("甲", lists={"enterprises": rows}).list("enterprises")
    assert found is not None
    return found


def test_rows_go_beside_their_counterparts_and_say_in_what_they_differ() -> None:
    one = listed(
        [
            {"name": "甲厂", "amount": "10.5", "contact": "王一", "phone": "13800000001"},
            {"name": "乙厂", "amount": "20"},
        ]
    )
    two = listed(
        [
            {"name": "丙厂", "amount": "30"},
            {"name": "甲厂", "amount": "10.5", "contact": "王一", "phone": "13800000007"},
        ]
    )
    found = lists_beside(one, two, "anhui-2023")
    assert [(each.is_common, each.differing) for each in found] == [(True, ("phone",)), (False, ()), (False, ())]
    assert found[1].other is None
    assert found[2].mine is None


def test_each_row_goes_beside_one_row_only() -> None:
    one, two = listed([{"name": "甲厂", "amount": "10.5"}] * 3), listed([{"name": "甲厂", "amount": "10.5"}] * 2)
    assert [each.is_common for each in lists_beside(one, two)] == [True, True, False]


def test_what_stands_in_both_passages_is_marked() -> None:
    one, two = texts_beside("本公司平台连接设备 多年来稳步发展", "另一家说：平台连接设备多年来，也好")
    assert [each.text for each in one if each.common] == ["平台连接设备 多年来"]
    assert [each.text for each in two if each.common] == ["平台连接设备多年来"]


@given(st.text(alphabet="甲乙丙丁戊己 ㎡…Ａ，", max_size=60), st.text(alphabet="甲乙丙丁戊己 ㎡…Ａ，", max_size=60))
def test_stretches_put_together_are_the_passage(one: str, two: str) -> None:
    mine, other = texts_beside(one, two)
    assert "".join(each.text for each in mine) == one
    assert "".join(each.text for each in other) == two


def test_the_matrix_says_who_is_tied_to_whom() -> None:
    contact = {"contact.mobile": "13800138000"}
    found = crosscheck_records([submission("甲", contact), submission("乙", contact), submission("丙")])
    cells = matrix(found)
    assert {pair: [each.slug for each in alike] for pair, alike in cells.items()} == {
        ("甲", "乙"): ["shared-contact"],
        ("乙", "甲"): ["shared-contact"],
    }


def test_clusters_are_made_by_contacts_and_not_by_a_common_customer() -> None:
    customer = {"enterprises": [{"name": "大家的客户股份有限公司", "amount": "12.34"}]}
    records = [
        submission("甲", {"contact.email": "office@abc.cn"}, customer),
        submission("乙", {"contact.email": "office@abc.cn"}),
        submission("丙", {}, customer),
        submission("丁"),
    ]
    found = network(signature_of(each) for each in records)
    assert found.clusters == (("乙", "甲"),)
    assert {(tie.kind, tie.count) for tie in found.ties if {tie.one, tie.two} == {"甲", "丙"}} == {
        ("customers", 1),
        ("deals", 1),
    }


def test_what_many_have_ties_nobody() -> None:
    customer = {"enterprises": [{"name": "全省的客户有限公司", "amount": "10"}]}
    found = network(signature_of(submission(f"申报{n}", {}, customer)) for n in range(6))
    assert found.ties == ()

"""Comparisons across applicants: what fires on both, and what must not fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from pipeline.checks.across import crosscheck, crosscheck_records, from_bytes, signature_of, to_bytes
from pipeline.checks.examples import record_of
from pipeline.records import Finding, Record
from pipeline.records.load import load_form

FORM = load_form("anhui-2023")
TEXT = (
    "平台自下而上分为边缘层、基础设施层、平台层和应用层，边缘层以自研网关兼容数十种协议，平台层沉淀行业机理模型并以微服务方式开放，"
    "应用层面向家电、汽车零部件企业提供订阅式的工业软件，帮助企业在排产、能耗、质量三个方面持续改善，去年在二十余家工厂落地，"
    "其中三家建成智能车间，平均缩短交付周期两成以上，并与本地高校共建实验室培养工程人才。"
)
OTHER_TEXT = "".join(reversed(TEXT))


def submission(
    name: str,
    *,
    applicant: str = "",
    code: str = "",
    fields: Mapping[str, object] | None = None,
    lists: Mapping[str, object] | None = None,
    form: str = "anhui-2023",
) -> Record:
    values = {"applicant.name": applicant or f"{name}科技有限公司", "applicant.org_code": code or f"9134{name:0<14}"}
    spec = {"name": name, "fields": {**values, **(fields or {})}, "lists": lists or {}}
    return record_of(spec, load_form(form))


def slugs(found: Mapping[str, tuple[Finding, ...]], name: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.slug, each.keys) for each in found.get(name, ())]


def devices(start: int, count: int, name: str = "数控机床") -> dict[str, object]:
    return {
        "devices": [
            {"serial": n, "name": f"{name}{n}", "device_id": f"SB-{n:05d}"} for n in range(start, start + count)
        ]
    }


def customers(names: str, count: int) -> dict[str, object]:
    rows = [{"serial": n, "name": f"{names}{n}公司", "amount": str(10 + n), "contact": f"王{n}"} for n in range(count)]
    return {"enterprises": rows}


def test_five_shared_ids_fire_on_both_with_row_against_row() -> None:
    records = [submission("甲", lists=devices(1, 30)), submission("乙", lists=devices(26, 30))]
    found = crosscheck_records(records)
    assert slugs(found, "甲") == slugs(found, "乙") == [("shared-ids", ("devices",))]
    mine, other = found["甲"][0].evidence[:2]
    assert mine.submission is None
    assert other.submission == "乙"
    assert mine.text.split("｜")[-1] == other.text.split("｜")[-1]
    assert "5个相同" in found["甲"][0].message


def test_four_shared_ids_do_not_fire() -> None:
    assert crosscheck_records([submission("甲", lists=devices(1, 30)), submission("乙", lists=devices(27, 30))]) == {}


def test_equal_names_without_equal_ids_do_not_fire() -> None:
    rows = [{"serial": n, "name": "数控机床", "device_id": f"A-{n:04d}"} for n in range(30)]
    others = [{"serial": n, "name": "数控机床", "device_id": f"B-{n:04d}"} for n in range(30)]
    assert (
        crosscheck_records([submission("甲", lists={"devices": rows}), submission("乙", lists={"devices": others})])
        == {}
    )


def test_ids_that_say_nothing_are_not_shared() -> None:
    rows = [{"serial": n, "name": f"机床{n}", "device_id": "无" if n % 2 else str(n)} for n in range(60)]
    others = [{"serial": n, "name": f"注塑机{n}", "device_id": "无" if n % 2 else str(n)} for n in range(60)]
    assert (
        crosscheck_records([submission("甲", lists={"devices": rows}), submission("乙", lists={"devices": others})])
        == {}
    )


def test_a_copied_list_in_another_order_and_under_other_numbers() -> None:
    copied = customers("客户", 20)
    rows = copied["enterprises"]
    assert isinstance(rows, list)
    turned = {"enterprises": [{**row, "serial": n} for n, row in enumerate(reversed(rows), 1)]}
    found = crosscheck_records([submission("甲", lists=copied), submission("乙", lists=turned)])
    assert slugs(found, "甲") == slugs(found, "乙") == [("copied-list", ("enterprises",))]


def test_a_short_list_within_a_long_one_fires_on_both() -> None:
    records = [submission("甲", lists=customers("客户", 12)), submission("乙", lists=customers("客户", 400))]
    found = crosscheck_records(records)
    assert slugs(found, "甲") == slugs(found, "乙") == [("copied-list", ("enterprises",))]


@pytest.mark.parametrize(("own", "fires"), [(4, True), (5, False)])
def test_eighty_per_cent_is_the_mark(own: int, fires: bool) -> None:
    one, two = customers("客户", 16), customers("客户", 16)
    for rows, name in ((one["enterprises"], "甲"), (two["enterprises"], "乙")):
        assert isinstance(rows, list)
        rows += [{"serial": n, "name": f"{name}自有客户{n}", "amount": "5"} for n in range(own)]
    found = crosscheck_records([submission("甲", lists=one), submission("乙", lists=two)])
    assert bool(found) is fires


def test_fewer_than_ten_rows_are_no_copied_list() -> None:
    assert (
        crosscheck_records([submission("甲", lists=customers("客户", 9)), submission("乙", lists=customers("客户", 9))])
        == {}
    )


def test_repeated_rows_count_as_they_stand() -> None:
    one = [{"serial": n, "name": "同一客户公司", "amount": "5"} for n in range(12)]
    two = [*one[:1], *({"serial": n, "name": f"别的客户{n}", "amount": "7"} for n in range(30))]
    found = crosscheck_records(
        [submission("甲", lists={"enterprises": one}), submission("乙", lists={"enterprises": two})]
    )
    assert slugs(found, "甲") == [("copied-list", ("enterprises",))]


def test_a_copied_narrative_with_a_few_words_changed() -> None:
    changed = TEXT.replace("家电", "纺织").replace("二十余家", "三十余家")
    records = [
        submission("甲", fields={"narrative.services": TEXT}),
        submission("乙", fields={"narrative.capability": changed + "另有补充。"}),
    ]
    found = crosscheck_records(records)
    assert slugs(found, "甲") == [("copied-narrative", ("narrative.services",))]
    assert slugs(found, "乙") == [("copied-narrative", ("narrative.capability",))]
    mine, other = found["甲"][0].evidence
    assert mine.text.partition("：")[2] == other.text.partition("：")[2]


def test_unlike_and_short_narratives_do_not_fire() -> None:
    short = TEXT[:120]
    records = [
        submission("甲", fields={"narrative.services": TEXT, "narrative.plan": OTHER_TEXT[:60] + short[:60]}),
        submission("乙", fields={"narrative.services": OTHER_TEXT + "。" * 30}),
        submission("丙", fields={"narrative.plan": TEXT[::2] + TEXT[1::2]}),
    ]
    assert crosscheck_records(records) == {}
    assert crosscheck_records([submission(name, fields={"narrative.plan": short}) for name in "甲乙"]) == {}


def test_the_forms_own_words_are_left_out() -> None:
    printed = "".join(
        text for item in FORM.layout for row in item.table or () for text in row if "{" not in text and len(text) > 20
    )
    printed = printed or "".join(item.text or "" for item in FORM.layout)
    records = [submission(name, fields={"narrative.services": printed + name * 30}) for name in "甲乙"]
    assert "copied-narrative" not in [slug for name in "甲乙" for slug, _ in slugs(crosscheck_records(records), name)]


def test_a_repeated_application_silences_the_rest_between_the_two() -> None:
    lists = {**devices(1, 30), **customers("客户", 20)}
    contact = {"contact.mobile": "13800138000", "contact.email": "a@abc.cn", "narrative.services": TEXT}
    records = [
        submission("一", applicant="甲科技有限公司", code="D2143569-X", fields=contact, lists=lists),
        submission("二", applicant="甲科技 有限公司", code="D2143569X", fields=contact, lists=lists),
    ]
    found = crosscheck_records(records)
    expected = [("duplicate-application", ("applicant.name", "applicant.org_code"))]
    assert slugs(found, "一") == slugs(found, "二") == expected


def test_the_same_code_under_another_name_is_the_same_applicant() -> None:
    records = [submission("一", code="D2143569-X"), submission("二", code="D2143569-X")]
    assert slugs(crosscheck_records(records), "一") == [("duplicate-application", ("applicant.org_code",))]


def test_the_same_applicant_on_another_form_is_no_repetition() -> None:
    records = [
        submission("一", applicant="甲公司", code="X"),
        submission("二", applicant="甲公司", code="X", form="fujian-2023"),
    ]
    assert crosscheck_records(records) == {}


def test_a_shared_contact_names_what_is_shared() -> None:
    records = [
        submission(
            "甲", fields={"contact.mobile": "138 0013 8000", "contact.email": "Office@ABC.cn", "contact.name": "王平"}
        ),
        submission("乙", fields={"contact.mobile": "+86-13800138000", "contact.email": "office@abc.cn"}),
        submission("丙", fields={"contact.mobile": "13900139000", "contact.name": "王平"}),
    ]
    found = crosscheck_records(records)
    assert slugs(found, "甲") == slugs(found, "乙") == [("shared-contact", ("contact.email", "contact.mobile"))]
    assert slugs(found, "丙") == []


def test_readings_that_cannot_be_trusted_are_not_compared() -> None:
    mobile = {"value": "13800138000", "confidence": 0.5, "reader": "rapidocr"}
    records = [submission(name, fields={"contact.mobile": mobile}) for name in "甲乙"]
    assert crosscheck_records(records) == {}


def test_over_quota_fires_on_each_submission_of_the_city() -> None:
    offices = ["滁州市经济和信息化局", "滁州市经信局", "安徽省滁州市工信局", "滁州市经济和信息化局"]
    records = [submission(f"滁{n}", fields={"cover.recommender": office}) for n, office in enumerate(offices)]
    records += [submission(f"外{n}", fields={"cover.recommender": "安徽某某集团有限公司"}) for n in range(9)]
    records += [submission(f"合{n}", fields={"cover.recommender": "合肥市经济和信息化局"}) for n in range(7)]
    found = crosscheck_records(records)
    assert sorted(found) == ["滁0", "滁1", "滁2", "滁3"]
    assert slugs(found, "滁0") == [("over-quota", ("cover.recommender",))]


def test_an_outlier_is_told_alone() -> None:
    records = [submission(f"s{n}", fields={"devices.total": 100 + n}) for n in range(5)]
    records.append(submission("大", fields={"devices.total": 2041}))
    found = crosscheck_records(records)
    assert list(found) == ["大"]
    assert slugs(found, "大") == [("outlier-claim", ("devices.total",))]


@pytest.mark.parametrize(("others", "claim"), [(4, 90_000), (5, 2040), (5, 100)])
def test_no_outlier_below_the_mark_or_among_too_few(others: int, claim: int) -> None:
    records = [submission(f"s{n}", fields={"devices.total": 102}) for n in range(others)]
    assert crosscheck_records([*records, submission("大", fields={"devices.total": claim})]) == {}


def test_no_outlier_where_the_others_claim_nothing() -> None:
    records = [submission(f"s{n}", fields={"devices.total": 0}) for n in range(9)]
    assert crosscheck_records([*records, submission("大", fields={"devices.total": 5})]) == {}


def test_stored_signatures_give_the_same_as_records_and_ask_for_each_record_once() -> None:
    records = [submission("甲", lists=devices(1, 30)), submission("乙", lists=devices(5, 30)), submission("丙")]
    stored = [from_bytes(to_bytes(signature_of(record))) for record in records]
    asked: list[str] = []

    def fetch(name: str) -> Record:
        asked.append(name)
        return next(record for record in records if record.name == name)

    assert crosscheck(stored, fetch) == crosscheck_records(records)
    assert sorted(asked) == ["乙", "甲"]


def test_records_that_can_be_gone_through_only_once_are_refused() -> None:
    def once() -> Iterator[Record]:
        yield submission("甲")

    with pytest.raises(TypeError, match="twice"):
        crosscheck_records(once())


def test_the_strongest_counterpart_is_shown() -> None:
    records = [
        submission("甲", lists=devices(1, 30)),
        submission("乙", lists=devices(25, 30)),
        submission("丙", lists=devices(1, 20)),
    ]
    found = crosscheck_records(records)
    shared = [each for each in found["甲"] if each.slug == "shared-ids"]
    assert len(shared) == 1
    assert "「丙」" in shared[0].message


def test_the_order_of_the_submissions_does_not_matter() -> None:
    records = [submission(name, lists=devices(n, 30)) for n, name in enumerate("甲乙丙丁")]
    assert crosscheck_records(records) == crosscheck_records(records[::-1])

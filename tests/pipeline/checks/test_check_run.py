"""All rules over one record: order, no rule stops another, missing values are told and never zero."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.examples import record_of
from pipeline.checks.run import check
from pipeline.records import Record
from pipeline.records.load import load_form, load_forms

FUJIAN = load_form("fujian-2023")
PARTS = ("devices.running", "devices.machining", "devices.mobile", "devices.other")


def found(record: Record) -> list[str]:
    return [each.slug for each in check(record, FUJIAN).findings]


@given(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), st.integers(-3, 3))
def test_a_sum_fires_exactly_where_it_does_not_hold(parts: list[int], off: int) -> None:
    fields = dict(zip(PARTS, parts, strict=True)) | {"devices.total": max(0, sum(parts) + off)}
    fires = "sum-mismatch" in found(record_of({"fields": fields}, FUJIAN))
    assert fires is (fields["devices.total"] != sum(parts))


@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=4), st.integers(0, 3), st.sampled_from(["", "无"]))
def test_a_missing_part_is_never_a_zero(parts: list[int], missing: int, nothing: str) -> None:
    values: dict[str, object] = dict(zip(PARTS, parts, strict=True))
    values[PARTS[missing]] = nothing
    values["devices.total"] = sum(parts)
    assert "sum-mismatch" not in found(record_of({"fields": values}, FUJIAN))


@given(st.floats(0.1, 100), st.floats(0.01, 1e5), st.floats(1, 1e6))
def test_a_ratio_fires_beyond_both_tolerances_only(declared: float, amount: float, base: float) -> None:
    fields = {"rd.ratio_2022": declared, "rd.spend_2022": amount, "applicant.sales_last_year": base}
    computed = 100 * amount / base
    gap = abs(declared - computed)
    fires = "ratio-mismatch" in found(record_of({"fields": fields}, FUJIAN))
    assert fires is (gap > 1.0 and gap > 0.1 * computed)


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_nothing_known_means_nothing_found(form: object) -> None:
    known = next(each for each in load_forms() if each == form)
    result = check(Record("leer", known.id), known)
    assert result.findings == ()
    assert {each.reason for each in result.not_run} == {"没有读到申报书的任何栏目"}


def test_a_folder_that_holds_a_table_of_recommendations_only_is_no_empty_book() -> None:
    form = load_form("anhui-2023")
    rows = {"recommendations": [{"serial": 1, "platform": "甲平台", "applicant": "甲公司"}]}
    result = check(record_of({"lists": rows, "headings": ["推荐单位（盖章）：合肥市经信局"]}, form), form)
    assert (result.findings, result.not_run) == ((), ())


def test_gravest_first_then_by_slug_and_the_same_every_time() -> None:
    fields: dict[str, object] = {"apps.total": 25, "apps.platform_based": 20, "apps.cloudified": 8}
    fields |= {"solutions.domains": 10, "contact.email": "x", "applicant.credit_rating": "", "promise.seal": False}
    spec = {"fields": fields, "versions": [{"kind": "scan"}]}
    result = check(record_of(spec, FUJIAN), FUJIAN)
    slugs = [each.slug for each in result.findings]
    high, medium, low = slugs[:3], slugs[3:6], slugs[6:]
    assert high == ["list-missing", "seal-missing", "sum-mismatch"]
    assert medium == ["above-form-maximum", "bad-email", "field-missing"]
    assert low == ["toc-too-shallow"]
    shuffled = replace(record_of(spec, FUJIAN), fields=tuple(reversed(record_of(spec, FUJIAN).fields)))
    assert [each.identity for each in check(shuffled, FUJIAN).findings] == [each.identity for each in result.findings]


def test_every_message_is_chinese_and_shows_its_evidence() -> None:
    fields = {"apps.total": 25, "apps.platform_based": 20, "apps.cloudified": 8}
    findings = check(record_of({"fields": fields}, FUJIAN), FUJIAN).findings
    finding = next(each for each in findings if each.slug == "sum-mismatch")
    assert finding.message == "工业 APP 数量填报25，各分项合计28，相差3"
    assert [each.side for each in finding.evidence] == ["合计", "分项", "分项"]
    assert all(each.source is not None for each in finding.evidence)
    assert pickle.loads(pickle.dumps(finding)) == finding

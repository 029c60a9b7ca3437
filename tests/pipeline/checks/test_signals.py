"""Signals show what looks made up, and leave alone what looks grown."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest

from pipeline.checks.across.signature import Signature, signature_of
from pipeline.checks.examples import record_of
from pipeline.checks.signals import signals_across, signals_in
from pipeline.records.load import load_form

ANHUI, GUANGDONG = load_form("anhui-2023"), load_form("guangdong-2018")
Rows = Sequence[Mapping[str, object]]


def seen(kind: str, rows: Rows, form: str = "anhui-2023") -> list[str]:
    defined = load_form(form)
    return [each.slug for each in signals_in(record_of({"lists": {kind: rows}}, defined), defined)]


def test_ids_that_go_up_by_the_same_step_with_others_between() -> None:
    rows = [{"name": f"设备{n}", "device_id": f"{'XYZ'[n % 3]}-{5 * (n // 3):06d}"} for n in range(66)]
    assert set(seen("devices", rows)) == {"ids-in-progression"}


def test_ids_one_by_one_side_by_side_are_another_rules_matter() -> None:
    rows = [{"name": f"设备{n}", "device_id": f"X-{n:06d}"} for n in range(66)]
    assert seen("devices", rows) == []


def test_ids_bought_in_batches_show_nothing() -> None:
    rng = random.Random(3)
    rows = [{"name": f"设备{n}", "device_id": f"X-{n * 17 + rng.randrange(16):06d}"} for n in range(300)]
    assert seen("devices", rows) == []


def test_types_in_a_fixed_round() -> None:
    rows = [{"name": ["数控机床", "注塑机", "锅炉"][n % 3], "device_id": str(n * n)} for n in range(60)]
    assert seen("devices", rows) == ["types-cycling"]


@pytest.mark.parametrize("block", [1, 10])
def test_types_in_blocks_or_at_random_show_nothing(block: int) -> None:
    rng = random.Random(block)
    kinds = ["数控机床", "注塑机", "锅炉", "空压机"]
    rows = [
        {"name": kinds[n // block % 4] if block > 1 else rng.choice(kinds), "device_id": str(n * n)} for n in range(120)
    ]
    assert seen("devices", rows) == []


def test_first_digits_spread_evenly_over_a_wide_range() -> None:
    rng = random.Random(5)
    even = [{"name": f"客户{n}", "amount": f"{rng.choice((1, 10)) * rng.uniform(10, 99.9):.1f}"} for n in range(600)]
    grown = [{"name": f"客户{n}", "amount": f"{rng.lognormvariate(3, 1.6):.2f}"} for n in range(600)]
    assert seen("enterprises", even) == ["digits-unlike-grown"]
    assert seen("enterprises", grown) == []
    assert seen("enterprises", even[:80]) == []


def test_phones_next_to_each_other() -> None:
    rng = random.Random(9)
    near = [{"name": f"客户{n}", "phone": str(13800138000 + 2 * n)} for n in range(30)]
    apart = [{"name": f"客户{n}", "phone": f"13{rng.randrange(10**9):09d}"} for n in range(300)]
    same = [{"name": f"客户{n}", "phone": "13800138000"} for n in range(30)]
    assert seen("enterprises", near) == ["phones-in-a-row"]
    assert seen("enterprises", apart) == []
    assert seen("enterprises", same) == []


@pytest.mark.parametrize(("spread", "shows"), [(6, True), (400, False)])
def test_dates_of_contracts_in_one_week(spread: int, shows: bool) -> None:
    days = [date(2018, 7, 2) + timedelta(days=(n * 37) % spread) for n in range(40)]
    rows = [
        {"enterprise": f"客户{n}", "signed_on": f"{day.year}年{day.month}月{day.day}日"} for n, day in enumerate(days)
    ]
    assert bool(seen("contracts", rows, "guangdong-2018")) is shows


def test_dates_that_do_not_exist_are_left_out() -> None:
    rows = [{"enterprise": f"客户{n}", "signed_on": "2018-02-30"} for n in range(40)]
    assert seen("contracts", rows, "guangdong-2018") == []


def signed(name: str, applicant: str, email: str = "", rows: Rows = ()) -> Signature:
    fields = {"applicant.name": applicant, "contact.email": email}
    return signature_of(record_of({"name": name, "fields": fields, "lists": {"enterprises": rows}}, ANHUI))


def among(*signatures: Signature) -> dict[str, list[tuple[str, str]]]:
    return {name: [(each.slug, each.other) for each in shown] for name, shown in signals_across(signatures).items()}


def test_names_that_differ_in_common_words_only() -> None:
    found = among(signed("一", "合肥明达精工科技有限公司"), signed("二", "合肥明达精工集团股份有限公司"))
    assert found == {"一": [("similar-names", "二")], "二": [("similar-names", "一")]}


@pytest.mark.parametrize(("domain", "shows"), [("mingda.cn", True), ("163.com", False)])
def test_one_character_apart_needs_the_same_mail_domain(domain: str, shows: bool) -> None:
    one = signed("一", "合肥明达精工有限公司", f"a@{domain}")
    assert bool(among(one, signed("二", "合肥明远精工有限公司", f"b@{domain}"))) is shows


def test_the_same_applicant_is_not_similar_to_itself() -> None:
    assert among(signed("一", "合肥明达精工有限公司"), signed("二", "合肥明达精工有限公司")) == {}


@pytest.mark.parametrize(("common", "shows"), [(15, True), (24, False), (9, False)])
def test_lists_that_are_copied_in_part(common: int, shows: bool) -> None:
    shared = [{"name": f"客户{n}公司", "amount": str(n)} for n in range(common)]
    lists = [[*shared, *({"name": f"{who}{n}公司", "amount": "7"} for n in range(30 - common))] for who in "甲乙"]
    found = among(signed("一", "甲公司甲甲", rows=lists[0]), signed("二", "乙公司乙乙", rows=lists[1]))
    assert bool(found) is shows


def test_one_customer_under_two_names() -> None:
    twice = [{"name": "合肥明达精工有限公司"}, {"name": "合肥明达精工股份有限公司"}, {"name": "芜湖远行机械有限公司"}]
    slip = [{"name": "合肥明达精工厂", "phone": "13800138000"}, {"name": "合肥明远精工厂", "phone": "13800138000"}]
    apart = [{"name": "合肥明达精工厂", "phone": "13800138000"}, {"name": "合肥明远精工厂", "phone": "13900139000"}]
    assert seen("enterprises", twice) == ["same-customer-twice"]
    assert seen("enterprises", slip) == ["same-customer-twice"]
    assert seen("enterprises", apart) == []


@pytest.mark.parametrize(("common", "amount", "shows"), [(3, "31.27", True), (2, "31.27", False), (3, "30", False)])
def test_the_same_customers_with_the_same_amounts(common: int, amount: str, shows: bool) -> None:
    shared = [{"name": f"客户{n}公司", "amount": amount, "contact": "张"} for n in range(common)]
    lists = [[*shared, *({"name": f"{who}{n}公司", "amount": "7.13"} for n in range(30))] for who in "甲乙"]
    found = among(signed("一", "甲公司甲甲", rows=lists[0]), signed("二", "乙公司乙乙", rows=lists[1]))
    assert bool(found) is shows


@pytest.mark.parametrize(("now", "shows"), [(40_000, True), (300, False), (40, True), (12, False)])
def test_a_leap_since_the_last_declaration(now: int, shows: bool) -> None:
    old, new = (100, now) if now != 12 else (10, 12)
    records = [
        record_of({"name": "旧", "fields": {"applicant.name": "某公司", "devices.total": old}}, GUANGDONG),
        record_of({"name": "新", "fields": {"applicant.name": "某公司", "devices.total": new}}, ANHUI),
    ]
    found = among(*(signature_of(each) for each in records))
    assert found == ({"新": [("jump-since-last-time", "旧")]} if shows else {})


def test_every_message_says_that_it_only_shows() -> None:
    rows = [{"name": ["数控机床", "注塑机", "锅炉"][n % 3], "device_id": str(n * n)} for n in range(60)]
    (shown,) = signals_in(record_of({"lists": {"devices": rows}}, ANHUI), ANHUI)
    assert shown.message.startswith("提示：")


@pytest.mark.parametrize(("other", "shows"), [(500, True), (1240, False), (1180, True)])
def test_two_passages_with_different_numbers(other: int, shows: bool) -> None:
    claims = [
        {
            "key": "devices.total",
            "narrative": "narrative.services",
            "value": 1200,
            "high": 1250,
            "text": "接入设备1200余台",
        },
        {"key": "devices.total", "narrative": "narrative.plan", "value": other, "text": f"接入设备{other}台"},
    ]
    shown = signals_in(record_of({"claims": claims}, ANHUI), ANHUI)
    assert [each.slug for each in shown] == (["passages-contradict"] if shows else [])

"""Submissions that arrive one by one in any order are told what comparing all tells; and so are changed ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks.across import crosscheck_new, crosscheck_records, lone_slugs, signature_of
from pipeline.checks.across.likeness import COPIED_ROWS, FEWEST_ROWS
from pipeline.checks.across.signature import Signature
from pipeline.checks.examples import record_of
from pipeline.checks.rows import content_of
from pipeline.records import Finding, Record
from pipeline.records.load import load_form

FORM = load_form("anhui-2023")
CITIES = ("滁州市经济和信息化局", "合肥市经济和信息化局", "")
WORDS = "平台设备数据采集分析优化边缘网关协议模型微服务工厂排产质量能耗预测维护供应链协同订单交付车间仿真算法"
Told = dict[str, tuple[Finding, ...]]


def book(name: str, seed: int) -> Record:
    """A small submission drawn from few things, so that many are alike in something, and rows are repeated."""
    rng = random.Random(seed)
    pool = [{"name": f"客户{n}有限公司", "amount": f"{n}.37", "contact": f"王{n}"} for n in range(24)]
    first = rng.randrange(3) * 8
    rows = rng.sample(pool[first : first + 14], min(14, len(pool[first : first + 14]))) * rng.choice((1, 1, 2))
    rows = rows[: rng.choice((9, 12, 20, 28))] + [pool[0]] * rng.choice((0, 0, 12))
    text = "".join(random.Random(rng.randrange(4)).choice(WORDS) for _ in range(220))
    fields = {
        "applicant.name": f"申报{rng.randrange(9)}号有限公司",
        "contact.mobile": f"1380013800{rng.randrange(6)}",
        "cover.recommender": rng.choice(CITIES),
        "devices.total": rng.choice((10, 11, 12, 300, 9000)),
        "narrative.services": text + name * 3,
    }
    start = rng.randrange(4) * 7
    devices = [{"name": "机床", "device_id": f"SB-{n:05d}"} for n in range(start, start + 12)]
    reader = rng.choice(("sheet", "sheet", "rapidocr"))
    lists = {"enterprises": {"rows": rows, "reader": reader}, "devices": devices}
    return record_of({"name": name, "fields": fields, "lists": lists}, FORM)


def arrive(records: Sequence[Record], new: str, told: Told) -> None:
    """As the store does it: the new one, those who named it, and what is said so far of all together."""
    by_name = {each.name: each for each in records}
    kept = [signature_of(each) for each in records]
    citing = {name for name, findings in told.items() for each in findings for side in each.evidence
              if side.submission == new}  # fmt: skip
    named = {side.submission for each in told.get(new, ()) for side in each.evidence if side.submission}
    lone = [(name, each.slug, each.message) for name, findings in told.items() for each in findings
            if each.slug in lone_slugs()]  # fmt: skip
    told.update(crosscheck_new({new, *citing, *named}, lambda: kept, by_name.__getitem__, lone))


def present(told: Told) -> Told:
    return {name: findings for name, findings in told.items() if findings}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_one_by_one_in_any_order(seeds: list[int], rng: random.Random) -> None:
    records = [book(f"申报{n}", seed) for n, seed in enumerate(seeds)]
    rng.shuffle(records)
    told: Told = {}
    for count in range(1, len(records) + 1):
        arrive(records[:count], records[count - 1].name, told)
    assert present(told) == crosscheck_records(records)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=3, max_size=8), st.integers(0, 200), st.data())
def test_one_that_changes(seeds: list[int], seed: int, data: st.DataObject) -> None:
    records = [book(f"申报{n}", each) for n, each in enumerate(seeds)]
    told = dict(crosscheck_records(records))
    at = data.draw(st.integers(0, len(records) - 1))
    records[at] = book(records[at].name, seed)
    arrive(records, records[at].name, told)
    assert present(told) == crosscheck_records(records)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=2, max_size=8))
def test_all_pairs_compared_by_hand_give_the_same(seeds: list[int]) -> None:
    records = [book(f"申报{n}", seed) for n, seed in enumerate(seeds)]
    signed = {each.name: signature_of(each) for each in records}
    expected: set[tuple[str, str]] = set()
    for one, two in combinations(records, 2):
        a, b = signed[one.name], signed[two.name]
        if a.same_applicant(b):
            continue
        slugs = [slug for slug, alike in (
            ("shared-ids", _ids(one, two)), ("copied-list", _lists(one, two)),
            ("copied-narrative", _texts(a, b)), ("shared-contact", a.mobile == b.mobile),
        ) if alike]  # fmt: skip
        expected |= {(name, slug) for slug in slugs for name in (one.name, two.name)}
    wanted = {slug for _, slug in expected} | {"shared-ids", "copied-list", "copied-narrative", "shared-contact"}
    found = crosscheck_records(records)
    assert {(name, each.slug) for name, seen in found.items() for each in seen if each.slug in wanted} == expected


def _ids(one: Record, two: Record) -> bool:
    sets = [{row.cells["device_id"] for row in rows.rows} for each in (one, two) if (rows := each.list("devices"))]
    return len(sets[0] & sets[1]) >= 5


def _lists(one: Record, two: Record) -> bool:
    """By their rows as written; nothing here was misread, so loose likeness adds nothing but equal rows."""
    contents = []
    for each in (one, two):
        rows = each.list("enterprises")
        assert rows is not None
        contents.append([content_of(row) for row in rows.rows])
    for mine, other in (contents, contents[::-1]):
        same = sum(row in other for row in mine)
        if same >= max(FEWEST_ROWS, COPIED_ROWS * len(mine)):
            return True
    return any(
        sum(row in other for row in mine) >= max(FEWEST_ROWS, COPIED_ROWS * len(mine))
        for mine, other in ((_devices(one), _devices(two)), (_devices(two), _devices(one)))
    )


def _devices(record: Record) -> list[tuple[tuple[str, str], ...]]:
    rows = record.list("devices")
    return [content_of(row) for row in rows.rows] if rows else []


def _texts(one: Signature, two: Signature) -> bool:
    mine, other = one.narratives.get("narrative.services"), two.narratives.get("narrative.services")
    if mine is None or other is None:
        return False
    return len(np.intersect1d(mine, other)) >= 0.7 * min(len(mine), len(other))

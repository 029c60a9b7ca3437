"""One new submission against the store finds what comparing everything finds; bytes and back change nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from pipeline.checks.across import (
    OldSignatureError,
    crosscheck_new,
    crosscheck_records,
    from_bytes,
    signature_of,
    to_bytes,
)
from pipeline.checks.examples import record_of
from pipeline.records import Record
from pipeline.records.load import load_form

FORM = load_form("anhui-2023")
WORDS = "平台设备数据采集分析优化边缘网关协议模型微服务工厂排产质量能耗预测维护供应链协同订单交付车间仿真算法"


def book(name: str, rng: random.Random, of: Record | None = None) -> Record:
    """A submission of its own, or one that copies another's customers, ids and prose in part."""
    customers = [
        {"name": f"{rng.choice(WORDS)}{n}厂{rng.randrange(10**6)}", "amount": f"{rng.random():.4f}"} for n in range(30)
    ]
    devices = [{"name": "数控机床", "device_id": f"{name}-{n * n:06d}"} for n in range(40)]
    text = "".join(rng.choice(WORDS) for _ in range(400))
    if of is not None:
        rows = of.list("enterprises")
        assert rows is not None
        customers = [dict(row.cells) for row in rows.rows][:28] + customers[:2]
        devices = devices[:30] + [dict(row.cells) for row in of.lists[0].rows][:6]
        text = str(of.fields[-1].value)[:350] + text[:20]
    fields = {"applicant.name": f"{name}有限公司", "devices.total": rng.randint(50, 90), "narrative.services": text}
    return record_of({"name": name, "fields": fields, "lists": {"devices": devices, "enterprises": customers}}, FORM)


def store(count: int, seed: int) -> list[Record]:
    rng = random.Random(seed)
    records: list[Record] = []
    for n in range(count):
        records.append(book(f"申报{n:02d}", rng, records[-1] if n % 4 == 3 else None))
    return records


@pytest.mark.parametrize("seed", range(3))
def test_the_new_submission_and_its_counterparts_get_what_comparing_all_gives_them(seed: int) -> None:
    records = store(16, seed)
    everything = crosscheck_records(records)
    by_name = {each.name: each for each in records}
    kept = [to_bytes(signature_of(each)) for each in records]
    for new in ("申报03", "申报06", "申报15"):
        found = crosscheck_new([new], lambda: map(from_bytes, kept), by_name.__getitem__)
        assert found == {name: everything.get(name, ()) for name in found}
        assert new in found
    assert any(everything.values())


def test_a_new_submission_that_is_like_nobody_concerns_nobody_else() -> None:
    records = store(3, 7)
    kept = [signature_of(each) for each in records]
    assert crosscheck_new(["申报01"], lambda: kept, lambda name: Record(name, None)) == {"申报01": ()}


def test_bytes_and_back() -> None:
    one = signature_of(store(1, 5)[0])
    two = from_bytes(to_bytes(one))
    assert (
        replace(two, device_ids=one.device_ids, deals=one.deals, lists={}, narratives={}, named={}).counts == one.counts
    )
    assert np.array_equal(one.device_ids, two.device_ids)
    assert one.lists.keys() == two.lists.keys()
    assert all(np.array_equal(one.lists[kind].loose, two.lists[kind].loose) for kind in one.lists)
    assert np.array_equal(one.narratives["narrative.services"], two.narratives["narrative.services"])


def test_bytes_of_an_earlier_version_are_told() -> None:
    with pytest.raises(OldSignatureError):
        from_bytes(b"x\x9c something else")

"""Comparisons across many applicants: time, memory, planted copies found and planted innocents left alone.

    python benchmarks/checks_across.py [applicants] [rows]

Signatures are made from records one at a time; the comparison works on signatures alone.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator

from pipeline.checks.across.run import matches_of
from pipeline.checks.across.signature import Signature, signature_of
from pipeline.document import Source
from pipeline.records import FieldValue, ListRecord, Record, Row

WORDS = (
    "平台设备数据采集分析优化边缘网关协议模型微服务工厂排产质量能耗预测维护供应链协同订单交付车间仿真算法"
    "云端部署安全防护标识解析生态伙伴培训实验室行业家电汽车轮胎轴承化工制药纺织食品"
)
SOURCE = Source("made", locator="row", reader="rapidocr", confidence=0.99)
KINDS = ("数控机床", "注塑机", "空压机", "冷水机组", "焊接机器人", "反应釜", "锅炉", "检测仪")
POOL = 20_000


def devices(rng: random.Random, owner: int, rows: int) -> list[dict[str, str]]:
    return [
        {
            "name": rng.choice(KINDS),
            "device_id": f"P{owner:05d}-{n * 7 + rng.randrange(7):06d}",
            "enterprise": f"客户{rng.randrange(POOL)}公司",
        }
        for n in range(rows)
    ]


def customers(rng: random.Random, rows: int) -> list[dict[str, str]]:
    return [
        {"name": f"客户{rng.randrange(POOL)}公司", "amount": f"{rng.lognormvariate(3, 1):.1f}"} for _ in range(rows)
    ]


def narrative(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(WORDS) for _ in range(length))


def noisy(rng: random.Random, text: str) -> str:
    """As a reader of pixels might have it: a few characters wrong or lost."""
    return "".join(rng.choice(WORDS) if rng.random() < 0.02 else char for char in text)


def replaced(
    rng: random.Random, rows: list[dict[str, str]], fresh: list[dict[str, str]], share: float
) -> list[dict[str, str]]:
    mixed = [old if rng.random() > share else new for old, new in zip(rows, fresh, strict=True)]
    rng.shuffle(mixed)
    return mixed


def field(key: str, value: str) -> FieldValue:
    return FieldValue(key, key, value, value, "filled", 0.99)


def records(count: int, size: int, rng: random.Random) -> Iterator[tuple[str, str, Record]]:
    """(what was planted, of whom, record): some copy the one before, some are innocent likenesses."""
    before: dict[str, list[dict[str, str]]] = {}
    text = ""
    for n in range(count):
        planted = {1: "copied-list", 3: "copied-narrative", 5: "shared-ids", 7: "innocent"}.get(n % 10, "")
        own = rng.randint(size // 2, size * 3 // 2)
        lists = {"devices": devices(rng, n, own), "enterprises": customers(rng, min(own, 300))}
        words = narrative(rng, 1200)
        if planted == "copied-list":
            lists["enterprises"] = replaced(rng, before["enterprises"], customers(rng, len(before["enterprises"])), 0.1)
        if planted == "copied-narrative":
            words = noisy(rng, text)
        if planted == "shared-ids":
            lists["devices"][:12] = before["devices"][:12]
        if planted == "innocent":
            lists["devices"][:4] = before["devices"][:4]
            lists["enterprises"] = replaced(rng, before["enterprises"], customers(rng, len(before["enterprises"])), 0.7)
            words = text[:500] + words[500:]
        fields = (field("applicant.name", f"申报{n}公司"), field("narrative.services", words))
        made = tuple(ListRecord(kind, tuple(Row(cells, SOURCE) for cells in rows)) for kind, rows in lists.items())
        yield planted, f"s{n - 1:05d}", Record(f"s{n:05d}", "anhui-2023", fields=fields, lists=made)
        before, text = lists, words


def main(count: int, size: int) -> None:
    rng = random.Random(7)
    expected: set[tuple[str, str]] = set()
    signatures: list[Signature] = []
    rows, start = 0, time.process_time()
    for planted, source, record in records(count, size, rng):
        signatures.append(signature_of(record))
        rows += sum(len(each.rows) for each in record.lists)
        if planted and planted != "innocent":
            expected |= {(record.name, planted), (source, planted)}
    made = time.process_time()
    found = {(match.submission, match.slug) for match in matches_of(signatures)}
    done = time.process_time()
    right = len(found & expected)
    print(
        f"{count} applicants, {rows:,} rows: made and signed in {made - start:.1f} s, compared in {done - made:.1f} s"
    )
    print(f"recall {right}/{len(expected)}, precision {right}/{len(found)}")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main(*(int(each) for each in (*sys.argv[1:], *("200", "1000")[len(sys.argv) - 1 :])))

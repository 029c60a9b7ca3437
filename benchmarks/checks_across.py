"""Comparisons across many applicants at growing sizes: time, memory, copies found, innocents left alone.

    python benchmarks/checks_across.py [rows] [applicants ...]

Each size runs in a process of its own. Planted, one in fourteen each: a customer list copied and reordered, one
read from a scan with 2 % of the characters wrong, one under other columns, one with 30 % of the rows replaced (which
only a signal may tell), a narrative with 2 % wrong, twelve device IDs; and innocents with four common IDs, 30 % common
customers and a shared paragraph. Customer lists and prose are made as records and signed; device lists, which make most
of the rows, are drawn as hashes. Comparisons see signatures alone. Signing is timed apart: ``rows`` of one record.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import log

import numpy as np

from pipeline.checks.across import Signature, from_bytes, to_bytes
from pipeline.checks.across.lists import GROUPS, Hashes, ListSignature
from pipeline.checks.across.run import crosscheck_new, matches_of
from pipeline.checks.across.signature import signature_of
from pipeline.checks.signals import signals_across
from pipeline.document import Source
from pipeline.records import FieldValue, ListRecord, Record, Row

WORDS = (
    "平台设备数据采集分析优化边缘网关协议模型微服务工厂排产质量能耗预测维护供应链协同订单交付车间仿真算法"
    "云端部署安全防护标识解析生态伙伴培训实验室行业家电汽车轮胎轴承化工制药纺织食品"
)
SHEET = Source("made", locator="row", reader="sheet", confidence=1.0)
SCAN = Source("made", page=1, reader="rapidocr", confidence=0.97)
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥金木水火土日月星云海"
PEOPLE = "赵钱孙李周吴郑王冯陈"
POOL = 20_000
Cells = dict[str, str]
PLANTED = (
    "", "copied", "", "scanned", "", "renamed", "", "replaced", "", "narrative", "", "ids", "", "innocent",
)  # fmt: skip
FOUND_BY = {
    "copied": "copied-list", "scanned": "copied-list", "renamed": "copied-list", "replaced": "partly-copied-list",
    "narrative": "copied-narrative", "ids": "shared-ids",
}  # fmt: skip


def customer(rng: random.Random) -> str:
    n = rng.randrange(POOL)
    return "".join(NAMES[n // 30**at % 30] for at in range(4)) + "精密制造有限公司"


def devices(owner: int, rows: int) -> tuple[ListSignature, Hashes]:
    """A device list as it is compared, and its IDs: drawn as hashes, for ten million rows take long to write out."""
    draw = np.random.default_rng(owner)
    hashes = draw.integers(1, 2**63, rows, dtype=np.uint64)
    loose = draw.integers(1, 2**32 - 1, (rows, GROUPS), dtype=np.uint32)
    ids = np.unique(draw.integers(1, 2**63, rows, dtype=np.uint64))
    return ListSignature(hashes, loose, ("device_id", "enterprise", "name"), scanned=False), ids


def customers(rng: random.Random, rows: int) -> list[Cells]:
    return [
        {
            "name": customer(rng),
            "amount": f"{rng.lognormvariate(3, 1):.2f}",
            "contact": rng.choice(PEOPLE) + rng.choice(NAMES),
            "phone": f"13{rng.randrange(10**9):09d}",
        }
        for _ in range(rows)
    ]


def narrative(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(WORDS) for _ in range(length))


def noisy(rng: random.Random, text: str) -> str:
    """As a reader of pixels might have it: one character in fifty wrong."""
    return "".join(rng.choice(WORDS + "0123456789") if rng.random() < 0.02 else char for char in text)


def replaced(rng: random.Random, rows: list[Cells], share: float) -> list[Cells]:
    fresh = customers(rng, len(rows))
    mixed = [old if rng.random() > share else new for old, new in zip(rows, fresh, strict=True)]
    rng.shuffle(mixed)
    return mixed


def field(key: str, value: str) -> FieldValue:
    return FieldValue(key, key, value, value, "filled", 0.99)


def records(count: int, rng: random.Random) -> Iterator[tuple[str, str, Record]]:
    """(what was planted, of whom, record): some copy the one before, some are innocent likenesses."""
    before: list[Cells] = []
    text = ""
    for n in range(count):
        planted = PLANTED[n % len(PLANTED)]
        rows, words, source = customers(rng, rng.randint(100, 300)), narrative(rng, 1200), SHEET
        if planted == "copied":
            rows = replaced(rng, before, 0.08)
        if planted == "scanned":
            source = SCAN
            rows = [{k: noisy(rng, v) for k, v in row.items()} for row in before]
        if planted == "renamed":
            rows = [{k: v for k, v in row.items() if k != "phone"} for row in before]
        if planted == "replaced":
            rows = replaced(rng, before, 0.3)
        if planted == "narrative":
            words = noisy(rng, text)
        if planted == "innocent":
            rows = replaced(rng, before, 0.7)
            words = text[:500] + words[500:]
        fields = (field("applicant.name", f"申报{n}公司"), field("narrative.services", words))
        made = (ListRecord("enterprises", tuple(Row(cells, source) for cells in rows)),)
        yield planted, f"s{n - 1:05d}", Record(f"s{n:05d}", "anhui-2023", fields=fields, lists=made)
        before, text = rows, words


def signed(record: Record, planted: str, owner: int, size: int) -> Signature:
    """The signature with a device list of about ``size`` rows; a few of the IDs of the one before where planted."""
    rows = random.Random(owner).randint(size // 2, size * 3 // 2)
    listed, ids = devices(owner, rows)
    common = {"ids": 12, "innocent": 4}.get(planted, 0)
    if common:
        others = devices(owner - 1, random.Random(owner - 1).randint(size // 2, size * 3 // 2))[1]
        ids = np.unique(np.concatenate([ids[common:], others[:common]]))
    signature = signature_of(record)
    return replace(signature, lists={**signature.lists, "devices": listed}, device_ids=ids)


def one_size(count: int, size: int) -> None:
    rng = random.Random(7)
    expected: set[tuple[str, str]] = set()
    packed: list[bytes] = []
    rows, start = 0, time.process_time()
    for owner, (planted, source, record) in enumerate(records(count, rng)):
        signature = signed(record, planted, owner, size)
        packed.append(to_bytes(signature))
        rows += sum(len(each.rows) for each in signature.lists.values())
        if planted in FOUND_BY:
            expected |= {(record.name, FOUND_BY[planted]), (source, FOUND_BY[planted])}
    made = time.process_time()
    signatures = [from_bytes(data) for data in packed]
    found = {(match.submission, match.slug) for match in matches_of(signatures)}
    compared = time.process_time()
    shown = {(name, each.slug) for name, seen in signals_across(signatures).items() for each in seen}
    told = time.process_time()
    print(f"{count} applicants, {rows:,} rows: made and signed {made - start:.0f} s, rules {compared - made:.1f} s, "
          f"signals {told - compared:.1f} s, {sum(map(len, packed)) / 2**20:.0f} MiB of signatures")  # fmt: skip
    report(found | {each for each in shown if each[1] == "partly-copied-list"}, expected)
    one_more(packed, count, size)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    print(f"= {count} {compared - made + told - compared:.3f}", flush=True)


def report(found: set[tuple[str, str]], expected: set[tuple[str, str]]) -> None:
    right, shown, planted = (Counter(slug for _, slug in each) for each in (found & expected, found, expected))
    for slug in sorted(planted | shown):
        print(f"  {slug:20} recall {right[slug]}/{planted[slug]}  precision {right[slug]}/{shown[slug]}")


def one_more(packed: list[bytes], count: int, size: int) -> None:
    """A new applicant that copies an old one, held against the store."""
    rng = random.Random(11)
    *_, (_, _, last) = records(2, rng)
    old = from_bytes(packed[count // 2])
    plain = {"name": "一家新来的公司", "narratives": old.narratives, "lengths": old.lengths}
    new = replace(signed(replace(last, name="new"), "", count, size), **plain)
    start = time.process_time()
    everything = [*packed, to_bytes(new)]
    found = crosscheck_new(["new"], lambda: map(from_bytes, everything), lambda name: Record(name, None))
    said = {name: [each.slug for each in findings] for name, findings in found.items()}
    print(f"one new applicant against {count}: {time.process_time() - start:.2f} s, {said}")


def signing(rows: int) -> None:
    """How long one record of so many customers takes to sign."""
    made = tuple(Row(cells, SHEET) for cells in customers(random.Random(5), rows))
    record = Record("one", "anhui-2023", lists=(ListRecord("enterprises", made),))
    start = time.process_time()
    signature_of(record)
    print(f"signing {rows:,} rows of one record: {time.process_time() - start:.2f} s")


def main(size: int, counts: list[int]) -> None:
    signing(size)
    times = []
    for count in counts:
        command = [sys.executable, __file__, "--one", str(count), str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        *lines, last = done.stdout.splitlines()
        print("\n".join(lines))
        times.append((count, float(last.split()[2])))
    for (a, x), (b, y) in pairwise(times):
        print(f"growth from {a} to {b}: n^{log(y / x) / log(b / a):.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one_size(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int((sys.argv[1:] or ["1000"])[0]), [int(each) for each in sys.argv[2:]] or [50, 200])

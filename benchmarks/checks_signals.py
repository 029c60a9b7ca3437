"""How often each signal is right on made data: lists that grew, and lists that were made up in one way each.

python benchmarks/checks_signals.py [submissions]
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from pipeline.checks.across.signature import signature_of
from pipeline.checks.signals import signals_across, signals_in
from pipeline.checks.signals.registry import signals
from pipeline.document import Source
from pipeline.records import FieldValue, ListRecord, Record, Row
from pipeline.records.load import load_form

KINDS = ("数控机床", "注塑机", "空压机", "冷水机组", "AGV小车", "焊接机器人", "码垛机", "反应釜", "锅炉", "检测仪")
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东南西北中春夏秋冬山川河海云风雨雪金木水火土日月星辰"
Cells = list[dict[str, str]]


def phone(rng: random.Random) -> str:
    return f"1{rng.choice('3589')}{rng.randrange(10**9):09d}"


def company(rng: random.Random) -> str:
    return "".join(rng.sample(NAMES, 3)) + rng.choice(("精密制造", "机电", "食品", "新材料")) + "有限公司"


def grown_devices(rng: random.Random, rows: int) -> Cells:
    """Bought in batches: a type and a prefix each, numbers that go on with gaps, sometimes one by one for a while."""
    cells: Cells = []
    while len(cells) < rows:
        kind, prefix, number = (
            rng.choice(KINDS),
            f"{rng.choice('ABCDEF')}{rng.randrange(100):02d}-",
            rng.randrange(10**5),
        )
        tight = rng.random() < 0.3
        for _ in range(rng.randint(2, 16)):
            number += 1 if tight else rng.randint(1, 40)
            cells.append({"type": kind, "name": kind, "device_id": f"{prefix}{number:05d}"})
    return cells[:rows]


def grown_customers(rng: random.Random, rows: int) -> Cells:
    return [
        {
            "name": company(rng),
            "enterprise": company(rng),
            "amount": f"{rng.lognormvariate(3.2, 1.3):.1f}",
            "phone": phone(rng),
            "signed_on": day(rng, 900),
        }
        for _ in range(rows)
    ]


def day(rng: random.Random, spread: int) -> str:
    return (date(2016, 1, 4) + timedelta(days=rng.randrange(spread))).isoformat()


def progression(rng: random.Random, cells: Cells) -> None:
    step, start = rng.choice((2, 3, 5, 10)), rng.randrange(1000)
    for n, row in enumerate(cells):
        row["device_id"] = f"{'XYZ'[n % 3]}-{start + step * (n // 3):06d}"


def cycling(rng: random.Random, cells: Cells) -> None:
    order = rng.sample(KINDS, rng.randint(3, 8))
    for n, row in enumerate(cells):
        row["type"] = row["name"] = order[n % len(order)]


def even_digits(rng: random.Random, cells: Cells) -> None:
    for row in cells:
        row["amount"] = f"{rng.choice((1, 10)) * rng.uniform(5, 100):.1f}"


def neighbours(rng: random.Random, cells: Cells) -> None:
    start = int(phone(rng))
    for n, row in enumerate(cells):
        row["phone"] = str(start + n * rng.randint(1, 3))


def one_week(rng: random.Random, cells: Cells) -> None:
    for row in cells:
        row["signed_on"] = day(rng, 5)


MADE_UP: dict[str, tuple[str, Callable[[random.Random, Cells], None]]] = {
    "ids-in-progression": ("devices", progression),
    "types-cycling": ("devices", cycling),
    "digits-unlike-grown": ("enterprises", even_digits),
    "phones-in-a-row": ("enterprises", neighbours),
    "dates-in-one-week": ("contracts", one_week),
}


def record(rng: random.Random, name: str, fault: str) -> Record:
    lists = {"devices": grown_devices(rng, rng.randint(60, 900))}
    lists |= {kind: grown_customers(rng, rng.randint(30, 400)) for kind in ("enterprises", "contracts")}
    if fault in MADE_UP:
        kind, spoil = MADE_UP[fault]
        lists[kind] = lists[kind] * 4 if len(lists[kind]) < 100 else lists[kind]
        lists[kind] = [dict(row) for row in lists[kind]]
        spoil(rng, lists[kind])
    source = Source("made", locator="row", reader="sheet")
    made = tuple(ListRecord(kind, tuple(Row(cells, source) for cells in rows)) for kind, rows in lists.items())
    domain = f"{rng.randrange(10**9):x}.cn" if rng.random() < 0.7 else "163.com"
    number = rng.randint(60, 900)
    fields = (
        text("applicant.name", company(rng)),
        text("contact.email", f"{rng.randrange(10**6)}@{domain}"),
        text("contact.mobile", phone(rng)),
        text("applicant.org_code", f"91{rng.randrange(10**5):05d}0{rng.randrange(10**9):09d}X"),
        FieldValue("devices.total", "", number, str(number), "filled", 1.0),
    )
    return Record(name, "anhui-2023", fields=fields, lists=made)


def text(key: str, value: str) -> FieldValue:
    return FieldValue(key, key, value, value, "filled", 1.0)


def submissions(count: int, rng: random.Random) -> Iterator[tuple[str, Record]]:
    faults = (*MADE_UP, *PAIRS, *ALONE, "", "common customers", "")
    before: Record | None = None
    for n in range(count):
        fault = faults[n % len(faults)]
        made = record(rng, f"s{n:05d}", fault)
        if before is not None and fault in PAIRS:
            made = pair(rng, before, made, fault)
        if before is not None and fault == "common customers":
            made = common_customers(rng, before, made)
        if fault == "same-customer-twice":
            made = twice(rng, made)
        if faults[(n + 1) % len(faults)] == "jump-since-last-time":
            made = replace(made, form="guangdong-2018")
        yield fault, made
        before = made


PAIRS = ("partly-copied-list", "similar-names", "same-deals", "jump-since-last-time")
ALONE = ("same-customer-twice",)


def common_customers(rng: random.Random, before: Record, made: Record) -> Record:
    """Innocent: a third of the customers of the one before, each with an amount of its own."""
    old, rows = before.list("enterprises").rows, list(made.list("enterprises").rows)
    for at in range(min(len(old), len(rows)) // 3):
        rows[at] = Row({**rows[at].cells, "name": old[at].cells["name"]}, rows[at].source)
    rest = tuple(each for each in made.lists if each.kind != "enterprises")
    return Record(made.name, made.form, fields=made.fields, lists=(*rest, ListRecord("enterprises", tuple(rows))))


def twice(rng: random.Random, made: Record) -> Record:
    """One customer written in two ways, and nine that are told apart by more than a word."""
    rows = list(made.list("enterprises").rows)
    name = rows[0].cells["name"]
    near = name.replace("有限公司", rng.choice(("股份有限公司", "科技有限公司", "（集团）有限公司")))
    rows[rng.randrange(1, len(rows))] = Row({**rows[1].cells, "name": near}, rows[0].source)
    rest = tuple(each for each in made.lists if each.kind != "enterprises")
    return Record(made.name, made.form, fields=made.fields, lists=(*rest, ListRecord("enterprises", tuple(rows))))


def deals(rng: random.Random, before: Record, made: Record) -> Record:
    """A few contracts of the one before, among others of its customers with other amounts."""
    old, rows = before.list("enterprises").rows, list(made.list("enterprises").rows)
    for at in rng.sample(range(min(len(old), len(rows))), 6):
        rows[at] = Row(
            {**rows[at].cells, "name": old[at].cells["name"], "amount": old[at].cells["amount"]}, rows[at].source
        )
    rest = tuple(each for each in made.lists if each.kind != "enterprises")
    return Record(made.name, made.form, fields=made.fields, lists=(*rest, ListRecord("enterprises", tuple(rows))))


def reworded_name(rng: random.Random, name: str) -> str:
    """The words that all companies have, put otherwise."""
    return name.replace("有限公司", rng.choice(("股份有限公司", "科技有限公司", "（集团）有限公司", "有限责任公司")))


def same_office(rng: random.Random, before: Record) -> dict[str, FieldValue]:
    """What tells that a name one character apart is the same office: its mail domain, its mobile, its code misread."""
    old = {each.key: str(each.value) for each in before.fields}
    domain, code = old["contact.email"].partition("@")[2], old["applicant.org_code"]
    ways = [{"contact.mobile": old["contact.mobile"]}, {"applicant.org_code": code[:7] + "7" + code[8:]}]
    if domain != "163.com":
        ways.append({"contact.email": f"office@{domain}"})
    return {key: text(key, value) for key, value in rng.choice(ways).items()}


def pair(rng: random.Random, before: Record, made: Record, fault: str) -> Record:
    if fault == "same-deals":
        return deals(rng, before, made)
    if fault == "jump-since-last-time":
        own = tuple(each for each in before.fields if each.key in ("applicant.name", "applicant.org_code"))
        old = [each for each in before.fields if each.key == "devices.total"]
        number = (old[0].number or 100) * rng.choice((0.1, 4000))
        fields = (*own, made.fields[1], FieldValue("devices.total", "", number, str(number), "filled", 1.0))
        return Record(made.name, made.form, fields=fields, lists=made.lists)
    if fault == "similar-names":
        name = str(before.fields[0].value)
        reworded = rng.random() < 0.5
        near = reworded_name(rng, name) if reworded else name[:1] + rng.choice(NAMES.replace(name[1], "")) + name[2:]
        fields = {each.key: each for each in made.fields} | {"applicant.name": text("applicant.name", near)}
        if not reworded:
            fields |= same_office(rng, before)
        return Record(made.name, made.form, fields=tuple(fields.values()), lists=made.lists)
    old, new = before.list("devices"), made.list("devices")
    assert old is not None
    assert new is not None
    kept = int(0.65 * len(old.rows))
    mixed = [*old.rows[:kept], *new.rows[: len(old.rows) - kept]]
    rng.shuffle(mixed)
    rest = tuple(each for each in made.lists if each.kind != "devices")
    return Record(made.name, made.form, fields=made.fields, lists=(ListRecord("devices", tuple(mixed)), *rest))


def main(count: int) -> None:
    rng = random.Random(20230812)
    forms = {form: load_form(form) for form in ("anhui-2023", "guangdong-2018")}
    right: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    signatures, faults = [], {}
    for fault, each in submissions(count, rng):
        planted[fault] += 1
        faults[each.name] = fault
        seen = {sight.slug for form in forms.values() for sight in signals_in(each, form)}
        for slug in seen:
            shown[slug] += 1
            right[slug] += slug == fault
        signatures.append(signature_of(each))
    for name, sights in signals_across(signatures).items():
        for slug, other in {(sight.slug, sight.other) for sight in sights}:
            truly = slug in (faults[name], faults[other])
            shown[slug] += 1
            right[slug] += truly
    for signal in signals():
        slug = signal.slug
        found = right[slug] / (2 if signal.among and slug != "jump-since-last-time" else 1)
        print(f"{slug:24} precision {right[slug]}/{shown[slug]}  recall {found:.0f}/{planted[slug]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

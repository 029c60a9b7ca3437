"""Findings on invented books: how many are unfounded on clean ones, and which planted mistakes are missed.

    python benchmarks/checks_planted.py [books] [seed]

Books of all forms are written as Word and Excel files, read as a delivery is read, and checked. The prose states the
form's own counts in many roundings, beside sentences that speak of plans, examples, parts and changes. What
takes other applicants to see has a benchmark of its own; of that only copied prose is counted here, for no two of these
books are copies.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from planted_books import FORMS, book
from planted_mistakes import MISTAKES, Found

from flows.ingest import ingest
from pipeline.store import open_store


def main(count: int, seed: int) -> None:
    rng = random.Random(seed)
    with TemporaryDirectory(prefix="heshu-planted-") as place:
        out, expected = Path(place), {}
        for n in range(count):
            mistake = None if n % 3 == 0 else (n - n // 3 - 1) % len(MISTAKES)
            form = FORMS[(n + n // 3) % 3]
            name = f"{form}-{n:03d}"
            expected[name] = book(name, form, rng, out / "s" / name, mistake)
        store, start = open_store(out / "store"), time.perf_counter()
        ingest(out / "s", store, workers=1)
        print(f"{count} books read and checked in {time.perf_counter() - start:.0f} s")
        judge(store, expected)


def judge(store, expected: dict[str, list[Found]]) -> None:
    right, missed, unfounded, spoilt = Counter(), Counter(), Counter(), 0
    for name, wanted in expected.items():
        own = (f for f in store.findings(name) if not f.code.startswith("HC7"))
        found = {(f.slug, tuple(sorted(f.keys))): f for f in own}
        spoilt += bool(found) and not wanted
        due = {(slug, tuple(sorted(keys))) for slug, keys in wanted}
        for fact in due:
            (right if fact in found else missed)[fact[0]] += 1
            if fact not in found:
                print("missed", name, fact, list(found))
        for fact, finding in found.items():
            if fact not in due:
                unfounded[fact[0]] += 1
                print("unfounded", name, sorted(due), fact, finding.message[:110])
    copied = sum(f.slug == "copied-narrative" for name in expected for f in store.findings(name))
    clean = sum(not wanted for wanted in expected.values())
    print(f"found {sum(right.values())} of {sum(right.values()) + sum(missed.values())} planted, {dict(missed)} missed")
    print(f"unfounded {dict(unfounded)}; {spoilt} of {clean} clean books have a finding; {copied} told of copied prose")


if __name__ == "__main__":
    main(*(int(each) for each in (*sys.argv[1:], *("81", "3")[len(sys.argv) - 1 :])))

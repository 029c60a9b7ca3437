"""How long the desk waits for which other submissions have a submission's names, over a batch of invented ones.

    python benchmarks/nlp_named.py [submissions]

Sixty names a submission, a few of them in nearly all, most in a handful; SQLite, CPU seconds a question.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from pipeline.store import Store, open_store
from pipeline.store.named import Names
from pipeline.store.tables import NamedRow, SubmissionRow

_NAMES, _CITIES, _ASKED = 60, 16, 20


def fill(store: Store, count: int) -> None:
    rng = random.Random(7)
    for n in range(count):
        name = f"申报{n:06}"
        cores = {f"名{int(rng.paretovariate(0.35)) % 40000}" for _ in range(_NAMES)}
        rows = [("ORG", core) for core in sorted(cores)] + [("APPLICANT", f"单位{n}")]
        with store.engine.begin() as connection:
            city = f"第{n % _CITIES}市"
            row = {"name": name, "updated_at": datetime.now(UTC), "city": city, "named": True, "summed": True}
            connection.execute(insert(SubmissionRow), [row])
            connection.execute(
                insert(NamedRow),
                [{"core": core, "kind": kind, "submission": name, "written": core} for kind, core in rows],
            )


def main(count: int) -> None:
    with TemporaryDirectory() as place:
        store = open_store(Path(place))
        fill(store, count)
        names = Names(store.engine)
        for city in ("", "第0市"):
            took, shared = [], []
            for n in range(0, count, max(1, count // _ASKED)):
                start = time.process_time()
                found = names.elsewhere(f"申报{n:06}", city)
                names.naming(f"申报{n:06}", city)
                took.append(time.process_time() - start)
                shared.append(sum(each.count for each in found.values()))
            who = "a city's office" if city else "the province"
            print(f"{count} submissions, {who}: median {median(took):.3f} s, worst {max(took):.3f} s; "
                  f"{median(shared):,.0f} places in others")  # fmt: skip
        store.engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)

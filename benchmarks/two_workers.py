"""How much faster two workers are than one, each with a core of its own: the same scanned books brought in by each.

``python benchmarks/two_workers.py [BOOKS]``: one child on one core, then two on two; seven pages a book, some seven
minutes for the ten by default. Says nothing on a machine that others use at the same time. Cores are those that this
process may run on; the first is taken, then the first two.

Told for the whole run, and from the first page begun to the last submission done: Prefect's start, some ten seconds
whatever the number of workers, weighs in a run of minutes and not in a year's. CPU seconds by kind of process say why:
where two readers take more of them for the same pages, they are in each other's way (memory, caches); where they take
the same and the clock does not halve, somebody waits.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.orchestration import FLOW, in_words, scanned_books, timed


def _working_seconds(log: Path) -> float:
    """From the first page begun to the last submission done."""
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    first = min(each["timestamp"] for each in events if each["event"] == "reading")
    last = max(each["timestamp"] for each in events if each["event"] == "submission done")
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()


def main() -> None:
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("this takes two cores")
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        scanned_books(root / "in", int(sys.argv[1]) if len(sys.argv) > 1 else 10)
        whole, working, readers = [], [], []
        for workers in (1, 2):
            log = root / f"{workers}.jsonl"
            os.environ["HESHU_LOG_FILE"] = str(log)
            os.sched_setaffinity(0, cores[:workers])
            pages, clock, kinds, _ = timed(FLOW, str(root / "in"), str(root / f"store{workers}"), workers=workers)
            whole.append(clock)
            working.append(_working_seconds(log))
            readers.append(kinds.get("readers", 0.0))
            print(f"{workers} on as many cores: {pages} pages in {clock:.0f} s, working {working[-1]:.0f} s of them")
            print("    CPU seconds:", in_words(kinds), flush=True)
    print(
        f"two are {working[0] / working[1]:.2f} times as fast as one at work, {whole[0] / whole[1]:.2f} with the start"
    )
    if all(readers):
        print(f"two readers take {readers[1] / readers[0]:.2f} times the CPU seconds of one for the same pages")


if __name__ == "__main__":
    main()

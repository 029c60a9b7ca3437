"""How much faster two workers are than one, each with a core of its own: the same scanned books brought in by each.

``python benchmarks/two_workers.py [BOOKS]``: one child on one core, then two on two. Says nothing on a machine that
others use at the same time. Cores are those that this process may run on; the first is taken, then the first two.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.orchestration import FLOW, scanned_books, timed


def main() -> None:
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("this takes two cores")
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        scanned_books(root / "in", int(sys.argv[1]) if len(sys.argv) > 1 else 6)
        took = []
        for workers in (1, 2):
            os.sched_setaffinity(0, cores[:workers])
            pages, clock, cpu, _ = timed(FLOW, str(root / "in"), str(root / f"store{workers}"), workers=workers)
            took.append(clock)
            print(f"{workers} on as many cores: {pages} pages in {clock:.0f} s, {cpu:.0f} s of CPU", flush=True)
        print(f"two are {took[0] / took[1]:.2f} times as fast as one")


if __name__ == "__main__":
    main()

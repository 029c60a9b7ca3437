"""The coordinating process's memory over 100, 1,000 and 10,000 submissions; reading and extraction are simulated.

``python benchmarks/memory_coordinator.py [SUBMISSIONS …]`` runs each number in a process of its own: real receiving,
store and scheduling; the children's answers are made up on the spot (three pages a file, a record of one field). The
comparison, which runs in a child of its own, is left out, and so is the index. Prints memory and seconds.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import zlib
from concurrent.futures import Future
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from extractors.gate import Look
from flows import ingest as use
from flows import place
from flows.child import Job, Measured, Outcome
from flows.versions import checked_key, record_key
from pipeline.document import Frame, Page
from pipeline.document.json import page_to_json
from pipeline.records import FieldValue, Record
from pipeline.store import Store, open_store


class SimulatedPool:
    """Answers at once, as children would."""

    def __init__(self, workers: int, _spool: Path | None = None) -> None:
        self.workers = workers

    def __enter__(self) -> SimulatedPool:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was started."""

    def look(self, *_: object) -> Look:
        return Look("application/pdf")

    def measure(self, *_: object) -> Measured:
        return Measured(3)

    def count(self, files: list[Any]) -> list[int]:
        return [3] * len(files)

    def submit(self, job: Job) -> Future[Outcome]:
        page = Page(1, (), 595, 842, Frame.upright(595, 842))
        data, future = zlib.compress(page_to_json(page)), Future()  # type: ignore[var-annotated]
        future.set_result(Outcome(tuple((number, data) for number in range(job.first, (job.last or 1) + 1))))
        return future

    def extract(self, store: Store, name: str) -> str:
        standing = store.standing(name)
        key = record_key(standing.delivery_key if standing else "", {})
        fields = (FieldValue("devices.total", "设备", 3, "3", "filled", 0.9),)
        store.keep_record(Record(name, None, store.files(name), fields), key, b"")
        store.keep_findings(name, "own", (), checked_key(key))
        return ""

    def crosscheck(self, _store: Store) -> tuple[list[str], str]:
        return [], ""


def _one(count: int) -> None:
    simulated: Any = SimulatedPool
    place.Pool = simulated  # type: ignore[misc]
    use.index_submissions = lambda *_: ""  # type: ignore[assignment]
    with TemporaryDirectory() as folder:
        inbox = Path(folder) / "in"
        for number in range(count):
            (inbox / f"申报{number:05d}").mkdir(parents=True)
            (inbox / f"申报{number:05d}" / "书.pdf").write_bytes(b"%PDF-" + str(number).encode())
        before, cpu_before = psutil.Process().memory_full_info().uss / 1e6, time.process_time()
        start = time.perf_counter()
        report = use.ingest(inbox, open_store(Path(folder) / "store"), workers=2)
        seconds, cpu, after = (
            time.perf_counter() - start,
            time.process_time() - cpu_before,
            psutil.Process().memory_full_info().uss / 1e6,
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    assert len(report.submissions) == count
    print(
        f"{count:6} submissions: {before:.0f} MB before, {after:.0f} MB after, peak {peak:.0f} MB; "
        f"{seconds:.0f} s, {1000 * cpu / count:.1f} ms of CPU a submission",
        flush=True,
    )


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        _one(int(sys.argv[2]))
        return
    for count in sys.argv[1:] or ("100", "1000", "10000"):
        subprocess.run([sys.executable, __file__, "--one", count], check=True)


if __name__ == "__main__":
    main()

"""What orchestration and storing add to the reading of a batch: the same pages read bare, ingested, and by flow.

``python benchmarks/orchestration.py [BOOKS]`` makes scanned books (reading dominates there, as in an office's batch),
reads them bare, in this process, with one engine of one thread; then ``ingest`` with one child reads them, plainly and
through Prefect. With ``--text`` the books are lists of some 200 pages with a text layer: reading costs next to nothing
there, so that the difference between the rows is orchestration itself, to be held against scans' seconds a page.
With ``--flow`` the plain ingest is left out, with ``--no-bare`` the bare reading. Each way is run once more over the
same store: nothing has changed then.

CPU seconds are told apart by kind of process, since the clock of a machine that others share says little and reading
itself costs some more or less whenever it is measured: the coordinating process and Prefect's server are the flow's own
cost; extraction, checks and index are work, not orchestration.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

_ROOT = Path(__file__).resolve().parents[1]

_BARE = """
import sys
from pathlib import Path
from extractors.ocr.rapid import RapidEngine
from extractors.read import read_pages
engine = RapidEngine(1)
print(sum(1 for book in sys.argv[1:] for _ in read_pages(Path(book), "application/pdf", lambda: engine)))
"""
_INDEX = """
import os, sys, time
from pathlib import Path
from flows import ingest
spent, indexed = [0.0], ingest.index_submissions
def timed_index(*given):
    begun = time.process_time()
    try:
        return indexed(*given)
    finally:
        spent[0] += time.process_time() - begun
ingest.index_submissions = timed_index
"""
_PLAIN = (
    _INDEX
    + """
from pipeline.store import open_store
if __name__ == "__main__":
    report = ingest.ingest(Path(sys.argv[1]), open_store(Path(sys.argv[2])), workers=1)
    print(spent[0], report.pages)
"""
)
FLOW = (
    _INDEX
    + """
from flows.launching import run
from flows.progress import Silent
if __name__ == "__main__":
    report = run(Path(sys.argv[1]), Path(sys.argv[2]), Silent(), int(os.environ["HESHU_WORKERS"]))
    print(spent[0], report.pages)
"""
)


def scanned_books(folder: Path, count: int) -> list[Path]:
    from flows.maker import pdf
    from flows.maker.filled import Style
    from flows.maker.scan import scan
    from flows.maker.truth import make_truth
    from pipeline.records.load import load_form

    made = []
    for seed in range(count):
        submission = folder / f"申报{seed}"
        submission.mkdir(parents=True)
        clean = folder.parent / f"{seed}.pdf"
        pdf.write_book(make_truth("书", load_form("anhui-2023"), seed), clean, Style(ticked="■", keep_notes=False))
        scan(clean, submission / "扫描.pdf", seed)
        made.append(submission / "扫描.pdf")
    return made


def _lists(folder: Path, count: int) -> list[Path]:
    from flows.maker import pdf
    from flows.maker.truth import make_truth
    from pipeline.records.load import load_form

    made = []
    for seed in range(count):
        truth = make_truth("书", load_form("anhui-2023"), seed, rows=800)
        (folder / f"申报{seed}").mkdir(parents=True)
        pdf.write_lists(truth, list(truth.lists), folder / f"申报{seed}" / "附件.pdf")
        made.append(folder / f"申报{seed}" / "附件.pdf")
    return made


def timed(
    script: str, *arguments: str, workers: int = 1, stages: Path | None = None
) -> tuple[int, float, dict[str, float], dict[str, float]]:
    """(pages, seconds by the clock, CPU seconds by kind of process, seconds by stage) of a script run by itself."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "HESHU_OCR_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment["HESHU_WORKERS"] = str(workers)
    if stages:
        environment["HESHU_METRICS_FILE"] = str(stages)
    file = Path(arguments[-1]).parent / "script.py"
    file.write_text(script, encoding="utf-8")
    start = time.perf_counter()
    command = [sys.executable, str(file), *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as done:
        kinds = _watched(done)
        said, errors = done.communicate()
    if done.returncode:
        raise SystemExit(errors[-3000:])
    *index, pages = said.split()
    if index:  # done in the coordinating process, at the very end
        kinds["index"] = float(index[-1])
        kinds["coordinator"] = kinds.get("coordinator", 0.0) - kinds["index"]
    return int(pages), time.perf_counter() - start, kinds, _stages(stages)


def in_words(kinds: dict[str, float]) -> str:
    return ", ".join(f"{kind} {seconds:.1f}" for kind, seconds in sorted(kinds.items()))


def _watched(process: subprocess.Popen[str]) -> dict[str, float]:
    """CPU seconds by kind of process, looked at every second until the first of them ends.

    What the last look does not see is told by the kernel, when all have ended.
    """
    before, seen = resource.getrusage(resource.RUSAGE_CHILDREN), {}
    while process.poll() is None:
        family: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            whole = psutil.Process(process.pid)
            family = [whole, *whole.children(recursive=True)]
        for each in family:
            with contextlib.suppress(psutil.Error, OSError):  # it has just ended
                seen[each.pid] = (_kind(each, process.pid, seen), sum(each.cpu_times()[:2]))
        time.sleep(1.0)
    kinds: dict[str, float] = {}
    for kind, seconds in seen.values():
        kinds[kind] = kinds.get(kind, 0.0) + seconds
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole_cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # the coordinating process ends last, and what is told of it is what it took after the last look
    return {**kinds, "unseen": max(0.0, whole_cpu - sum(kinds.values()))}


def _kind(process: psutil.Process, coordinator: int, seen: dict[int, tuple[str, float]]) -> str:
    """Readers are known by the filter of system calls that they are shut in with; they have none when they begin.

    A process that is ending has neither a command nor a filter any more: it is what it was.
    """
    known = seen.get(process.pid, ("", 0.0))[0]
    if process.pid == coordinator or known == "readers":
        return known or "coordinator"
    line = " ".join(process.cmdline())
    if "flows.server" in line or "uvicorn" in line:
        return "server"
    if "spawn_main" not in line:
        return known or "coordinator"
    return "readers" if "Seccomp:\t2" in Path(f"/proc/{process.pid}/status").read_text() else "extraction and checks"


def _stages(file: Path | None) -> dict[str, float]:
    if file is None or not file.exists():
        return {}
    lines = [line for line in file.read_text().splitlines() if line.startswith("heshu_stage_seconds_total")]
    return {line.split('"')[1]: float(line.rsplit(" ", 1)[1]) for line in lines}


def _own(kinds: dict[str, float]) -> float:
    return kinds.get("coordinator", 0.0) + kinds.get("server", 0.0) + kinds["unseen"]


def _first(name: str, script: str, root: Path, bare: float) -> None:
    """One way, into a store of its own, then once more over the same."""
    store = root / name.replace(" ", "-")
    read, clock, kinds, stages = timed(script, str(root / "in"), str(store), stages=root / f"{store.name}.prom")
    own, readers, cpu = _own(kinds), kinds.get("readers", 0.0), sum(kinds.values())
    print(f"{name}: {read} pages, {clock:.0f} s by the clock, {cpu:.0f} s of CPU: {in_words(kinds)}")
    print(f"    coordinator and server: {own:.1f} s, {own / readers:.1%} of the readers")
    if bare:
        print(
            f"    against bare reading: {own / bare:.1%}; readers {readers / bare - 1:+.1%}, all {cpu / bare - 1:+.1%}"
        )
    print("    by stage:", json.dumps({stage: round(seconds, 1) for stage, seconds in stages.items()}), flush=True)
    read, again, kinds, _ = timed(script, str(root / "in"), str(store))
    assert read == 0, read
    cpu_again = sum(kinds.values())
    print(
        f"    once more: {again:.1f} s ({again / clock:.1%}), {cpu_again:.1f} s of CPU ({cpu_again / cpu:.1%})",
        flush=True,
    )


def main() -> None:
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        arguments = [each for each in sys.argv[1:] if not each.startswith("--")]
        ways = [("plain ingest", _PLAIN), ("Prefect flow", FLOW)]["--flow" in sys.argv :]
        make = _lists if "--text" in sys.argv else scanned_books
        books, bare = make(root / "in", int(arguments[0]) if arguments else 2), 0.0
        if "--no-bare" not in sys.argv:
            pages, clock, kinds, _ = timed(_BARE, *(str(book) for book in books))
            bare = sum(kinds.values())
            print(f"{pages} pages; bare reading: {clock:.0f} s by the clock, {bare:.0f} s of CPU", flush=True)
        for name, script in ways:
            _first(name, script, root, bare)


if __name__ == "__main__":
    main()

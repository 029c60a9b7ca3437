"""What orchestration and storing add to the reading of a batch: the same pages read bare, ingested, and by flow.

``python benchmarks/orchestration.py [BOOKS]`` makes scanned books (reading dominates there, as in an office's batch),
reads them bare, in this process, with one engine of one thread; then ``ingest`` with one child reads them, plainly and
through Prefect. With ``--text`` the books are lists of some 200 pages with a text layer: reading costs next to nothing
there, so that the difference between the rows is orchestration itself, to be held against scans' seconds a page.
With ``--flow`` the plain ingest is left out. Each way is run once more over the same store: nothing has changed then.

CPU seconds of this process and all its children are compared beside the clock: the clock of a machine that others share
says little. Extraction, checks and index are timed apart: they are work, not orchestration.
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
_PLAIN = """
import sys
from pathlib import Path
from flows.ingest import ingest
from pipeline.store import open_store
if __name__ == "__main__":
    print(ingest(Path(sys.argv[1]), open_store(Path(sys.argv[2])), workers=1).pages)
"""
FLOW = """
import os, sys
from pathlib import Path
from flows.launching import run
from flows.progress import Silent
if __name__ == "__main__":
    print(run(Path(sys.argv[1]), Path(sys.argv[2]), Silent(), int(os.environ["HESHU_WORKERS"])).pages)
"""


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
) -> tuple[int, float, float, dict[str, float]]:
    """(pages, seconds by the clock, CPU seconds, seconds by stage) of a script in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "HESHU_OCR_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment["HESHU_WORKERS"] = str(workers)
    if stages:
        environment["HESHU_METRICS_FILE"] = str(stages)
    file = Path(arguments[-1]).parent / "script.py"
    file.write_text(script, encoding="utf-8")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, str(file), *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as done:
        kinds = _watched(done)
        said, errors = done.communicate()
    if done.returncode:
        raise SystemExit(errors[-3000:])
    if "server" in kinds:
        print(
            "    of CPU:", ", ".join(f"{kind} {seconds:.0f} s" for kind, seconds in sorted(kinds.items())), flush=True
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return int(said.split()[-1]), time.perf_counter() - start, cpu, _stages(stages)


def _watched(process: subprocess.Popen[str]) -> dict[str, float]:
    """CPU seconds of the coordinating process, its children and Prefect's own server, looked at until it ends."""
    seen: dict[int, tuple[str, float]] = {}
    while process.poll() is None:
        family: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            whole = psutil.Process(process.pid)
            family = [whole, *whole.children(recursive=True)]
        for each in family:
            with contextlib.suppress(psutil.Error):  # it has just ended
                line = " ".join(each.cmdline())
                kind = "server" if "uvicorn" in line else "children" if "spawn_main" in line else "coordinator"
                seen[each.pid] = (kind, sum(each.cpu_times()[:2]))
        time.sleep(0.5)
    kinds: dict[str, float] = {}
    for kind, seconds in seen.values():
        kinds[kind] = kinds.get(kind, 0.0) + seconds
    return kinds


def _stages(file: Path | None) -> dict[str, float]:
    if file is None or not file.exists():
        return {}
    lines = [line for line in file.read_text().splitlines() if line.startswith("heshu_stage_seconds_total")]
    return {line.split('"')[1]: float(line.rsplit(" ", 1)[1]) for line in lines}


def _share(whole: float, bare: float) -> str:
    return f"{100 * (whole / bare - 1):+.1f} %"


def main() -> None:
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        arguments = [each for each in sys.argv[1:] if not each.startswith("--")]
        ways = [("plain ingest", _PLAIN), ("Prefect flow", FLOW)]["--flow" in sys.argv :]
        make = _lists if "--text" in sys.argv else scanned_books
        books = make(root / "in", int(arguments[0]) if arguments else 2)
        pages, bare, bare_cpu, _ = timed(_BARE, *(str(book) for book in books))
        print(f"{pages} pages; bare reading: {bare:.0f} s by the clock, {bare_cpu:.0f} s of CPU", flush=True)
        for name, script in ways:
            store = root / name.replace(" ", "-")
            read, clock, cpu, stages = timed(script, str(root / "in"), str(store), stages=root / f"{store.name}.prom")
            assert read == pages, (read, pages)
            print(f"{name}: {clock:.0f} s ({_share(clock, bare)}), {cpu:.0f} s of CPU ({_share(cpu, bare_cpu)})")
            print("    by stage:", json.dumps({stage: round(seconds, 1) for stage, seconds in stages.items()}))
            read, again, again_cpu, _ = timed(script, str(root / "in"), str(store))
            assert read == 0, read
            print(
                f"    once more: {again:.1f} s ({100 * again / clock:.1f} % of the first), "
                f"{again_cpu:.1f} s of CPU ({100 * again_cpu / cpu:.1f} %)",
                flush=True,
            )


if __name__ == "__main__":
    main()

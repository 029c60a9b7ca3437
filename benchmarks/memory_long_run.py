"""Twenty-four hours condensed: 20,000 small pages through one process tree; memory, handles and files left, on the way.

``python benchmarks/memory_long_run.py [FILES]`` makes PDFs of 50 pages with a text layer (400 of them), reads them with
the real readers in two child processes into a store, and prints every fiftieth file's memory (unique set, of the
coordinating process and of its children), open handles and temporary files. Slopes are of the second half.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from fpdf import FPDF

from flows.parts import FileToRead
from flows.place import Place, opened
from flows.reading import read_file
from flows.submission import read_parts_here
from pipeline.store import Store, open_store

_PAGES, _SAMPLES = 50, 8


def _pdf(number: int) -> bytes:
    document = FPDF(format=(300, 200), unit="pt")
    document.set_font("Helvetica", size=9)
    for page in range(_PAGES):
        document.add_page()
        for line in range(6):
            document.cell(
                w=0, h=12, text=f"file {number} page {page} line {line}: 1,375 sets", new_x="LMARGIN", new_y="NEXT"
            )
    return bytes(document.output())


def _sample(done: int, spool: Path, start: float) -> tuple[float, float]:
    me = psutil.Process()
    children = [each for each in me.children(recursive=True) if "spawn_main" in " ".join(each.cmdline())]
    mine = me.memory_full_info().uss / 1e6
    theirs = sum(each.memory_full_info().uss for each in children) / 1e6
    handles = me.num_fds() + sum(each.num_fds() for each in children)
    left = sum(1 for _ in spool.rglob("*")) - 1
    print(
        f"{done * _PAGES:6} pages  coordinator {mine:6.1f} MB  {len(children)} children {theirs:7.1f} MB  "
        f"{handles} handles  {left} temporary files  {time.perf_counter() - start:5.0f} s",
        flush=True,
    )
    return mine, theirs


def _read(store: Store, place: Place, number: int) -> int:
    sha = store.blobs.put(_pdf(number))
    return read_file(
        FileToRead(sha, "application/pdf", f"{number}.pdf", f"申报{number}"), store, place, read_parts_here
    )


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    every, samples, pages, start = max(files // _SAMPLES, 1), [], 0, time.perf_counter()
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        with opened(store.folder, 2) as place:
            for number in range(1, files + 1):
                pages += _read(store, place, number)
                if number % every == 0 or number == 1:
                    samples.append(_sample(number, place.spool, start))
        half = samples[len(samples) // 2 :]
        grown = [last - first for first, last in zip(half[0], half[-1], strict=True)]
        thousands = files * _PAGES / 2000
        print(f"{pages} pages read; second half: coordinator {grown[0] / thousands:+.2f} MB a thousand pages, ", end="")
        print(f"children {grown[1] / thousands:+.2f} MB; left in the spool: {list((store.folder / 'spool').iterdir())}")
        left = [each for each in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(each.cmdline())]
        print(f"children left: {len(left)}; handles of the coordinator: {psutil.Process().num_fds()}")


if __name__ == "__main__":
    main()

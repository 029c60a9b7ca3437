"""What orchestration and storing add to the reading of a batch: the same pages bare, and through ``ingest``.

``python benchmarks/orchestration.py`` makes scanned books (the honest case: reading dominates there), reads them bare
with one engine, then ingests them with one worker, and prints the share that is not reading.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.ocr.rapid import RapidEngine
from extractors.read import read_pages
from flows.ingest import ingest
from flows.maker import pdf
from flows.maker.filled import Style
from flows.maker.scan import scan
from flows.maker.truth import make_truth
from pipeline.records.load import load_form
from pipeline.store import open_store

_BOOKS = 2


def main() -> None:
    with TemporaryDirectory() as root:
        books = []
        for seed in range(_BOOKS):
            folder = Path(root) / "in" / f"申报{seed}"
            folder.mkdir(parents=True)
            clean = Path(root) / f"{seed}.pdf"
            pdf.write_book(make_truth("书", load_form("anhui-2023"), seed), clean, Style(ticked="■", keep_notes=False))
            scan(clean, folder / "扫描.pdf", seed)
            books.append(folder / "扫描.pdf")
        engine = RapidEngine(1)
        start = time.perf_counter()
        pages = sum(1 for book in books for _ in read_pages(book, "application/pdf", lambda: engine))
        bare = time.perf_counter() - start
        start = time.perf_counter()
        ingest(Path(root) / "in", open_store(Path(root) / "store"), workers=1)
        whole = time.perf_counter() - start
    share = 100 * (whole / bare - 1)
    print(f"{pages} pages: bare reading {bare:.1f} s, ingest {whole:.1f} s, everything else {share:.0f} %")
    print("(everything else: starting the child process and its engine, extraction, checks, index)")


if __name__ == "__main__":
    main()

"""A born-digital list of 100 pages: ours against pdfplumber.extract_tables page by page, in the same run.

``python benchmarks/read_list.py [PAGES]`` makes the list, reads it both ways and prints the ratio and peak memory.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pdfplumber

from extractors.readers.pdf import read_pdf
from flows.maker import pdf
from flows.maker.truth import make_truth
from pipeline.document import Table
from pipeline.records.load import load_form

_ROWS_A_PAGE = 34
_PEER_PAGES = 12


def main(pages: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.pdf"
        truth = make_truth("列", load_form("anhui-2023"), 1, rows=8)
        rows = truth.lists["devices"]
        truth.lists["devices"] = [
            (rows[n % 8][0], {**rows[n % 8][1], "serial": str(n + 1)}) for n in range(pages * _ROWS_A_PAGE)
        ]
        pdf.write_lists(truth, ["devices"], path)
        start = time.perf_counter()
        count = cells = 0
        for page in read_pdf(path, lambda: None):  # type: ignore[arg-type, return-value]
            count += 1
            cells += sum(len(block.cells) for block in page.blocks if isinstance(block, Table))
        ours = count / (time.perf_counter() - start)
        start = time.perf_counter()
        with pdfplumber.open(path) as document:
            peer_cells = sum(
                len(row) for page in document.pages[:_PEER_PAGES] for table in page.extract_tables() for row in table
            )
        peer = _PEER_PAGES / (time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} pages, {cells} cells ({peer_cells} by the peer on its first {_PEER_PAGES} pages)")
    print(
        f"ours {ours:.1f} pages/s, pdfplumber {peer:.1f} pages/s, ratio {ours / peer:.1f}; peak memory {memory:.0f} MiB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

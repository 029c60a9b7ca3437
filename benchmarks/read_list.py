"""A born-digital list of 100 pages: ours against ``pdfplumber.extract_tables`` page by page, in the same run.

``python benchmarks/read_list.py [PAGES]`` makes the list twice, ruled as office programs export a table (a line a row
and a column) and with a rectangle round each cell, reads both both ways, and prints the ratios of processor time (these
are steady where the machine is not) and the peak memory.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pdfplumber
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from extractors.readers.pdf import read_pdf
from flows.maker.truth import make_truth
from pipeline.document import Table
from pipeline.records.load import load_form

_ROWS_A_PAGE = 44
_PEER_PAGES = 12
_LEFT, _TOP, _STEP = 36.0, 800.0, 17.0
_WIDTHS = (30.0, 66.0, 90.0, 120.0, 150.0, 66.0)
"""Points, as are the rest."""


def _rows(count: int) -> list[list[str]]:
    form = load_form("anhui-2023")
    definition = next(each for each in form.lists if each.kind == "devices")
    made = [cells for _, cells in make_truth("列", form, 1, rows=60).lists["devices"]]
    keys = [column.key for column in definition.columns]
    return [[str(n + 1) if key == "serial" else made[n % len(made)].get(key, "") for key in keys] for n in range(count)]


def _draw(path: Path, rows: Sequence[Sequence[str]], boxed: bool) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    edges = [_LEFT + sum(_WIDTHS[:n]) for n in range(len(_WIDTHS) + 1)]
    for start in range(0, len(rows), _ROWS_A_PAGE):
        some = rows[start : start + _ROWS_A_PAGE]
        levels = [_TOP - n * _STEP for n in range(len(some) + 1)]
        canvas.setFont("STSong-Light", 8)
        for top, row in zip(levels, some, strict=False):
            for left, width, text in zip(edges, _WIDTHS, row, strict=False):
                canvas.drawCentredString(left + width / 2, top - 0.7 * _STEP, text)
                if boxed:
                    canvas.rect(left, top - _STEP, width, _STEP)
        if not boxed:
            canvas.grid(edges, levels)
        canvas.showPage()
    canvas.save()


def _no_engine() -> None:
    raise AssertionError("a born-digital page was taken for a scan")


def _measure(path: Path) -> tuple[int, int, float, float]:
    """Pages, filled cells, our pages and the peer's pages a second of processor time."""
    start = time.process_time()
    pages = sum(1 for _ in read_pdf(path, _no_engine))  # type: ignore[arg-type]
    ours = pages / (time.process_time() - start)
    tables = (each for page in read_pdf(path, _no_engine) for each in page.blocks)  # type: ignore[arg-type]
    cells = sum(bool(cell.text) for table in tables if isinstance(table, Table) for cell in table.cells)
    start = time.process_time()
    with pdfplumber.open(path) as document:
        some = document.pages[:_PEER_PAGES]
        filled = sum(bool(cell) for page in some for table in page.extract_tables() for row in table for cell in row)
        assert filled, "the peer saw nothing"
        return pages, cells, ours, len(some) / (time.process_time() - start)


def main(pages: int) -> None:
    registerFont(UnicodeCIDFont("STSong-Light"))
    rows = _rows(pages * _ROWS_A_PAGE)
    with TemporaryDirectory() as folder:
        for boxed, name in ((False, "ruled by lines"), (True, "a rectangle a cell")):
            path = Path(folder) / f"{boxed}.pdf"
            _draw(path, rows, boxed)
            count, cells, ours, peer = _measure(path)
            assert cells == sum(bool(cell) for row in rows for cell in row), "not every cell was read"
            print(f"{name}: {count} pages, {cells} cells; ours {ours:.1f} pages/s, pdfplumber {peer:.1f}", end="; ")
            print(f"ratio {ours / peer:.1f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

"""One reader of scans over 2,000 quarter pages: the memory it holds on the way.

``python benchmarks/memory_scans.py [PAGES]`` cuts quarters out of made pages at the maker's three qualities, moves each
by other pixels and dusts it anew, so that no two have the same lines, and reads them one after the other in one
process, as a worker does. Printed every so many pages: the unique set of the process (MB) and the blocks read; at the
end its least and its most in either half, for what a page leaves with the allocator goes with one of the next.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from ocr_pages import QUALITIES, Sheet, make_books, scan_of
from PIL import Image as Pillow

from extractors.ocr.rapid import RapidEngine
from extractors.scan.page import read_scan
from pipeline.ports import Image

_SAMPLES, _PAGES = 20, 3
"""How often memory is printed; pages of each book's form and of its lists that quarters are cut out of."""
_PAPER, _DUST, _MOVED = 250, 40, 60
"""Grey of paper; specks on a page; pixels by which a quarter's corner moves at the most."""


def _scans(folder: Path) -> list[tuple[Sheet, Path]]:
    """The pages as files: pictures of them all would weigh as much as the reader."""
    books = make_books(folder, range(2), rows=40)
    sheets = [sheet for book in books for part in (book.form, book.lists) for sheet in part[:_PAGES]]
    found = []
    for number, (quality, sheet) in enumerate(product(QUALITIES.values(), sheets)):
        found.append((sheet, folder / f"{number}.png"))
        Pillow.fromarray(scan_of(sheet, quality, 1).pixels).save(found[-1][1], compress_level=1)
    return found


def _quarters(scans: list[tuple[Sheet, Path]], count: int) -> Iterator[tuple[Image, float, float]]:
    """So many quarters with their width and height in points, no two alike."""
    rng = np.random.default_rng(5)
    for number in range(count):
        sheet, file = scans[number % len(scans)]
        page = np.asarray(Pillow.open(file))
        height, width = (side // 2 for side in page.shape[:2])
        top, left = (int(rng.integers(0, 2)) * side // 2 + int(rng.integers(0, _MOVED)) for side in page.shape[:2])
        part = np.full((height, width, 3), _PAPER, np.uint8)
        seen = page[top : top + height, left : left + width]
        part[: seen.shape[0], : seen.shape[1]] = seen
        for y, x in rng.integers(0, (height - 3, width - 3), (_DUST, 2)):
            part[y : y + 2, x : x + 2] = 90
        yield part, sheet.width / 2, sheet.height / 2


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    every, samples, blocks, start = max(count // _SAMPLES, 1), [], 0, time.perf_counter()
    with TemporaryDirectory() as folder:
        scans, engine = _scans(Path(folder)), RapidEngine()
        for number, (pixels, width, height) in enumerate(_quarters(scans, count), 1):
            blocks += len(read_scan(pixels, number, width, height, engine).blocks)
            if number % every == 0:
                samples.append(psutil.Process().memory_full_info().uss / 1e6)
                took = time.perf_counter() - start
                print(f"{number:6} pages  {samples[-1]:7.1f} MB  {blocks} blocks  {took:5.0f} s", flush=True)
    half = len(samples) // 2
    for name, part in (("first", samples[:half]), ("second", samples[half:])):
        print(f"{name} half: {min(part):.0f} to {max(part):.0f} MB")


if __name__ == "__main__":
    main()

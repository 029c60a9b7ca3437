"""The parts of reading scans one by one: cells of grids, tick boxes, figures under seals, pages of black and white.

``python benchmarks/scan_parts.py [grids] [seals] [fax] [--books N] [--sheets N]``. ``grids`` are pages of made books at
150 dpi poor quality: cells found where they are (to 5 points), and tick boxes that are there or are characters.
``seals`` and ``fax`` are lines of dates, amounts, names and counts in the fonts that are here: wrong ones, and those
of them whose weakest character scores 0.9 or more.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

import cv2
import numpy as np
from ocr_pages import TICKS, Scan, Sheet, fonts_here, make_books, scan_of
from PIL import Image, ImageDraw, ImageFont

from extractors.layout.grid import find_grids
from extractors.layout.rulings import Ruling
from extractors.ocr.rapid import RapidEngine
from extractors.scan.framed import without_characters
from extractors.scan.gridlines import drawn_rulings, page_rulings
from extractors.scan.lines import find_lines
from extractors.scan.marks import red_mask
from extractors.scan.prepare import Prepared, evened, prepare, softened
from extractors.scan.ruled import ink_of
from extractors.scan.tick_boxes import find_tick_boxes
from extractors.scan.tokens import core
from extractors.scan.unmixed import seals_taken_off
from flows.maker.marks import seal
from flows.maker.scan import FAX, OFFICE, POOR, aged
from pipeline.document import BBox, Table

_NEAR = 5.0
_REDS = ((205, 32, 38), (170, 25, 35), (225, 60, 60), (150, 25, 30))


def grids(books: int) -> None:
    """Cells and tick boxes of whole pages."""
    engine, counted = RapidEngine(1), Counter[str]()
    with TemporaryDirectory() as folder:
        for book in make_books(Path(folder), range(books), 12):
            for sheet in (*book.form, *book.lists):
                scan = scan_of(sheet, POOR, 5)
                ready = prepare(scan.pixels, sheet.width)
                lines = find_lines(ready.grey, engine)
                ruled = page_rulings(
                    ready.grey, drawn_rulings(ready.grey, ready.scale, np.zeros_like(ready.grey)), lines
                )
                _count_cells(sheet, scan, ready, ruled.rulings, counted)
                ink = ink_of(ready.grey)
                ink[ruled.mask > 0] = 0
                seen = find_tick_boxes(ready.grey, ink, ready.scale)
                boxes = without_characters(seen, ready.grey, lines, ruled.rulings, ready.scale, engine)
                places = [BBox(b.x0, b.y0, b.x1, b.y1) for b in boxes]
                found = [_clean(scan, ready, p.cx * ready.scale, p.cy * ready.scale) for p in places]
                true = [place for line in sheet.lines for place in _boxes_of(line.text, line.box)]
                counted["boxes that are none"] += sum(not any(_close(a, b) for b in true) for a in found)
                counted["boxes found"] += len(found)
                counted["boxes printed"] += len(true)
    print(dict(counted))


def _count_cells(sheet: Sheet, scan: Scan, ready: Prepared, rulings: Sequence[Ruling], counted: Counter[str]) -> None:
    found = [cell.box for grid in find_grids(rulings) for cell in grid.cells]
    ends = [(*_clean(scan, ready, box.x0, box.y0), *_clean(scan, ready, box.x1, box.y1)) for box in found]
    tables = [block for block in sheet.page.blocks if isinstance(block, Table)]
    true = [cell.box for table in tables for cell in table.cells if cell.box]
    for box in true:
        own = (box.x0, box.y0, box.x1, box.y1)
        counted["cells right"] += any(max(abs(a - b) for a, b in zip(own, e, strict=True)) < _NEAR for e in ends)
    counted["cells"] += len(true)
    counted["cells found"] += len(found)


def _clean(scan: Scan, ready: Prepared, x: float, y: float) -> tuple[float, float]:
    """A point of the reading frame (points) as one of the clean page."""
    u, v, *_ = ready.frame.fractions(BBox(x, y, x, y))
    height, width = scan.pixels.shape[:2]
    cx, cy = scan.back @ np.array([u * width, v * height, 1.0])
    return float(cx), float(cy)


def _boxes_of(text: str, box: BBox) -> Iterator[tuple[float, float]]:
    for n, char in enumerate(text):
        if char in TICKS:
            yield box.x0 + (n + 0.5) * box.width / len(text), box.cy


def _close(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return abs(one[0] - two[0]) < 4 * _NEAR and abs(one[1] - two[1]) < _NEAR


def _said(rng: Random) -> str:
    return rng.choice((
        f"20{rng.randint(18, 25)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
        f"{rng.randint(1, 99)},{rng.randint(0, 999):03d}.{rng.randint(0, 99):02d}",
        rng.choice(("芜湖远桥", "合肥云川", "福州青禾", "漳州博澜")) + "智能装备有限公司",
        str(rng.randint(1000, 99999)),
    ))  # fmt: skip


def _lines(rng: Random, dpi: int) -> tuple[np.ndarray, list[tuple[str, tuple[int, ...]]]]:
    """A sheet of lines and where each stands (pixels)."""
    scale = dpi / 72
    sheet = Image.new("RGB", (round(420 * scale), round(330 * scale)), "white")
    draw, font = (
        ImageDraw.Draw(sheet),
        ImageFont.truetype(str(rng.choice(fonts_here())), round(rng.choice((9, 10.5, 12)) * scale)),
    )
    said = []
    for n in range(10):
        place, text = (rng.uniform(50, 150) * scale, (20 + 30 * n) * scale), _said(rng)
        draw.text(place, text, font=font, fill=0)
        said.append((text, tuple(map(int, draw.textbbox(place, text, font=font)))))
    return np.asarray(sheet), said


def _sealed(page: np.ndarray, rng: Random, dpi: int) -> np.ndarray:
    side, done = round(112 * dpi / 72), page.astype(np.float32)
    for _ in range(2):
        print_ = np.asarray(seal("芜湖青禾智能装备股份有限公司").resize((side, side)).rotate(rng.uniform(-60, 60)))
        share = print_[..., 3:] / 255.0 * rng.uniform(0.6, 1.0) * (0.8 if (over := rng.random() < 0.5) else 1.0)
        x, y = rng.randrange(page.shape[1] - side), rng.randrange(page.shape[0] - side)
        under, red = done[y : y + side, x : x + side], np.array(rng.choice(_REDS), np.float32)
        done[y : y + side, x : x + side] = under * (1 - share) + share * (red if over else under * red / 255)
    return np.clip(done, 0, 255).astype(np.uint8)


def lines(kind: str, sheets: int) -> None:
    """Lines under seals, or on black and white pages, read with what is done about it and without."""
    engine, counted = RapidEngine(1), Counter[str]()
    for seed in range(sheets):
        rng, grain = Random(seed), np.random.default_rng(seed)
        dpi = rng.choice((150, 200, 200, 300))
        page, said = _lines(rng, dpi)
        quality = replace(FAX if kind == "fax" else OFFICE, dpi=dpi, skew=0.0, binding=0.05)
        scan = aged(_sealed(page, rng, dpi) if kind == "seals" else page, grain, quality)
        red = red_mask(scan)
        plain = evened(scan)
        if kind == "fax":
            ways = {"with": evened(softened(scan)), "without": plain}
        else:
            faded = np.where((red > 0) & (plain > 165), 255, plain).astype(np.uint8)
            ways = {"with": seals_taken_off(scan, plain, red), "without": faded}
        for text, (x0, y0, x1, y1) in said:
            if kind == "seals" and cv2.countNonZero(red[y0:y1, x0:x1]) < 0.02 * (x1 - x0) * (y1 - y0):
                continue
            counted["lines"] += 1
            for way, grey in ways.items():
                (read,) = engine.read_lines(
                    [np.ascontiguousarray(grey[max(0, y0 - 5) : y1 + 5, max(0, x0 - 5) : x1 + 5])]
                )
                wrong = core(read.text) != core(text) if text[0].isdigit() else read.text != text
                counted[f"{way}: wrong"] += wrong
                counted[f"{way}: wrong and sure"] += wrong and read.weakest >= 0.9
    print(kind, dict(counted))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["grids", "seals", "fax"])
    parser.add_argument("--books", type=int, default=4)
    parser.add_argument("--sheets", type=int, default=24)
    options = parser.parse_args()
    for part in options.parts:
        grids(options.books) if part == "grids" else lines(part, options.sheets)


if __name__ == "__main__":
    main()

"""Pages whose truth is known to the character, as a scanner would deliver them at three qualities.

The project's maker writes books and lists as PDF; what stands where is read from their own text layer; the pages are
then rendered, leaned, faded and compressed. The same pages go to every engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image as Pillow

from extractors.readers.pdf import read_pdf
from extractors.scan.marks import find_seals, red_mask
from flows.maker import pdf
from flows.maker.filled import Style
from flows.maker.marks import add_marks
from flows.maker.scan import CLEAN, OFFICE, POOR, Quality, aged
from flows.maker.truth import Truth, make_truth
from pipeline.document import BBox, Page
from pipeline.font import font_path
from pipeline.ports import Image, OcrEngine
from pipeline.problems import EngineMissingError
from pipeline.records.load import load_form

FONTS = ("arphic-gbsn00lp/gbsn00lp.ttf", "arphic-gkai00mp/gkai00mp.ttf")
"""Song and Kai, which offices print in, where Debian's packages brought them; the maker's own font is a Hei."""
FORMS = ("anhui-2023", "fujian-2023")
TICKS = {"□": "□", "☐": "□", "☑": "☑", "■": "☑", "☒": "☑", "√": "☑"}
_GLYPHS = ("■", "■")
_LEADER, _LEADERS = "……", 5
"""What stands between a title and its page number, and on how many lines a table of contents has them."""


QUALITIES = {"300 dpi": CLEAN, "200 dpi office": OFFICE, "150 dpi poor": POOR}
"""The maker's three kinds of scans."""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters that stand together on one line, spaces left out; the box in points, origin top left."""

    text: str
    box: BBox
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One clean page and its truth. ``kind`` is ``form`` or ``list``; ``page`` is its tables, from the PDF's paths."""

    name: str
    kind: str
    pdf: Path
    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    seals: tuple[BBox, ...]
    page: Page

    @property
    def is_contents(self) -> bool:
        """Whether it is a table of contents: its leader dots would be most of the characters that are read wrong."""
        return sum(_LEADER in line.text for line in self.lines) >= _LEADERS


@dataclass(frozen=True, slots=True)
class Book:
    """One made submission: its truth, the pages of its form, the pages of its lists."""

    truth: Truth
    form: tuple[Sheet, ...]
    lists: tuple[Sheet, ...]


def make_books(folder: Path, seeds: range, rows: int = 60) -> Iterator[Book]:
    """One book a seed, forms and glyphs of tick boxes in turn; ``rows`` is how long each list is."""
    folder.mkdir(parents=True, exist_ok=True)
    fonts = fonts_here()
    for seed in seeds:
        print_in(fonts[seed // 2 % len(fonts)])
        truth = make_truth(f"基准{seed}", load_form(FORMS[seed % len(FORMS)]), 7000 + seed, rows=rows)
        form, lists = folder / f"{seed}-form.pdf", folder / f"{seed}-lists.pdf"
        pdf.write_book(truth, form, Style(ticked=_GLYPHS[seed % len(_GLYPHS)], keep_notes=seed % 2 == 0))
        add_marks(form, truth, seed)
        pdf.write_lists(truth, list(truth.lists), lists)
        yield Book(truth, tuple(_sheets(form, "form")), tuple(_sheets(lists, "list")))


def print_in(font: Path) -> None:
    """Let the maker print in that font from now on."""
    pdf.font_path = lambda: font


def fonts_here() -> list[Path]:
    """The fonts that books are printed in here, the maker's own first."""
    return [font_path(), *(path for name in FONTS if (path := Path("/usr/share/fonts/truetype") / name).exists())]


def _sheets(path: Path, kind: str) -> Iterator[Sheet]:
    document = pdfium.PdfDocument(path)
    for page in read_pdf(path, _no_engine):
        own = document[page.number - 1]
        lines, seals = tuple(text_runs(own)), _seals(own) if kind == "form" else ()
        yield Sheet(f"{path.stem}-{page.number}", kind, path, page.number, page.width, page.height, lines, seals, page)
    document.close()


def _no_engine() -> OcrEngine:
    """A made PDF has a text layer on every page; whose its seals are is not asked here."""
    raise EngineMissingError


def _seals(page: pdfium.PdfPage) -> tuple[BBox, ...]:
    """Where red imprints lie: what is written along a ring belongs to no line of the text."""
    red = red_mask(np.asarray(page.render(scale=2).to_pil().convert("RGB")))
    return tuple(seal.box for seal in find_seals(red, 0.5))


def characters(page: pdfium.PdfPage, *, loose: bool) -> Iterator[tuple[str, BBox]]:
    """The characters of the text layer but for spaces; ``loose`` boxes are as high as the line, others as the ink."""
    height, text = page.get_height(), page.get_textpage()
    for n in range(text.count_chars()):
        char = text.get_text_range(n, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(n, loose=loose)
            yield char, BBox(left, height - top, right, height - bottom)


def text_runs(page: pdfium.PdfPage) -> Iterator[Line]:
    """The characters of the text layer in runs: a new one where the line changes or a gap is wider than an em."""
    run: list[tuple[str, BBox]] = []
    for char, box in characters(page, loose=True):
        if run and not _goes_on(run[-1][1], box):
            yield _joined(run)
            run = []
        run.append((char, box))
    if run:
        yield _joined(run)


def _goes_on(last: BBox, box: BBox) -> bool:
    em = max(last.height, box.height)
    return abs(last.cy - box.cy) < 0.3 * em and -0.5 * em < box.x0 - last.x1 < 0.75 * em


def _joined(run: list[tuple[str, BBox]]) -> Line:
    box = run[0][1]
    for _, each in run[1:]:
        box = box.union(each)
    return Line("".join(char for char, _ in run), box)


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as delivered; ``back`` is the affine map (2 x 3) from its pixels to points of the clean page."""

    pixels: Image
    back: NDArray[np.float64]


def scan_of(sheet: Sheet, quality: Quality, seed: int) -> Scan:
    """The page leaned by a known angle, then worn by the project's maker and compressed as a scanner does."""
    rng = np.random.default_rng([seed, quality.dpi, sheet.number, 1 if sheet.kind == "list" else 0])
    document = pdfium.PdfDocument(sheet.pdf)
    clean = np.asarray(document[sheet.number - 1].render(scale=quality.dpi / 72).to_pil().convert("RGB"))
    document.close()
    pixels, lean = delivered(clean, rng, quality)
    return Scan(pixels, cv2.invertAffineTransform(lean) * (sheet.width / clean.shape[1]))


def delivered(clean: Image, rng: np.random.Generator, quality: Quality) -> tuple[Image, NDArray[np.float64]]:
    """The page as a scanner delivers it, compressed, and the affine map (2 x 3) from the clean page's pixels to its."""
    height, width = clean.shape[:2]
    lean = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-quality.skew, quality.skew)), 1.0)
    leaning = cv2.warpAffine(clean, lean, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    worn = aged(np.asarray(leaning, np.uint8), rng, replace(quality, skew=0.0))
    stored = BytesIO()
    Pillow.fromarray(worn).save(stored, "JPEG", quality=quality.jpeg)
    return np.asarray(Pillow.open(stored).convert("RGB")), lean


def in_points(scan: Scan, box: tuple[float, float, float, float]) -> BBox:
    """A box in pixels of the scan as one in points of the clean page, by its middle: a lean widens no box."""
    x0, y0, x1, y1 = box
    scale = float(np.hypot(scan.back[0, 0], scan.back[0, 1]))
    cx, cy = scan.back @ np.array([(x0 + x1) / 2, (y0 + y1) / 2, 1.0])
    half_width, half_height = (x1 - x0) * scale / 2, (y1 - y0) * scale / 2
    return BBox(cx - half_width, cy - half_height, cx + half_width, cy + half_height)


def text_lines(page: Page) -> list[Line]:
    """Every piece of a page that Heshu read, as it stands; furniture too."""
    found = []
    for block in page.blocks:
        texts = [cell.text for cell in block.cells] if block.type == "table" else [block.text]
        for text in texts:
            found += [
                Line(piece.text, piece.box, piece.confidence)
                for piece in text.pieces
                if piece.box is not None and piece.text.strip()
            ]
    return found

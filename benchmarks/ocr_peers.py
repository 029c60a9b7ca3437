"""The readers that are compared, each as its users would call it: a page image in, lines and tables out.

Each is made in a process of its own. ``threads`` is how many processors it may use; what an engine does with them by
default is left to it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np
from ocr_apart import Apart
from ocr_pages import Line, Scan, Sheet, in_points, text_lines, text_runs
from PIL import Image as Pillow

from pipeline.document import BBox, Page


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table as read; the box in points of the clean page."""

    row: int
    col: int
    rows: int
    cols: int
    text: str
    box: BBox | None


@dataclass(slots=True)
class Reading:
    """What was read on one page: lines in points of the clean page, tables as lists of cells (None: gives none)."""

    lines: list[Line] = field(default_factory=list)
    tables: list[list[GridCell]] | None = None
    cpu: float = 0.0
    """Seconds that processes which go on after the page have used so far."""
    memory: float = 0.0
    """The most memory (MB) that they have held."""


Reader = Callable[[Sheet, Scan], Reading]


def tables_of(page: Page) -> list[list[GridCell]]:
    """The tables of one of our own pages."""
    return [
        [GridCell(c.row, c.col, c.row_span, c.col_span, str(c.text), c.box) for c in block.cells]
        for block in page.blocks
        if block.type == "table"
    ]


def heshu(bits: Literal[8, 32] = 8) -> Reader:
    """This product: preparation, cells, second readings; one thread, for there is a worker a processor."""
    from extractors.ocr.rapid import RapidEngine
    from extractors.scan.page import read_scan

    engine = RapidEngine(1, bits=bits)

    def read(sheet: Sheet, scan: Scan) -> Reading:
        page = read_scan(scan.pixels, sheet.number, sheet.width, sheet.height, engine)
        return Reading(text_lines(page), tables_of(page))

    return read


def rapid(backend: str) -> Reader:
    """Plain RapidOCR as it comes, full page."""
    import logging

    from rapidocr import EngineType, RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    kind = EngineType(backend)
    parts = {f"{part}.engine_type": kind for part in ("Det", "Cls", "Rec")}
    engine = RapidOCR(params={"Global.log_level": "error", **parts})

    def read(_: Sheet, scan: Scan) -> Reading:
        found = engine(np.ascontiguousarray(scan.pixels[..., ::-1]))
        if found.boxes is None:
            return Reading()
        boxes = [(*corners.min(axis=0), *corners.max(axis=0)) for corners in np.asarray(found.boxes, float)]
        return Reading(_lines(scan, zip(found.txts, boxes, found.scores, strict=True)))

    return read


def _lines(scan: Scan, found: Any) -> list[Line]:
    return [Line(text, in_points(scan, box), float(score)) for text, box, score in found]


def tesseract() -> Reader:
    """Tesseract chi_sim, sparse text, through this product's adapter."""
    from extractors.ocr.tesseract import TesseractEngine

    return _whole_page(TesseractEngine())


def paddle(size: str) -> Reader:
    """PaddleOCR's own pipeline, on model folders made from the installed wheels."""
    from extractors.ocr.paddle import PaddleEngine
    from extractors.ocr.wheel_models import main as write_models

    folder = TemporaryDirectory(prefix="heshu-bench-")
    write_models(Path(folder.name))
    engine = PaddleEngine(Path(folder.name), size, threads=len(os.sched_getaffinity(0)))
    reader = _whole_page(engine)
    return lambda sheet, scan: folder and reader(sheet, scan)  # the folder lives as long as the reader


def _whole_page(engine: Any) -> Reader:
    def read(_: Sheet, scan: Scan) -> Reading:
        return Reading(_lines(scan, ((line.text, line.box, line.score) for line in engine.read_page(scan.pixels))))

    return read


def ocrmypdf() -> Reader:
    """OCRmyPDF with Tesseract chi_sim and its deskewing; it tells no scores, so all it says counts as sure."""
    import logging

    import ocrmypdf as peer
    import pypdfium2 as pdfium

    logging.disable(logging.WARNING)

    def read(sheet: Sheet, scan: Scan) -> Reading:
        with TemporaryDirectory() as folder:
            source, target = Path(folder) / "in.pdf", Path(folder) / "out.pdf"
            dpi = scan.pixels.shape[1] / sheet.width * 72
            Pillow.fromarray(scan.pixels).save(source, "PDF", resolution=dpi)
            peer.ocr(source, target, language=["chi_sim"], deskew=True, output_type="pdf", optimize=0,
                     progress_bar=False, jobs=len(os.sched_getaffinity(0)))  # fmt: skip
            document = pdfium.PdfDocument(target)
            lines = list(text_runs(document[0]))
            document.close()
        return Reading(lines)

    return read


def img2table() -> Reader:
    """img2table with Tesseract chi_sim, in an environment of its own (``peers/img2table_pages.py``)."""
    apart = Apart("img2table_pages.py")

    def read(_: Sheet, scan: Scan) -> Reading:
        said = apart.ask(scan.pixels)
        tables = [list(_cells(table, scan)) for table in said["tables"]]
        return Reading(_lines(scan, said["lines"]), tables, said["cpu_seconds"], said["memory_mb"])

    return read


def _cells(table: Any, scan: Scan) -> Iterator[GridCell]:
    for box, covered, text in table:
        rows, cols = {row for row, _ in covered}, {col for _, col in covered}
        yield GridCell(min(rows), min(cols), len(rows), len(cols), text, in_points(scan, box))


PEERS: dict[str, tuple[Callable[[], Reader], bool]] = {
    "Heshu": (heshu, True),
    "Heshu, without rounding": (lambda: heshu(32), True),
    "RapidOCR, ONNX Runtime": (lambda: rapid("onnxruntime"), False),
    "RapidOCR, OpenVINO": (lambda: rapid("openvino"), False),
    "PaddleOCR, PP-OCRv6 small": (lambda: paddle("small"), False),
    "PaddleOCR, PP-OCRv4 mobile": (lambda: paddle("mobile"), False),
    "Tesseract chi_sim": (tesseract, True),
    "OCRmyPDF, Tesseract": (ocrmypdf, False),
    "img2table, Tesseract": (img2table, True),
}
"""How each is made, and whether it runs as a process a processor (else it is left to use all of them itself)."""

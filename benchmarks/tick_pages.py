"""Form pages whose options are ticked in every way people do it, with where each box lies on the page made ready.

The tick boxes' model learns from them (``learn/tick_boxes.py``) and ticks by hand are measured on them (``ticks.py``):
books of other seeds, never the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import pypdfium2 as pdfium
from ocr_pages import characters, delivered, fonts_here, print_in
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractors.scan.prepare import Prepared, prepare, softened
from flows.maker import pdf
from flows.maker.by_hand import IN_BOX, KINDS, PENS, Option, Pen, draw_stroke, mark
from flows.maker.filled import Style
from flows.maker.marks import add_marks
from flows.maker.scan import Quality
from flows.maker.truth import Truth, make_truth
from pipeline.document import BBox
from pipeline.ports import Image
from pipeline.records.load import load_forms

PRINTED = ("printed full", "printed core", "printed tick", "printed cross")
"""Ways in which office programs print a ticked box."""
STROKES = "strokes"
"""Some stroke or other through the box."""
_BOXES = "□■"
_WIDE, _HIGH = 595.0, 842.0
"""Points: A4."""
_INK = (20, 20, 20)
_GLYPHS = {"printed tick": "☑", "printed cross": "☒"}
_GLYPH_FONTS = (
    "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSansMono.ttf", "libreoffice/opens___.ttf",
)  # fmt: skip
"""Fonts that have these, where they are installed."""
_TICK = ((-0.28, 0.0), (-0.06, 0.26), (0.32, -0.28))


@dataclass(frozen=True, slots=True)
class Marked:
    """One box: its middle and side in pixels of the page made ready, and how it was ticked (none: it is empty)."""

    x: float
    y: float
    side: float
    kind: str | None

    @property
    def ticked(self) -> bool:
        """Whether something is in the box or through it."""
        return self.kind in IN_BOX or self.kind in PRINTED or self.kind == STROKES


@dataclass(frozen=True, slots=True)
class TickPage:
    """A page made ready for reading, its boxes, and the middles of marks that are in none."""

    ready: Prepared
    boxes: tuple[Marked, ...]
    beside: tuple[tuple[float, float], ...]
    picture: Image


def any_quality(rng: np.random.Generator) -> Quality:
    """Any scanner between the best and the poorest that is measured; a few are faxes."""
    poor = float(rng.uniform(0, 1))
    dpi = int(rng.choice((150, 150, 200, 200, 240, 300)))
    ink = 0.98 - 0.38 * poor * float(rng.uniform(0.4, 1))
    return Quality(
        dpi=dpi, noise=2 + 10 * poor * float(rng.uniform(0.3, 1)), skew=0.2 + 1.8 * poor,
        blur=float(rng.uniform(0.4, 0.9)), ink=(ink - 0.05, ink), binding=0.4 * poor,
        worn=0.06 * poor * (rng.random() < 0.5), specks=int(14 * poor), wave=1.2 * poor, jpeg=int(90 - 32 * poor),
        grey=bool(rng.random() < 0.5), black=165 if rng.random() < 0.06 else 0,
    )  # fmt: skip


def form_pages(seed: int, qualities: Sequence[Quality | None], *, kinds: Sequence[str] = KINDS) -> Iterator[TickPage]:
    """The pages of one book, each once a quality (none: any), options chosen at random; ``kinds``: ways of ticking."""
    rng = np.random.default_rng(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.pdf"
        size = float(rng.choice((7.5, 9.0, 10.5)))
        truth = _book(path, seed, size, "□")
        if rng.random() < 0.4:
            add_marks(path, truth, seed)
        look = _look(rng, size)
        for number, (page, options) in enumerate(_pages(path)):
            if not options and number % 4:
                continue
            for quality in qualities:
                yield _page(page, options, look, quality or any_quality(rng), kinds, rng)


def true_book(seed: int, quality: Quality, *, kinds: Sequence[str] = KINDS) -> tuple[Truth, list[TickPage]]:
    """A book's truth, and all of its pages, on which a hand has ticked what the truth says and nothing else."""
    rng = np.random.default_rng([seed, quality.dpi])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.pdf"
        truth = _book(path, seed, 10.5, "■")
        look = _Look(10.5, float(rng.uniform(0.65, 0.9)), float(rng.uniform(0.5, 0.9)))
        return truth, [_page(page, options, look, quality, kinds, rng, as_told=True) for page, options in _pages(path)]


def _book(path: Path, seed: int, size: float, ticked: str) -> Truth:
    fonts, forms = fonts_here(), load_forms()
    print_in(fonts[seed // 3 % len(fonts)])
    truth = make_truth(f"手{seed}", forms[seed % len(forms)], 9000 + seed, rows=8)
    width = ("", "half", "full")[seed % 3]
    pdf.write_book(truth, path, Style("□", ticked, size=size, width=width, keep_notes=seed % 2 == 0))
    return truth


def _pages(path: Path) -> Iterator[tuple[pdfium.PdfPage, list[tuple[Option, bool]]]]:
    """The pages with their options, and whether each is ticked in print."""
    document = pdfium.PdfDocument(path)
    for page in document:
        yield page, list(_options(list(characters(page, loose=False))))
    document.close()


def list_pages(seed: int, qualities: Sequence[Quality | None]) -> Iterator[TickPage]:
    """A page of a list, each once a quality (none: any): many small characters, and no box."""
    rng = np.random.default_rng([seed, 1])
    with TemporaryDirectory() as folder:
        path, fonts = Path(folder) / "lists.pdf", fonts_here()
        print_in(fonts[seed // 3 % len(fonts)])
        truth = make_truth(f"表{seed}", load_forms()[seed % len(load_forms())], 9500 + seed, rows=30)
        pdf.write_lists(truth, list(truth.lists), path)
        document = pdfium.PdfDocument(path)
        page = document[int(rng.integers(len(document)))]
        for quality in qualities:
            yield _page(page, (), _Look(9.0), quality or any_quality(rng), KINDS, rng)
        document.close()


def option_sheets(
    seed: int, qualities: Sequence[Quality | None], *, kinds: Sequence[str] = KINDS
) -> Iterator[TickPage]:
    """Pages of nothing but options, set as no form sets them, each once a quality (none: any)."""
    rng = np.random.default_rng([seed, 2])
    for asked in qualities:
        quality = asked or any_quality(rng)
        look = _look(rng, float(rng.uniform(7.5, 15)))
        clean, options = _sheet(rng, look, quality.dpi / 72)
        yield marked_page(clean, _WIDE, options, look, quality, kinds, rng)


def _sheet(rng: np.random.Generator, look: _Look, dots: float) -> tuple[Image, list[tuple[Option, bool]]]:
    """Words with a box before each, a few on a line (RGB), and where they stand (points)."""
    fonts = fonts_here()
    font = ImageFont.truetype(str(fonts[int(rng.integers(len(fonts)))]), round(look.letter * dots))
    picture = Pillow.new("RGB", (round(_WIDE * dots), round(_HIGH * dots)), "white")
    draw, options = ImageDraw.Draw(picture), []
    row, gap = float(rng.uniform(1.05, 2.6)) * look.letter, float(rng.uniform(0, 0.6)) * look.letter
    ruled = rng.random() < 0.4
    for y in np.arange(50, _HIGH - 50, row):
        x = float(rng.uniform(40, 120))
        if ruled:
            _rule(draw, (x - float(rng.uniform(0.8, 4)), y - 0.04 * look.letter), row, dots, rng)
        while x < _WIDE - 90:
            if rng.random() < 0.2:
                x = _write(draw, font, (x, y), _words(rng, int(rng.integers(2, 14))), dots) + look.letter
            before = x
            end = _write(draw, font, (x, y), "□", dots)
            box = BBox(*(v / dots for v in draw.textbbox((round(x * dots), round(y * dots)), "□", font=font)))
            words = _words(rng, int(rng.integers(1, 9)))
            x = _write(draw, font, (end + gap, y), words, dots)
            options.append((Option(box, BBox(end + gap, box.y0, x, box.y1), min(10.0, before - 40)), False))
            x += float(rng.choice((0.5, 1, 2, 30))) * look.letter
    return np.array(picture), options


def _rule(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], row: float, dots: float, rng: np.random.Generator
) -> None:
    """A cell's borders above and left of what is written there (points)."""
    x, y, thick = at[0] * dots, at[1] * dots, max(1, round(float(rng.uniform(0.3, 1.0)) * dots))
    draw.line([(x, y), ((_WIDE - 40) * dots, y)], fill=_INK, width=thick)
    draw.line([(x, y), (x, y + row * dots)], fill=_INK, width=thick)


def tight_pages(seed: int, qualities: Sequence[Quality | None]) -> Iterator[TickPage]:
    """A table as spreadsheets print it, once a quality (none: any): print that touches its rulings, and no box."""
    rng = np.random.default_rng([seed, 3])
    for asked in qualities:
        quality = asked or any_quality(rng)
        letter = float(rng.uniform(7.5, 12))
        clean = _tight_table(rng, letter, quality.dpi / 72)
        yield marked_page(clean, _WIDE, (), _Look(letter), quality, KINDS, rng)


def _tight_table(rng: np.random.Generator, letter: float, dots: float) -> Image:
    fonts = fonts_here()
    font = ImageFont.truetype(str(fonts[int(rng.integers(len(fonts)))]), round(letter * dots))
    picture = Pillow.new("RGB", (round(_WIDE * dots), round(_HIGH * dots)), "white")
    draw, row, room = ImageDraw.Draw(picture), letter * float(rng.uniform(1.25, 1.6)), float(rng.uniform(0.4, 2.5))
    columns = np.cumsum([40.0, *rng.uniform(3, 12, int(rng.integers(4, 9))) * letter])
    columns = columns[columns < _WIDE - 30]
    rows = np.arange(60, _HIGH - 60, row)
    thick = max(1, round(float(rng.uniform(0.3, 1.0)) * dots))
    for y in rows:
        draw.line([(columns[0] * dots, y * dots), (columns[-1] * dots, y * dots)], fill=_INK, width=thick)
        for x, end in pairwise(columns):
            text = _entry(rng)[: int((end - x) / letter)]
            if y < rows[-1]:
                _write(draw, font, (x + room, y + row - 1.3 * letter), text, dots)
    for x in columns:
        draw.line([(x * dots, rows[0] * dots), (x * dots, rows[-1] * dots)], fill=_INK, width=thick)
    return np.array(picture)


def _entry(rng: np.random.Generator) -> str:
    """What a list's cell may hold: words, a code, a number."""
    kind = int(rng.integers(4))
    if kind == 0:
        return _words(rng, int(rng.integers(2, 12)))
    if kind == 1:
        return "".join(rng.choice(list("CODGQUBEPJIL0689"), int(rng.integers(2, 7))))
    if kind == 2:
        return str(int(rng.integers(1, 10 ** int(rng.integers(1, 9)))))
    return str(rng.choice(("CAN", "OPC UA", "DL/T645", "Modbus TCP", "Profinet", "S7", "HTTP", "回", "日", "国")))


def _words(rng: np.random.Generator, count: int) -> str:
    return "".join(rng.choice(list(_printed()), count))


@cache
def _printed() -> str:
    """All characters that forms print, as often as they do."""
    text = "".join(str(item) for form in load_forms() for item in form.layout)
    return "".join(char for char in text if "一" <= char <= "鿿") + "口回国日目田司品0123456789（）：、" * 20


def _write(
    draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, at: tuple[float, float], text: str, dots: float
) -> float:
    """Write from there (points); where it ends."""
    draw.text((round(at[0] * dots), round(at[1] * dots)), text, font=font, fill=_INK)
    return at[0] + float(draw.textlength(text, font=font)) / dots


@dataclass(frozen=True, slots=True)
class _Look:
    """How boxes are printed: as the font has them, or as squares of that share of a letter and width of line.

    ``aside``: letters by which they stand right of and below where the font has them.
    """

    letter: float
    square: float = 0.0
    line: float = 0.0
    aside: tuple[float, float] = (0.0, 0.0)


def _look(rng: np.random.Generator, letter: float) -> _Look:
    if rng.random() < 0.4:
        return _Look(letter)
    return _Look(letter, float(rng.uniform(0.6, 1.0)), float(rng.uniform(0.25, 1.1)))


def _own_look(look: _Look, rng: np.random.Generator) -> _Look:
    """Of boxes ticked in print: often of another font than the empty ones, smaller and with a broader line."""
    if rng.random() < 0.4:
        return look
    small = rng.random() < 0.5
    side = float(rng.uniform(0.38, 0.75) if small else rng.uniform(0.7, 1.0))
    aside = (float(rng.uniform(0, 0.5 * (1 - side))), float(rng.uniform(-0.08, 0.15))) if small else (0.0, 0.0)
    return _Look(look.letter, side, float(rng.uniform(0.3, 1.1)), aside)


def _options(printed: Sequence[tuple[str, BBox]]) -> Iterator[tuple[Option, bool]]:
    """Each printed box with its words and the white before it, in the order of the text, and whether it is filled."""
    for n, (char, box) in enumerate(printed):
        if char not in _BOXES:
            continue
        words, last = None, box
        for other, place in printed[n + 1 :]:
            if other in _BOXES or abs(place.cy - box.cy) > 6 or place.x0 - last.x1 > 8:
                break
            words, last = place if words is None else words.union(place), place
        before = [o.x1 for _, o in printed if abs(o.cy - box.cy) < 7 and o.x1 <= box.x0 + 1]
        free = min(box.x0 - max(before) if before else 10.0, 10.0)
        yield Option(box, words or BBox(box.x1 + 2, box.y0, box.x1 + 12, box.y1), free), char == "■"


def _page(
    page: pdfium.PdfPage, options: Sequence[tuple[Option, bool]], look: _Look, quality: Quality, kinds: Sequence[str],
    rng: np.random.Generator, *, as_told: bool = False,
) -> TickPage:  # fmt: skip
    clean = np.array(page.render(scale=quality.dpi / 72).to_pil().convert("RGB"))
    return marked_page(clean, page.get_width(), options, look, quality, kinds, rng, as_told=as_told)


def marked_page(
    clean: Image, width: float, options: Sequence[tuple[Option, bool]], look: _Look, quality: Quality,
    kinds: Sequence[str], rng: np.random.Generator, *, as_told: bool = False,
) -> TickPage:  # fmt: skip
    """The page (RGB, changed in place) with its boxes drawn and marked, as a scanner delivers it, made ready.

    Some options are marked, or those that are told so.
    """
    scale, pen = width / clean.shape[1], PENS[int(rng.integers(len(PENS)))]
    share = float(rng.uniform(0.15, 0.7))
    marked = []
    for option, told in options:
        chosen = told if as_told else rng.random() < share
        kind = str(rng.choice(kinds)) if chosen else None
        marked.append((_drawn(clean, scale, option, _own_look(look, rng) if kind in PRINTED else look), kind))
    for own, kind in marked:
        if kind in PRINTED:
            _print(clean, scale, own.box, kind, rng)
        elif kind == STROKES:
            strokes(clean, scale, own, pen, rng)
        elif kind:
            mark(clean, scale, own, kind, pen, rng)
    return _made_ready(clean, scale, marked, quality, rng)


def _made_ready(
    clean: Image, scale: float, marked: Sequence[tuple[Option, str | None]], quality: Quality, rng: np.random.Generator
) -> TickPage:
    height, width = clean.shape[:2]
    pixels, lean = delivered(clean, rng, quality)
    picture = softened(pixels)
    ready = prepare(picture, width * scale)
    frame = ready.frame
    back = np.array([[frame.a * width, frame.b * width, frame.c * width],
                     [frame.d * height, frame.e * height, frame.f * height], [0, 0, 1]])  # fmt: skip
    way = np.linalg.inv(back) @ np.vstack([lean, [0, 0, 1]])

    def at(x: float, y: float) -> tuple[float, float]:
        u, v, _ = way @ np.array([x / scale, y / scale, 1.0])
        return float(u) / ready.scale, float(v) / ready.scale

    boxes = tuple(Marked(*at(o.box.cx, o.box.cy), (o.box.width + o.box.height) / 2 / scale, kind) for o, kind in marked)
    beside = tuple(
        at(*_middle(o, kind)) for o, kind in marked if kind in ("tick before", "tick behind", "tick over the word")
    )
    return TickPage(ready, boxes, beside, picture)


def _middle(option: Option, kind: str | None) -> tuple[float, float]:
    """Where a tick that is in no box is put, as the maker does."""
    side = (option.box.width + option.box.height) / 2
    if kind == "tick before":
        return option.box.x0 - min(0.62 * side, 0.5 * option.free), option.box.cy
    if kind == "tick behind":
        return option.words.x1 + 0.6 * side, option.words.cy
    return option.words.cx, option.words.cy - 0.2 * side


def _drawn(clean: Image, scale: float, option: Option, look: _Look) -> Option:
    """The option with its box as the page has it; the font's own is replaced where the look says so."""
    if not look.square:
        return option
    box, side = option.box, look.letter * look.square / 2
    x0, y0, x1, y1 = (round(v / scale) for v in (box.x0, box.y0, box.x1, box.y1))
    clean[y0 - 1 : y1 + 2, x0 - 1 : x1 + 2] = 255
    x, y = box.cx + look.aside[0] * look.letter, box.cy + look.aside[1] * look.letter
    own = BBox(x - side, y - side, x + side, y + side)
    corners = [(round(own.x0 / scale), round(own.y0 / scale)), (round(own.x1 / scale), round(own.y1 / scale))]
    cv2.rectangle(clean, *corners, _INK, max(1, round(look.line / scale)))
    return Option(own, option.words, option.free)


def _print(clean: Image, scale: float, box: BBox, kind: str, rng: np.random.Generator) -> None:
    glyphs = [path for name in _GLYPH_FONTS if (path := Path("/usr/share/fonts/truetype") / name).exists()]
    if kind in _GLYPHS and glyphs and rng.random() < 0.5:
        _print_glyph(clean, scale, box, _GLYPHS[kind], glyphs[int(rng.integers(len(glyphs)))])
        return
    side = (box.width + box.height) / 2
    half = side * (0.5 if kind == "printed full" else 0.3)
    if kind in ("printed full", "printed core"):
        x0, y0, x1, y1 = (round(v / scale) for v in (box.cx - half, box.cy - half, box.cx + half, box.cy + half))
        clean[y0 : y1 + 1, x0 : x1 + 1] = _INK
        return
    strokes = [_TICK] if kind == "printed tick" else [((-0.34, -0.34), (0.34, 0.34)), ((-0.34, 0.34), (0.34, -0.34))]
    for stroke in strokes:
        points = [[round((box.cx + x * side) / scale * 8), round((box.cy + y * side) / scale * 8)] for x, y in stroke]
        thick = max(1, round(0.11 * side / scale))
        cv2.polylines(clean, [np.array(points, np.int32)], isClosed=False, color=_INK, thickness=thick,
                      lineType=cv2.LINE_AA, shift=3)  # fmt: skip


def _print_glyph(clean: Image, scale: float, box: BBox, glyph: str, font: Path) -> None:
    """A ticked box as that font has it, as large as the one that stood there."""
    x0, y0, x1, y1 = (round(v / scale) for v in (box.x0, box.y0, box.x1, box.y1))
    left, top, right, bottom = ImageFont.truetype(str(font), 200).getbbox(glyph)
    own = ImageFont.truetype(str(font), max(6, round(200 * (x1 - x0) / max(right - left, bottom - top))))
    picture = Pillow.fromarray(clean)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((x0 - 1, y0 - 1, x1 + 2, y1 + 2), fill="white")
    draw.text(((x0 + x1) / 2, (y0 + y1) / 2), glyph, font=own, fill=_INK, anchor="mm")
    clean[:] = np.asarray(picture)


def strokes(clean: Image, scale: float, option: Option, pen: Pen, rng: np.random.Generator) -> None:
    """Some stroke of a pen through the box, unlike any other: what the maker's own kinds don't show."""
    box, side = option.box, (option.box.width + option.box.height) / 2
    for _ in range(int(rng.integers(1, 4))):
        points = np.clip(rng.normal(0, 0.42, (int(rng.integers(2, 6)), 2)), -0.9, 1.2)
        points[int(rng.integers(len(points)))] = rng.uniform(-0.2, 0.2, 2)
        draw_stroke(clean, scale, [(box.cx + x * side, box.cy + y * side) for x, y in points.tolist()], pen, rng)

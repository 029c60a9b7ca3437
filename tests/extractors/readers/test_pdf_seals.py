"""Seals on PDFs with a text layer: found, named, told from logos; their letters are no words of the page."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pikepdf
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fpdf import FPDF
from PIL import Image, ImageDraw

from extractors.kinds import PDF
from extractors.ocr.rapid import RapidEngine
from extractors.read import read_pages
from flows.maker.marks import seal
from pipeline.document import EMPTY_BOX, Page, Paragraph, Seal
from pipeline.font import font_path
from pipeline.ports import OcrEngine
from pipeline.problems import EngineMissingError

_NAME, _OTHER = "泉州市工业和信息化局", "芜湖远桥智能科技有限公司"
_APPLICANT, _DATE = "申报单位（盖章）：泉州市远桥智能科技有限公司", "填报日期：2023年5月6日"
_RED = (220, 20, 30)
_MIDDLE, _RADIUS = (320.0, 600.0), 60.0

Draw = Callable[[FPDF], None]


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine(2)


@cache
def _font() -> Path:
    """The characters used here, for the whole font takes seconds to load."""
    font, kept = TTFont(str(font_path())), Subsetter()
    kept.populate(text=f"{_NAME}{_OTHER}{_APPLICANT}{_DATE}市局文件盖章")
    kept.subset(font)
    path = Path(mkdtemp(prefix="heshu-test-")) / "some.otf"
    font.save(path)
    return path


def _book() -> FPDF:
    book = FPDF(format="A4", unit="pt")
    book.add_page()
    book.add_font("cjk", fname=str(_font()))
    book.set_font("cjk", size=14)
    book.text(90, 600, _APPLICANT)
    book.text(90, 640, _DATE)
    return book


def _page(path: Path, draw: Draw, engine: Callable[[], OcrEngine]) -> Page:
    book = _book()
    draw(book)
    book.output(str(path))
    (page,) = read_pages(path, PDF, engine)
    assert page.reader == "text layer"
    return page


def _never() -> OcrEngine:
    raise AssertionError("nothing on the page has to be read from its pixels")


def _words(page: Page) -> list[str]:
    return [line for each in page.blocks if isinstance(each, Paragraph) for line in str(each.text).split("\n")]


def _transparent(book: FPDF) -> None:
    book.image(seal(_NAME), x=260, y=540, w=119)


def _opaque(book: FPDF) -> None:
    picture = seal(_NAME)
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    book.image(white, x=260, y=650, w=119)


def _ring_and_star(book: FPDF) -> None:
    (x, y), radius = _MIDDLE, _RADIUS
    book.set_draw_color(*_RED)
    book.set_fill_color(*_RED)
    book.set_line_width(0.05 * radius)
    book.ellipse(x - radius, y - radius, 2 * radius, 2 * radius, style="D")
    turns = [math.radians(36 * n - 90) for n in range(10)]
    reach = (0.3 * radius, 0.12 * radius)
    book.polygon(
        [(x + reach[n % 2] * math.cos(t), y + reach[n % 2] * math.sin(t)) for n, t in enumerate(turns)], style="F"
    )


def _around(name: str) -> list[tuple[str, float, float, float]]:
    """Each character, where the middle of its foot stands, and by how many degrees it is turned."""
    (x, y), reach = _MIDDLE, 0.7 * _RADIUS
    turns = [22.0 * (n + 0.5 - len(name) / 2) for n in range(len(name))]
    return [
        (char, x + reach * math.sin(math.radians(turn)), y - reach * math.cos(math.radians(turn)), turn)
        for char, turn in zip(name, turns, strict=True)
    ]


def _of_text(book: FPDF) -> None:
    """A seal as a drawing program writes it: its letters are text."""
    _ring_and_star(book)
    size = 0.26 * _RADIUS
    book.set_font("cjk", size=size)
    book.set_text_color(*_RED)
    for char, x, y, turn in _around(_NAME):
        with book.rotation(-turn, x, y):
            book.text(x - size / 2, y, char)


def _of_outlines(book: FPDF) -> None:
    """A seal as a sealing program writes it: its letters are shapes."""
    _ring_and_star(book)
    font, size = TTFont(str(_font())), 0.26 * _RADIUS
    for char, x, y, turn in _around(_NAME):
        pen = RecordingPen()
        font.getGlyphSet()[font.getBestCmap()[ord(char)]].draw(pen)
        _draw_outline(book, pen, (x, y, math.radians(turn)), size / font["head"].unitsPerEm, size)


def _draw_outline(book: FPDF, pen: RecordingPen, foot: tuple[float, float, float], scale: float, size: float) -> None:
    x, y, turn = foot

    def place(point: tuple[float, float]) -> tuple[float, float]:
        right, up = point[0] * scale - size / 2, point[1] * scale
        return (
            x + right * math.cos(turn) + up * math.sin(turn),
            y + right * math.sin(turn) - up * math.cos(turn),
        )

    with book.new_path() as path:
        path.style.fill_color, path.style.stroke_color = "#DC141E", None
        path.style.intersection_rule = "nonzero"
        draw: dict[str, Any] = {"moveTo": path.move_to, "lineTo": path.line_to, "curveTo": path.curve_to}
        for step, points in pen.value:
            if step in draw:
                draw[step](*(each for point in points for each in place(point)))
            else:
                path.close()


@pytest.mark.ocr
@pytest.mark.parametrize("draw", [_opaque, _transparent, _of_outlines])
def test_a_seal_is_named_and_the_words_under_it_stay(tmp_path: Path, engine: RapidEngine, draw: Draw) -> None:
    page = _page(tmp_path / "a.pdf", draw, lambda: engine)
    (found,) = page.seals
    assert (found.shape, found.text, found.text_reader) == ("round", _NAME, engine.name)
    assert found.text_confidence >= 0.9
    assert _words(page) == [_APPLICANT, _DATE]


def test_a_seal_written_as_text_is_named_by_its_text(tmp_path: Path) -> None:
    page = _page(tmp_path / "a.pdf", _of_text, _never)
    (found,) = page.seals
    assert (found.text, found.text_confidence, found.text_reader) == (_NAME, 1.0, "text layer")
    assert _words(page) == [_APPLICANT, _DATE]


def test_red_words_under_a_seal_are_words(tmp_path: Path) -> None:
    def draw(book: FPDF) -> None:
        book.set_text_color(*_RED)
        book.text(306, 630, "盖章")
        _ring_and_star(book)

    page = _page(tmp_path / "a.pdf", draw, _never)
    assert len(page.seals) == 1
    assert "盖章" in "".join(line for line in _words(page) if line != _APPLICANT)


def test_a_red_box_to_tick_beside_a_seal_is_one(tmp_path: Path) -> None:
    def draw(book: FPDF) -> None:
        _ring_and_star(book)
        book.set_line_width(1)
        book.rect(90, 700, 10, 10)

    page = _page(tmp_path / "a.pdf", draw, _never)
    assert EMPTY_BOX in "".join(_words(page))


@pytest.mark.ocr
def test_of_two_seals_that_overlap_neither_is_wrong_and_sure(tmp_path: Path, engine: RapidEngine) -> None:
    def draw(book: FPDF) -> None:
        book.image(seal(_NAME), x=230, y=545, w=119)
        book.image(seal(_OTHER), x=310, y=570, w=119)

    page = _page(tmp_path / "a.pdf", draw, lambda: engine)
    first, second = sorted(page.seals, key=lambda each: each.box.cx)
    assert _right_or_in_doubt(first, _NAME)
    assert _right_or_in_doubt(second, _OTHER)
    assert _NAME[:6] in first.text
    assert _words(page) == [_APPLICANT, _DATE]


def _right_or_in_doubt(found: Seal, name: str) -> bool:
    return found.text == name or found.text_confidence < 0.9


def _head(book: FPDF) -> None:
    book.set_font("cjk", size=42)
    book.set_text_color(*_RED)
    book.text(210, 200, "市局文件")
    book.set_draw_color(*_RED)
    book.line(80, 220, 510, 220)


def _disc(book: FPDF) -> None:
    book.set_fill_color(*_RED)
    book.ellipse(260, 660, 100, 100, style="F")


def _block(book: FPDF) -> None:
    book.set_fill_color(*_RED)
    book.rect(260, 660, 80, 60, style="F")


def _logo(book: FPDF) -> None:
    picture = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(150, 10), (290, 290), (10, 290)], fill=(*_RED, 255))
    draw.ellipse((110, 120, 190, 200), fill="white")
    book.image(picture, x=260, y=660, w=90)


@pytest.mark.parametrize("draw", [_head, _disc, _block, _logo])
def test_red_heads_and_logos_are_no_seals(tmp_path: Path, draw: Draw) -> None:
    assert _page(tmp_path / "a.pdf", draw, _never).seals == ()


def test_a_seal_without_a_name_starts_no_engine(tmp_path: Path) -> None:
    (found,) = _page(tmp_path / "a.pdf", _ring_and_star, _never).seals
    assert (found.text, found.text_reader) == ("", "")


def test_without_an_engine_the_seal_stands_without_its_name_and_the_page_says_so(tmp_path: Path) -> None:
    def missing() -> OcrEngine:
        raise EngineMissingError

    page = _page(tmp_path / "a.pdf", _transparent, missing)
    assert [each.text for each in page.seals] == [""]
    assert page.notes == ("seal-names-not-read",)
    assert _words(page) == [_APPLICANT, _DATE]


@pytest.mark.ocr
@pytest.mark.parametrize("kind", ["Stamp", "Widget"])
def test_an_electronic_seal_beside_the_page_is_seen(tmp_path: Path, engine: RapidEngine, kind: str) -> None:
    """As sealing programs lay it: a stamp, or the appearance of a signature."""
    _book().output(str(tmp_path / "book.pdf"))
    form = FPDF(format=(119, 119), unit="pt")
    form.add_page()
    form.image(seal(_NAME), x=0, y=0, w=119)
    form.output(str(tmp_path / "seal.pdf"))
    with pikepdf.open(tmp_path / "book.pdf") as book, pikepdf.open(tmp_path / "seal.pdf") as mark:
        shown = pikepdf.Dictionary(N=book.copy_foreign(mark.pages[0].as_form_xobject()))
        _annotate(book, kind, (260, 190, 379, 309), shown, FT=pikepdf.Name.Sig)
        book.save(tmp_path / "a.pdf")
    (page,) = read_pages(tmp_path / "a.pdf", PDF, lambda: engine)
    assert [each.text for each in page.seals] == [_NAME]
    assert _words(page) == [_APPLICANT, _DATE]


def test_what_was_typed_into_a_form_field_is_read(tmp_path: Path) -> None:
    _book().output(str(tmp_path / "book.pdf"))
    with pikepdf.open(tmp_path / "book.pdf") as book:
        shown = book.make_stream(b"/Tx BMC BT /Helv 12 Tf 2 4 Td (1375) Tj ET EMC")
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for key, value in {
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": pikepdf.Array([0, 0, 100, 20]),
            "/Resources": pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
        }.items():  # fmt: skip
            shown[key] = value
        _annotate(book, "Widget", (300, 192, 400, 212), pikepdf.Dictionary(N=shown), FT=pikepdf.Name.Tx)
        book.save(tmp_path / "a.pdf")
    (page,) = read_pages(tmp_path / "a.pdf", PDF, _never)
    assert any("1375" in line for line in _words(page))


def _annotate(
    book: pikepdf.Pdf, kind: str, place: tuple[int, int, int, int], shown: pikepdf.Dictionary, **field: pikepdf.Name
) -> None:
    own = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=pikepdf.Array(list(place)), F=4, AP=shown
    )
    if kind == "Widget":
        own["/T"], own["/FT"] = pikepdf.String("field"), field["FT"]
    own = book.make_indirect(own)
    book.pages[0]["/Annots"] = pikepdf.Array([own])
    if kind == "Widget":
        book.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([own]))

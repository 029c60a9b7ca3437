"""Scanned pages read with the real engine; the pages are made here, so what stands on them is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest

from extractors.ocr.rapid import RapidEngine
from extractors.scan.marks import find_inks, find_seals, red_mask
from extractors.scan.opinions import Verdict
from extractors.scan.page import read_scan
from extractors.scan.prepare import evened, is_blank, skew
from extractors.scan.sureness import sure_of_token, sure_of_words
from flows.maker import pdf
from flows.maker.filled import Style
from flows.maker.marks import add_marks
from flows.maker.scan import degraded
from flows.maker.truth import Truth, make_truth
from pipeline.document import Page, Table
from pipeline.ports import Image, OcrLine
from pipeline.records.load import load_form

pytestmark = pytest.mark.ocr
_DPI = 200


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine(2)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, list[Image]]:
    path = tmp_path_factory.mktemp("scan") / "book.pdf"
    truth = make_truth("戊", load_form("anhui-2023"), 9, rows=8)
    pdf.write_book(truth, path, Style(ticked="■", keep_notes=False))
    add_marks(path, truth, 9)
    document = pdfium.PdfDocument(path)
    wanted = ("联系人", "法定代表人签章", "投资金额")
    pages = [_rendered(document, words) for words in wanted]
    return truth, pages


def _rendered(document: pdfium.PdfDocument, words: str) -> Image:
    """The first page after the cover on which the words stand."""
    for number in range(1, len(document)):
        if words in document[number].get_textpage().get_text_range():
            return np.asarray(document[number].render(scale=_DPI / 72).to_pil().convert("RGB"))
    raise AssertionError(words)


def _words(page: Page) -> str:
    texts = [str(cell.text) for block in page.blocks if isinstance(block, Table) for cell in block.cells]
    return "".join(texts).replace("\n", "").replace("\u2029", "").replace(" ", "")


def _scanned(page: Image, seed: int = 1) -> Image:
    return degraded(page, np.random.default_rng(seed), noise=5, skew=0.9)


def test_a_table_is_read_with_its_boxes_values_and_places(book: tuple[Truth, list[Image]], engine: RapidEngine) -> None:
    truth, pages = book
    page = read_scan(_scanned(pages[2]), 4, 595.3, 841.9, engine)
    words = _words(page)
    assert str(truth.fields["platform.investment"]).replace(",", "") in words.replace(",", "")
    assert "□综合型☑行业型□区域型□技术型" in words
    chosen = truth.fields["platform.industries"]
    assert isinstance(chosen, list)
    assert all(f"☑{option}" in words for option in chosen)
    assert page.reader.startswith("rapidocr")
    (table, *_) = [block for block in page.blocks if isinstance(block, Table)]
    assert table.box is not None
    assert page.frame is not None
    assert all(0 <= part <= 1 for part in page.frame.fractions(table.box))


class _Watched:
    """An engine, and how many pixels its detector was shown."""

    glance = None

    def __init__(self, engine: RapidEngine) -> None:
        self.name, self._engine, self.shown = engine.name, engine, 0

    def find_lines(self, image: Image) -> Sequence[tuple[float, float, float, float]]:
        self.shown += image.size
        return self._engine.find_lines(image)

    def read_lines(self, crops: Sequence[Image]) -> Sequence[OcrLine]:
        return self._engine.read_lines(crops)


def test_the_detector_need_not_look_where_the_grid_says_what_is_text(
    book: tuple[Truth, list[Image]], engine: RapidEngine
) -> None:
    truth, pages = book
    watched = _Watched(engine)
    page = read_scan(_scanned(pages[0]), 3, 595.3, 841.9, watched)
    assert str(truth.fields["contact.mobile"]) in _words(page)
    assert 0 < watched.shown < 0.6 * 1600 * 1131


def test_where_cells_read_badly_the_detector_looks_everywhere(
    book: tuple[Truth, list[Image]], engine: RapidEngine
) -> None:
    _, pages = book
    watched = _Watched(engine)
    read_scan(np.ascontiguousarray(np.rot90(pages[0], 2)), 3, 595.3, 841.9, watched)
    assert watched.shown > 1600 * 1131


@pytest.mark.parametrize("turns", [1, 2])
def test_a_turned_page_is_read_upright(book: tuple[Truth, list[Image]], engine: RapidEngine, turns: int) -> None:
    truth, pages = book
    turned = np.ascontiguousarray(np.rot90(pages[0], turns))
    width, height = (841.9, 595.3) if turns == 1 else (595.3, 841.9)
    page = read_scan(turned, 3, width, height, engine)
    assert str(truth.fields["contact.mobile"]) in _words(page)
    assert page.notes[0] in ("turned-90", "turned-180", "turned-270")


def test_a_blank_page_costs_no_reading() -> None:
    class Refuses:
        name = "none"
        glance = None

        def find_lines(self, image: Image) -> list[tuple[float, float, float, float]]:
            raise AssertionError("a blank page has no lines")

        def read_lines(self, crops: list[Image]) -> list[OcrLine]:
            raise AssertionError("a blank page has no lines")

    rng = np.random.default_rng(1)
    white = np.clip(248 + rng.normal(0, 4, (1200, 900, 3)), 0, 255).astype(np.uint8)
    page = read_scan(white, 1, 595, 842, Refuses())  # type: ignore[arg-type]
    assert (page.reader, page.blocks, page.notes) == ("blank", (), ("blank",))


def test_seals_and_the_signature_are_found_where_they_are(book: tuple[Truth, list[Image]]) -> None:
    _, pages = book
    scale = 595.3 / pages[1].shape[1]
    seals = find_seals(red_mask(pages[1]), scale)
    assert [seal for seal in seals if seal.shape == "round"]
    assert find_inks(pages[1], scale)
    assert not find_inks(pages[2], scale)


def _leaning(page: Image, degrees: float) -> Image:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255)), np.uint8)


def test_a_lean_is_measured(book: tuple[Truth, list[Image]]) -> None:
    _, pages = book
    assert skew(evened(_leaning(pages[0], 1.5))) == pytest.approx(-1.5, abs=0.15)
    assert not is_blank(evened(pages[0]))


def test_a_faint_table_that_leans_is_set_upright() -> None:
    page = np.full((2400, 1800), 250, np.uint8)
    for at in range(200, 2201, 200):
        page[at : at + 2, 200:1600] = 170
    for at in range(200, 1601, 350):
        page[200:2200, at : at + 2] = 170
    leaning = cv2.warpAffine(page, cv2.getRotationMatrix2D((900, 1200), 1.2, 1.0), (1800, 2400), borderValue=(250,))
    assert skew(np.asarray(leaning, np.uint8)) == pytest.approx(-1.2, abs=0.15)


@pytest.mark.parametrize("lean", [0.1, 0.15, 0.2, 0.25])
def test_a_small_lean_is_measured_too(lean: float) -> None:
    """Turned by nothing at all, a picture is as sharp as it was; turned by a little it is not, which must not count."""
    rng = np.random.default_rng(4)
    page = np.full((1100, 800), 250, np.uint8)
    for y in range(100, 1000, 36):
        page[y, 90:710] = 60
        for x in range(100, 680, 14):
            if rng.random() < 0.3:
                page[y + 10 : y + 24, x : x + 12] = np.where(rng.random((14, 12)) < 0.4, 70, 250)
    matrix = cv2.getRotationMatrix2D((400, 550), -lean, 1.0)
    leaning = cv2.warpAffine(page, matrix, (800, 1100), flags=cv2.INTER_CUBIC, borderValue=(250,))
    scanned = np.clip(leaning + rng.normal(0, 6, leaning.shape), 0, 255).astype(np.uint8)
    assert skew(scanned) == pytest.approx(lean, abs=0.055)


def test_the_scanners_straight_edge_says_nothing_of_the_page(book: tuple[Truth, list[Image]]) -> None:
    _, pages = book
    faint = 255 - (0.4 * (255.0 - pages[0])).astype(np.uint8)
    scanned = _leaning(faint, 1.9)
    scanned[: scanned.shape[0] // 150], scanned[:, : scanned.shape[1] // 120] = 40, 60
    assert skew(evened(scanned)) == pytest.approx(-1.9, abs=0.15)


def test_looks_that_disagree_are_never_sure() -> None:
    assert sure_of_token("61", Verdict("61", 1, 3, 0.999, ("19",))) < 0.9
    assert sure_of_token("61", Verdict("61", 2, 3, 0.999, ("19",))) < 0.9
    assert sure_of_token("61", Verdict("61", 2, 2, 0.99)) >= 0.9
    assert sure_of_token("1.375", Verdict("1.375", 2, 2, 1.0)) < 0.9
    assert sure_of_token("OPC UA", Verdict("OPC UA", 2, 2, 0.6)) >= 0.9
    assert sure_of_token("OPC UA", Verdict("OPC UA", 2, 2, 0.4)) < 0.9
    assert sure_of_token("OPC UA", Verdict("OPC UA", 2, 3, 0.6, ("OPC VA",))) < 0.9
    assert sure_of_token("laaS", Verdict("laaS", 2, 2, 0.6)) < 0.9
    assert sure_of_token("31", Verdict("31", 2, 2, 0.6)) < 0.9
    assert sure_of_words(0.4) < 0.9


def test_an_engine_answers_every_crop_in_order(book: tuple[Truth, list[Image]], engine: RapidEngine) -> None:
    _, pages = book
    boxes = engine.find_lines(pages[2])
    assert len(boxes) > 20
    crops = [pages[2][int(y0) : int(y1), int(x0) : int(x1)] for x0, y0, x1, y1 in boxes[:5]]
    read = engine.read_lines(crops)
    assert len(read) == 5
    assert all(not line.edges or len(line.edges) == len(line.text) + 1 for line in read)
    assert engine.read_lines([]) == ()


def test_the_models_come_with_the_wheel() -> None:
    import rapidocr

    models = list((Path(rapidocr.__file__).parent / "models").glob("*.onnx"))
    assert len(models) >= 2

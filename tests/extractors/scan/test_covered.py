"""Print under seals, and ink that nobody could read; the pages are drawn here, so what is where is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.fields.unread import has_unread_ink
from extractors.scan.covered import doubted, of_seals, rings_on_grey
from extractors.scan.marks import red_mask
from extractors.scan.prepare import evened
from extractors.scan.unmixed import seals_taken_off
from extractors.scan.unread import unread_ink
from flows.maker.scan import OFFICE, aged
from pipeline.checks.trust import SURE, TRUST
from pipeline.document import BBox, Document, Frame, Page, Piece, Text
from pipeline.font import font_path

_RED = np.array([196, 34, 40], np.float32)


def _sheet(words: str = "") -> np.ndarray:
    page = Image.new("RGB", (500, 300), "white")
    font = ImageFont.truetype(str(font_path()), 29)
    ImageDraw.Draw(page).text((60, 130), words, font=font, fill=0)
    return np.asarray(page, np.float32)


def _sealed(page: np.ndarray, *, covering: bool) -> np.ndarray:
    """A band of seal ink across the middle of the page: mixed with what lies under it, or laid over it."""
    share = np.zeros(page.shape[:2], np.float32)
    cv2.ellipse(share, (260, 150), (110, 110), 0, 0, 360, 1.0, 14)
    cv2.circle(share, (260, 150), 42, 1.0, -1)
    share = (0.8 * share)[..., None]
    mixed = page * (1 - share) + share * (_RED if covering else page * _RED / 255)
    return np.clip(mixed, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("covering", "contrast"), [(False, 120), (True, 40)])
def test_a_seal_is_taken_off_and_the_print_under_it_stays(covering: bool, contrast: int) -> None:
    rng = np.random.default_rng(2)
    with_words = aged(_sealed(_sheet("2023年8月12日1,375"), covering=covering), rng, OFFICE)
    without = aged(_sealed(_sheet(), covering=covering), np.random.default_rng(2), OFFICE)
    star = (slice(120, 180), slice(225, 295))
    bare, written = (
        seals_taken_off(page, evened(page), red_mask(page))[star].astype(int) for page in (without, with_words)
    )
    assert np.percentile(bare, 5) > 200  # nothing of the seal is left to be read
    assert np.percentile(written, 2) < np.percentile(bare, 5) - contrast  # strokes stand out
    assert np.percentile(written, 80) > 215


def test_figures_under_a_seal_are_not_sure_and_hidden_ones_not_to_be_trusted() -> None:
    sealed = np.zeros((300, 500), np.uint8)
    sealed[100:160, 200:260] = 255
    sealed[100:103, 300:360] = 255
    said = [
        Piece("2023", 1, BBox(20, 110, 60, 124), confidence=0.99),
        Piece("2023", 1, BBox(180, 110, 240, 124), confidence=0.99),
        Piece("信息化局", 1, BBox(180, 130, 240, 144), confidence=0.98),
        Piece("1,375", 1, BBox(300, 101, 360, 113), confidence=0.99),
    ]
    free, hidden, words, touched = (piece.confidence for piece in doubted(said, sealed, 1.0))
    assert free == 0.99
    assert hidden < TRUST
    assert TRUST < words < SURE
    assert TRUST < touched < SURE
    assert doubted(said, np.zeros_like(sealed), 1.0) == said


def _page(unread: tuple[BBox, ...]) -> Document:
    page = Page(1, (), 500, 300, Frame.upright(500, 300), "rapidocr", unread=unread)
    return Document("0" * 64, "application/pdf", (page,))


def test_ink_that_was_not_read_is_told_from_what_was_and_from_specks() -> None:
    ink = np.zeros((300, 500), np.uint8)
    for x in (100, 250):
        cv2.putText(ink, "37", (x, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 255, 1)
    ink[200:203, 400:403] = 255
    read = [Piece("37", 1, BBox(96, 44, 124, 66), confidence=0.99)]
    (left,) = unread_ink(255 - ink, ink, read, 1.0)
    assert 245 < left.x0 < left.x1 < 275
    assert unread_ink(255 - ink, ink, [*read, Piece("37", 1, BBox(246, 44, 274, 66))], 1.0) == ()


def test_figures_that_a_ring_runs_through_are_in_doubt_on_pages_without_colour() -> None:
    grey = np.full((600, 800), 250, np.uint8)
    for n in range(6):
        cv2.putText(grey, "2018 16", (60, 80 + 90 * n), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 40, 2)
    ruled = np.zeros_like(grey)
    cv2.rectangle(grey, (20, 20), (780, 580), 40, 2)
    cv2.rectangle(ruled, (20, 20), (780, 580), 255, 4)
    words = [Piece("2018 16", 1, BBox(60, 80 + 90 * n - 26, 190, 80 + 90 * n + 4), confidence=0.99) for n in range(6)]
    assert doubted(words, rings_on_grey(grey, ruled, 0.36), 1.0) == words
    cv2.circle(grey, (260, 300), 150, 60, 5)
    sure = [piece.confidence for piece in doubted(words, rings_on_grey(grey, ruled, 0.36), 1.0)]
    assert [confidence > 0.9 for confidence in sure] == [True, False, False, False, False, True]


def test_ink_that_hangs_on_a_seal_is_not_overlooked() -> None:
    ink = np.zeros((300, 500), np.uint8)
    cv2.putText(ink, "37", (100, 100), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 255, 1)
    assert all(box.height < 20 for box in unread_ink(255 - ink, ink, [], 1.0))
    cv2.circle(ink, (170, 130), 60, 255, 3)
    cv2.line(ink, (90, 104), (125, 104), 255, 1)  # the underline that the figures stand on
    assert any(box.holds(110, 95) for box in unread_ink(255 - ink, ink, [], 1.0))
    cv2.rectangle(ink, (0, 0), (499, 299), 255, -1)
    assert unread_ink(255 - ink, ink, [], 1.0) == ()  # a picture


def test_a_place_with_ink_in_it_is_not_empty() -> None:
    before = Text((Piece("设备总数：", 1, BBox(40, 44, 110, 60)),))
    same_line = Text((Piece("台", 1, BBox(200, 44, 214, 60)),))
    ink = BBox(150, 46, 166, 58)
    assert has_unread_ink(_page((ink,)), before, same_line)
    assert not has_unread_ink(_page(()), before, same_line)
    assert not has_unread_ink(_page((BBox(230, 46, 246, 58),)), before, same_line)  # beyond what follows
    assert not has_unread_ink(_page((BBox(150, 90, 166, 102),)), before, same_line)  # on another line


def test_what_is_left_of_a_seal_is_no_text_and_print_under_it_is() -> None:
    grey = np.full((300, 500), 248, np.uint8)
    grey[110:124:3, 20:400] = 60  # print, also under the seal
    grey[202:216:3, 210:250] = 205  # what taking the seal off left of its characters
    sealed = np.zeros((300, 500), np.uint8)
    sealed[100:220, 200:260] = 255
    print_, under, ghost = (
        Piece(text, 1, box) for text, box in (
            ("已上云", BBox(20, 110, 60, 124)), ("1375", BBox(210, 110, 250, 124)), ("230", BBox(210, 202, 250, 216)),
        )
    )  # fmt: skip
    assert of_seals([print_, under, ghost], sealed, grey, 1.0) == [ghost]
    assert of_seals([print_, under, ghost], np.zeros_like(sealed), grey, 1.0) == []

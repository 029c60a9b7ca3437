"""The same attachment of two applicants is shown however it was scanned; a template filled in otherwise is not."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import cv2
import numpy as np
import pytest

from extractors.scan.look import small_look
from extractors.scan.prepare import prepare
from flows.maker.attached import cropped, picture, sealed
from flows.maker.scan import OFFICE, POOR, Quality, aged
from pipeline.checks.across import from_bytes, to_bytes
from pipeline.checks.across.picturing import picture_of
from pipeline.checks.across.signature import Signature
from pipeline.checks.signals import Shown, signals_across
from pipeline.checks.signals.overlay import laid_over
from pipeline.checks.signals.same_words import say_the_same
from pipeline.document import Frame, Page, Paragraph, Piece, Text
from pipeline.ports import Image

CERTIFICATE = (
    "计算机软件著作权登记证书", "软著登字第1546686号", "软件名称:", "博澜仓储库位云应用软件V1.3", "著作权人:",
    "滁州铁杉工业软件股份有限公司", "开发完成日期:", "2017年01月17日", "登记号:", "2020SR1747532",
    "根据《计算机软件保护条例》和《计算机软件著作权登记办法》的规定,", "经中国版权保护中心审核,对以上事项予以登记。",
)  # fmt: skip
OTHERS = {
    "软著登字第1546686号": "软著登字第8820415号", "博澜仓储库位云应用软件V1.3": "青禾能耗基线助手软件V2.0",
    "滁州铁杉工业软件股份有限公司": "合肥云川数字科技有限公司", "2017年01月17日": "2021年11月29日",
    "2020SR1747532": "2022SR0063918",
}  # fmt: skip


def page(pixels: Image, words: Sequence[str]) -> Page:
    """A page with that picture, read as those words."""
    text = Text(tuple(Piece(word + " ", 1) for word in words))
    frame = Frame.upright(595.0, 842.0)
    return Page(1, (Paragraph(text),), 595.0, 842.0, frame, "rapidocr", look=small_look(prepare(pixels, 595.0).colour))


def scanned(kind: str, seed: int, quality: Quality, scale: float = 1.0, *, again: bool = False) -> Image:
    pixels = picture(kind, seed)
    if again:
        pixels = cropped(sealed(pixels, "另一家公司", Random(seed)), Random(seed))
    pixels = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return aged(pixels, np.random.default_rng(seed), quality)


def shown(pages: dict[str, Page]) -> dict[str, tuple[Shown, ...]]:
    made = {name: picture_of(name, each, "anhui-2023") for name, each in pages.items()}
    signatures = [
        from_bytes(to_bytes(Signature(name, "anhui-2023", f"{name}公司", "", "", "", "", pictures=(each,))))
        for name, each in made.items()
        if each is not None
    ]
    return signals_across(signatures, page_of=lambda sha256, _: pages[sha256])


def test_a_certificate_scanned_anew_cropped_and_sealed_again() -> None:
    misread = [word.replace("仓储库位", "仓诸库位").replace("1747532", "174Z532") for word in CERTIFICATE]
    found = shown(
        {
            "甲": page(scanned("certificate", 3, OFFICE), CERTIFICATE),
            "乙": page(scanned("certificate", 3, POOR, 0.6, again=True), misread[1:]),
        }
    )
    assert {name: [(each.slug, each.other) for each in shown_] for name, shown_ in found.items()} == {
        "甲": [("same-picture", "乙")],
        "乙": [("same-picture", "甲")],
    }
    mine, other = found["甲"][0].evidence
    assert (mine.submission, other.submission) == (None, "乙")
    assert (mine.source.sha256, other.source.sha256) == ("甲", "乙")  # type: ignore[union-attr]
    x0, y0, x1, y1 = mine.source.bbox  # type: ignore[union-attr, misc]
    assert 0 <= x0 < 0.2 and 0 <= y0 < 0.2 and 0.8 < x1 <= 1 and 0.8 < y1 <= 1  # noqa: PT018
    assert found["甲"][0].message == "提示：有1页扫描件与「乙」的扫描件疑为同一画面"


def test_the_same_template_with_other_names_and_numbers_is_another_certificate() -> None:
    other = [OTHERS.get(word, word) for word in CERTIFICATE]
    one, two = scanned("certificate", 3, OFFICE), scanned("certificate", 4, OFFICE)
    assert shown({"甲": page(one, CERTIFICATE), "乙": page(two, other)}) == {}


@pytest.mark.parametrize("kept", list(OTHERS))
def test_one_number_or_name_that_is_the_same_makes_no_same_certificate(kept: str) -> None:
    assert not say_the_same(CERTIFICATE, [word if word == kept else OTHERS.get(word, word) for word in CERTIFICATE])


@pytest.mark.parametrize("changed", [word for word in OTHERS if any(char.isdigit() for char in word[4:])])
def test_one_other_number_makes_another_certificate(changed: str) -> None:
    assert say_the_same(CERTIFICATE, CERTIFICATE[2:])
    if "软件" not in changed:
        assert not say_the_same(CERTIFICATE, [OTHERS[word] if word == changed else word for word in CERTIFICATE])


def test_photographs_are_told_by_what_they_show() -> None:
    caption = ("图生产现场照片",)
    pages = {
        "甲": page(scanned("photograph", 5, OFFICE), caption),
        "乙": page(scanned("photograph", 5, OFFICE, 0.7, again=True), caption),
        "丙": page(scanned("photograph", 6, OFFICE), caption),
    }
    assert {name: [each.other for each in seen] for name, seen in shown(pages).items()} == {"甲": ["乙"], "乙": ["甲"]}


def test_what_many_attach_belongs_to_nobody() -> None:
    one = page(scanned("certificate", 3, OFFICE), CERTIFICATE)
    assert shown({f"申报{n}": one for n in range(8)}) == {}


def test_pages_that_say_the_same_in_another_layout_are_no_same_picture() -> None:
    pages = {
        "甲": page(scanned("certificate", 3, OFFICE), CERTIFICATE),
        "乙": page(scanned("screenshot", 3, OFFICE), CERTIFICATE),
    }
    assert shown(pages) == {}


def test_a_page_without_a_picture_or_with_few_words_is_not_looked_for() -> None:
    white = np.full((842, 595, 3), 255, np.uint8)
    assert picture_of("甲", page(white, ("第1页",)), None) is None
    assert picture_of("甲", Page(1, (), 595.0, 842.0), None) is None


def test_nothing_lies_over_a_page_it_is_not_like() -> None:
    white = np.zeros((320, 226), np.float32)
    found = laid_over(white, white)
    assert found is None or found.likeness < 0.4

"""Seals and signatures at their places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.fields.marks import MarkPlace, read_marks, without_absent
from pipeline.checks.trust import TRUST
from pipeline.document import COLOURED, BBox, Document, Frame, Ink, Page, Piece, Seal, Text
from pipeline.records import FieldDef, FieldValue

WIDTH, HEIGHT = 595.0, 842.0


def _place(key: str, y: float, quality: float = 1.0) -> MarkPlace:
    label = Text((Piece("申报单位（盖章）", 1, BBox(90, y, 210, y + 14)),))
    return MarkPlace(FieldDef(key, key, "bool"), label, quality, Text())


def _seal(y: float, shape: str = "round") -> Seal:
    return Seal(BBox(300, y - 40, 380, y + 40), "square" if shape == "square" else "round")


def _read(
    *places: MarkPlace, seals: tuple[Seal, ...] = (), inks: tuple[Ink, ...] = (), notes: tuple[str, ...] = (COLOURED,)
) -> dict[str, FieldValue]:
    page = Page(1, (), WIDTH, HEIGHT, Frame.upright(WIDTH, HEIGHT), "rapidocr", seals=seals, inks=inks, notes=notes)
    return {value.key: value for value in read_marks(Document("0" * 64, "application/pdf", (page,)), places)}


def test_two_seals_close_together_go_to_their_own_lines() -> None:
    read = _read(_place("cover.applicant_seal", 330), _place("cover.recommender_seal", 400),
                 seals=(_seal(415), _seal(345)))  # fmt: skip
    boxes = [value.source.bbox for value in read.values() if value.source and value.source.bbox]
    assert [value.value for value in read.values()] == [True, True]
    assert boxes[0][1] < boxes[1][1]


def test_red_ink_that_may_be_none_is_no_sure_seal() -> None:
    read = _read(_place("promise.seal", 600), seals=(replace(_seal(600), confidence=0.6),))
    assert (read["promise.seal"].value, read["promise.seal"].confidence) == (True, 0.6)


def test_one_seal_is_not_counted_twice() -> None:
    read = _read(_place("promise.seal", 600), _place("recommendation.seal", 690), seals=(_seal(700),))
    assert (read["promise.seal"].value, read["recommendation.seal"].value) == (False, True)


def test_an_empty_place_on_paper_is_false_and_shown() -> None:
    empty = _read(_place("promise.seal", 600))["promise.seal"]
    assert (empty.value, empty.status) == (False, "blank")
    assert empty.confidence > 0.9
    assert empty.source is not None


def test_on_a_grey_copy_nothing_is_certain_to_be_missing() -> None:
    read = _read(_place("promise.seal", 600), _place("promise.signature", 640), notes=())
    assert [(value.value, value.confidence < TRUST) for value in read.values()] == [(False, True), (False, True)]


def test_a_grey_page_of_a_scan_in_colour_has_no_seal_that_shows_none() -> None:
    frame = Frame.upright(WIDTH, HEIGHT)
    pages = tuple(
        Page(n, (), WIDTH, HEIGHT, frame, "rapidocr", notes=notes) for n, notes in ((1, ()), (2, (COLOURED,)))
    )
    (value,) = read_marks(Document("0" * 64, "application/pdf", pages), [_place("promise.seal", 600)])
    assert (value.value, value.confidence > 0.9) == (False, True)


def test_a_page_with_text_of_its_own_is_no_grey_copy_whatever_is_scanned_beside_it() -> None:
    frame = Frame.upright(WIDTH, HEIGHT)
    pages = tuple(Page(n, (), WIDTH, HEIGHT, frame, reader) for n, reader in ((1, "text layer"), (2, "rapidocr")))
    assert [page.scanned for page in pages] == [False, True]
    (value,) = read_marks(Document("0" * 64, "application/pdf", pages), [_place("promise.seal", 600)])
    assert (value.value, value.confidence > 0.9) == (False, True)


def test_a_place_that_was_hardly_found_is_doubtful() -> None:
    assert _read(_place("promise.seal", 600, quality=0.3))["promise.seal"].confidence < 0.9


@pytest.mark.parametrize("marks", [{"seals": (_seal(610, "square"),)}, {"inks": (Ink(BBox(300, 590, 360, 620)),)}])
def test_a_name_stamp_or_handwriting_signs(marks: dict[str, tuple[Seal, ...]]) -> None:
    assert _read(_place("promise.signature", 600), **marks)["promise.signature"].value is True  # type: ignore[arg-type]


def test_a_round_seal_is_no_signature() -> None:
    assert _read(_place("promise.signature", 600), seals=(_seal(610),))["promise.signature"].value is False


def test_nothing_is_said_of_seals_in_a_word_file() -> None:
    place = replace(_place("promise.seal", 0), label=Text((Piece("公章", locator="paragraph[1]"),)))
    document = Document("0" * 64, "docx", (Page(1, (), reader="docx"),))
    value = next(iter(read_marks(document, [place])))
    assert (value.value, value.status) == (None, "blank")


def test_nothing_is_said_of_the_seal_of_a_partner_that_is_not_there() -> None:
    def field(key: str, value: bool | str | None, status: str) -> FieldValue:
        return FieldValue(key, key, value, "", "filled" if status == "filled" else "blank", 0.97)

    values = (field("joint[1].name", "云岭", "filled"), field("joint[1].seal", False, "blank"),
              field("joint[2].name", None, "blank"), field("joint[2].seal", False, "blank"))  # fmt: skip
    read = {value.key: value.value for value in without_absent(values)}
    assert (read["joint[1].seal"], read["joint[2].seal"]) == (False, None)


def test_whose_seal_it_is_stands_in_the_value_as_read() -> None:
    named = replace(_seal(605), text="泉州市工业和信息化局", text_confidence=0.97, text_reader="rapidocr 3.10")
    read = _read(_place("recommendation.seal", 600), seals=(named,))["recommendation.seal"]
    assert (read.value, read.raw) == (True, "泉州市工业和信息化局")
    assert read.source is not None
    assert read.source.reader == "rapidocr 3.10"

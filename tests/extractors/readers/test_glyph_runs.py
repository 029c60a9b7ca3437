"""Characters into runs, in the order in which a person reads them."""

from __future__ import annotations

from extractors.readers.pdf_text import Glyph, runs
from pipeline.document import BBox


def _line(*placed: tuple[str, float], y: float = 100.0) -> list[Glyph]:
    return [Glyph(char, x, y, x + 10, y + 11) for char, x in placed]


def _texts(glyphs: list[Glyph]) -> list[str]:
    return [piece.text for piece in runs(glyphs, 1)]


def test_a_box_drawn_after_the_words_beside_it_stands_in_its_place() -> None:
    glyphs = _line(("防", 0), ("护", 10), ("：", 20), ("是", 37), ("☑", 30), ("□", 47), ("否", 57))
    glyphs[4] = Glyph("☑", 30, 101, 36.6, 110)
    assert _texts(glyphs) == ["防护：☑是□否"]


def test_typed_brackets_before_words_are_boxes() -> None:
    assert _texts(_line(("（", 0), ("）", 10), ("是", 20), ("（", 34), ("☑", 44), ("）", 54), ("否", 64))) == [
        "□是 ☑否"
    ]


def test_edges_follow_the_characters_in_their_new_order() -> None:
    glyphs = [*_line(("甲", 0), ("丙", 16)), Glyph("☑", 10, 101, 16, 110)]
    (piece,) = runs(glyphs, 1)
    assert (piece.text, piece.edges) == ("甲☑丙", (0, 10, 16, 26))


def test_a_line_that_turns_back_is_another_run() -> None:
    assert _texts([*_line(("甲", 50), ("乙", 60)), *_line(("丙", 0), ("丁", 10))]) == ["甲乙", "丙丁"]


def test_what_is_printed_over_a_run_is_not_put_into_it() -> None:
    assert _texts([*_line(("甲", 0), ("乙", 10), ("丙", 20)), *_line(("章", 12))]) == ["甲乙丙", "章"]


def test_another_line_is_another_run() -> None:
    assert _texts([*_line(("甲", 0), ("丙", 16)), Glyph("☑", 10, 131, 16, 140)]) == ["甲 丙", "☑"]


def test_a_comma_as_low_as_its_ink_stays_in_its_number() -> None:
    glyphs = [Glyph("1", 0, 100, 5, 110), Glyph(",", 5, 107, 8, 111.5), Glyph("5", 8, 100, 13, 110)]
    (piece,) = runs(glyphs, 1)
    assert (piece.text, piece.box) == ("1,5", BBox(0, 100, 13, 110))


def test_a_mark_far_below_is_no_part_of_the_line() -> None:
    assert _texts([*_line(("甲", 0)), Glyph("-", 11, 125, 15, 126)]) == ["甲", "-"]


def test_a_line_may_begin_with_a_stroke() -> None:
    (piece,) = runs([Glyph("一", 0, 106.5, 10, 108), *_line(("、", 10), ("申", 20))], 1)
    assert (piece.text, piece.box) == ("一、申", BBox(0, 100, 30, 111))

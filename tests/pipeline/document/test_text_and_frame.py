from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import LINE_BREAK, BBox, Cell, Document, Frame, Page, Paragraph, Piece, Table, Text, join
from pipeline.document.json import page_from_json, page_to_json

_LINE = Piece("总数120台", 1, BBox(10, 20, 70, 30), edges=(10, 20, 30, 36, 42, 48, 60))


def test_a_slice_still_knows_its_place() -> None:
    cut = Text((_LINE,)).cut(2, 5)
    assert str(cut) == "120"
    assert cut.box == BBox(30, 20, 48, 30)
    assert cut.page == 1


def test_without_edges_characters_share_the_box_evenly() -> None:
    piece = Piece("abcd", 1, BBox(0, 0, 40, 10))
    assert piece.cut(1, 3).box == BBox(10, 0, 30, 10)


@given(st.lists(st.text(alphabet="甲乙12 ", min_size=1, max_size=6), min_size=1, max_size=5), st.data())
def test_cutting_text_is_cutting_the_string(parts: list[str], data: st.DataObject) -> None:
    text = join([Text((Piece(part, locator="p"),)) for part in parts])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert str(text.cut(start, end)) == str(text)[start:end]
    assert len(text) == sum(map(len, parts)) + len(parts) - 1


def test_stripping_drops_blanks_and_the_blanks_own_strokes() -> None:
    assert str(Text((Piece("__ 50 __"),)).strip("_")) == "50"


def test_a_turned_page_leads_back_to_the_delivered_one() -> None:
    turned = Frame(0.0, -1 / 200, 1.0, 1 / 100, 0.0, 0.0)
    assert turned.fractions(BBox(10, 20, 30, 60)) == (0.7, 0.1, 0.9, 0.3)
    assert Frame.upright(200, 100).fractions(BBox(-10, 0, 100, 50)) == (0.0, 0.0, 0.5, 0.5)


def test_a_page_survives_being_stored() -> None:
    cell = Cell(0, 0, Text((_LINE, LINE_BREAK, _LINE)), 1, 2, BBox(0, 0, 9, 9))
    table = Table(1, 2, (cell,), 1, BBox(0, 0, 9, 9))
    page = Page(1, (Paragraph(Text((_LINE,)), 1), table), 200, 100, Frame.upright(200, 100), "rapidocr", notes=("a",))
    assert page_from_json(page_to_json(page)) == page


def test_a_document_says_where_its_text_stands() -> None:
    page = Page(1, (), 200, 100, Frame.upright(200, 100))
    source = Document("ab", "application/pdf", (page,)).source(Text((_LINE,)))
    assert source is not None
    assert (source.page, source.bbox) == (1, (0.05, 0.2, 0.35, 0.3))
    assert Document("ab", "docx", ()).source(Text()) is None

"""Two pages on one scan, and pages of pure black and white."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.layout.rulings import Ruling
from extractors.scan.prepare import softened
from extractors.scan.spread import binding, lay_out_scan
from flows.maker.scan import FAX, OFFICE, aged
from pipeline.document import BBox, Paragraph, Piece, Table

_WIDTH, _HEIGHT = 842.0, 595.0


def _line(text: str, x: float, y: float, width: float = 300) -> Piece:
    return Piece(text, 1, BBox(x, y, x + width, y + 12))


def _two_pages() -> list[Piece]:
    left = [_line(f"左{n}", 60, 60 + 30 * n) for n in range(8)]
    return left + [_line(f"右{n}", 480, 60 + 30 * n) for n in range(8)]


def test_the_left_page_is_read_before_the_right_one() -> None:
    blocks = lay_out_scan(_two_pages(), [], _WIDTH, _HEIGHT)
    words = "".join(str(block.text) for block in blocks if isinstance(block, Paragraph))
    assert words.index("左7") < words.index("右0")
    assert "左0右0" not in words.replace(" ", "").replace("\n", "")


def test_tables_of_two_pages_stay_two() -> None:
    rulings = [
        Ruling(*each)
        for x in (50, 470)
        for each in (
            *((x, y, x + 320, y) for y in (50, 150, 250, 310)),
            *((at, 50, at, 310) for at in (x, x + 160, x + 320)),
        )
    ]
    blocks = lay_out_scan(_two_pages(), rulings, _WIDTH, _HEIGHT)
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [(table.rows, table.cols) for table in tables] == [(3, 2), (3, 2)]


@pytest.mark.parametrize(
    ("more", "rulings", "width"),
    [
        ([_line("横贯中缝的标题", 300, 20, 240)], [], _WIDTH),
        ([], [Ruling(40, 300, 800, 300)], _WIDTH),
        ([], [], 600.0),
    ],
    ids=["a line over the middle", "a ruling over the middle", "an upright page"],
)
def test_one_page_stays_one(more: list[Piece], rulings: list[Ruling], width: float) -> None:
    assert binding([*_two_pages(), *more], rulings, width, _HEIGHT) is None


def test_a_side_with_next_to_nothing_is_no_page() -> None:
    pieces = [piece for piece in _two_pages() if piece.text.startswith("左")]
    assert binding([*pieces, _line("—2—", 600, 560, 40)], [], _WIDTH, _HEIGHT) is None


def test_black_and_white_pages_are_softened_and_others_left_alone() -> None:
    sheet = np.full((300, 400, 3), 255, np.uint8)
    sheet[100:130, 50:350:9] = 0
    fax = aged(sheet, np.random.default_rng(1), FAX)
    assert set(np.unique(fax)) == {0, 255}
    assert len(np.unique(softened(fax))) > 20
    grey = aged(sheet, np.random.default_rng(1), OFFICE)
    assert softened(grey) is grey

"""Cells of a scanned list whose lines are two texts, or one that was broken for want of room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.lists.unwrapped import doubted
from pipeline.checks.trust import SURE
from pipeline.document import BBox, Cell, Piece, Text

_HIGH, _EM = 14.0, 10.0


def _cell(wide: float, *lines: str, confidence: float = 0.98) -> Cell:
    """Lines from the left; Latin letters and figures half as wide as Chinese characters."""
    pieces: list[Piece] = []
    for n, line in enumerate(lines):
        width = sum(_EM / 2 if char.isascii() else _EM for char in line)
        box = BBox(107.0, 100 + n * _HIGH, 107.0 + width, 100 + (n + 1) * _HIGH)
        pieces += [*([Piece("\n")] if n else []), Piece(line, 1, box, (), None, confidence, "x")]
    return Cell(0, 0, Text(tuple(pieces)), box=BBox(100, 100, 100 + wide, 100 + len(lines) * _HIGH))


@pytest.mark.parametrize(
    ("wide", "lines"),
    [
        (100.0, ("514", "68243")),
        (120.0, ("质量管控", "研发设计")),
        (230.0, ("用于仓储库位的分析与预警", "用于能耗基线的分析与预警")),
    ],
)
def test_lines_that_had_room_beside_each_other_are_not_sure(wide: float, lines: tuple[str, ...]) -> None:
    cell = _cell(wide, *lines)
    assert doubted(cell).confidence < SURE
    assert str(doubted(cell)) == str(cell.text)


@pytest.mark.parametrize(
    ("wide", "lines"),
    [
        (84.0, ("设备状态不透", "明")),
        (95.0, ("SB340100-000058", "92")),
        (84.0, ("基于", "Modbus-TCP的")),
        (300.0, ("合肥青禾智造科技股份有限公司",)),
    ],
)
def test_lines_that_had_none_are(wide: float, lines: tuple[str, ...]) -> None:
    assert doubted(_cell(wide, *lines)).confidence >= SURE


def test_what_a_file_says_is_not_doubted() -> None:
    assert doubted(_cell(300.0, "甲", "乙", confidence=1.0)).confidence == 1.0


def _beside(white: float) -> Cell:
    """Two pieces of text on one line, so many points apart."""
    boxes = BBox(107, 100, 137, 114), BBox(137 + white, 100, 187 + white, 114)
    pieces = [Piece(text, 1, box, (), None, 0.98, "x") for text, box in zip(("428", "9.7"), boxes, strict=True)]
    return Cell(0, 0, Text((pieces[0], Piece(" "), pieces[1])), box=BBox(100, 100, 400, 114))


@pytest.mark.parametrize(("white", "sure"), [(70.0, False), (10.0, True)])
def test_texts_far_beside_each_other_may_be_those_of_two_columns(white: float, sure: bool) -> None:
    assert (doubted(_beside(white)).confidence >= SURE) is sure


@pytest.mark.parametrize("broken", [True, False])
@pytest.mark.parametrize(("rows", "sure"), [(1, True), (2, False), (3, True)])
def test_a_cell_of_as_many_lines_as_rows_may_be_several(rows: int, sure: bool, broken: bool) -> None:
    cell = _cell(84.0, "合肥青禾智造", "合肥蓝垣智造")
    pieces = tuple(piece for piece in cell.text.pieces if broken or piece.box is not None)
    cell = replace(cell, text=Text(pieces), row_span=rows)
    assert (doubted(cell).confidence >= SURE) is sure

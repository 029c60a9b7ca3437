"""Tick boxes on made pages: worn ones, ones with a hand's strokes running out of them, and what is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr.rapid import RapidEngine
from extractors.scan import tick_boxes
from extractors.scan.box_model import Seen, Spot
from extractors.scan.clear_boxes import ClearBox, clear_boxes
from extractors.scan.framed import without_characters
from extractors.scan.prepare import evened, prepare
from extractors.scan.ruled import ink_of
from extractors.scan.tick_boxes import TickBox, find_tick_boxes
from flows.maker.scan import OFFICE, POOR, aged
from pipeline.font import font_path

_POOR_DPI, _SIDE = 150, 19
_SCALE = 72 / _POOR_DPI
_TICK = ((-0.35, -0.05), (0.0, 0.4), (0.95, -0.85))
_CROSS = ((-0.6, -0.6), (0.6, 0.6), (0.0, 0.0), (0.6, -0.55), (-0.55, 0.6))


def _worn(ink: int, seed: int, ticked: tuple[int, ...] = ()) -> np.ndarray:
    """Six rows of three frames in that grey, one ticked in each of those rows, and words, worn as a poor copy is."""
    picture = Image.new("RGB", (760, 400), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 22)
    for row in range(6):
        for column in range(3):
            x, y = 60 + 220 * column, 30 + 50 * row
            dark = row in ticked and column == row % 3
            draw.rectangle((x, y, x + _SIDE - 1, y + _SIDE - 1), outline=(40 if dark else ink,) * 3, width=2)
            if dark:
                draw.line([(x + 4, y + 9), (x + 8, y + 14), (x + 15, y + 4)], fill=(40, 40, 40), width=2)
            draw.text((x + _SIDE + 5, y - 6), "研发设计", font=font, fill=(80, 80, 80))
    worn = aged(np.asarray(picture), np.random.default_rng(seed), replace(POOR, specks=0))
    return prepare(worn, picture.width * _SCALE).grey


def _found(grey: np.ndarray, scale: float = _SCALE) -> list[TickBox]:
    return find_tick_boxes(grey, ink_of(grey), scale)


def _is_a_frame(box: TickBox) -> bool:
    """Whether it stands where a frame was drawn; the lean that was taken out moves it by a few pixels."""
    across, down = (box.x0 - 60) % 220, (box.y0 - 30) % 50
    return min(across, 220 - across) <= 9 and min(down, 50 - down) <= 9


@pytest.mark.parametrize("ink", [120, 170, 185])
def test_frames_that_wear_has_parted_are_found(ink: int) -> None:
    boxes = [box for seed in (1, 2, 3) for box in _found(_worn(ink, seed))]
    assert sum(_is_a_frame(box) for box in boxes) >= 53  # of 54
    assert all(_is_a_frame(box) for box in boxes)
    assert not any(box.ticked for box in boxes)


def test_ticked_boxes_among_faint_ones_are_told() -> None:
    boxes = [box for seed in (3, 4) for box in _found(_worn(185, seed, (1, 4)))]
    assert sum(box.ticked for box in boxes) == 4
    assert sum(not box.ticked for box in boxes) >= 30  # of 32


def _options(
    marks: dict[int, tuple[tuple[float, float], ...]], words: str, size: int = 29, bold: int = 0
) -> np.ndarray:
    """Ten options at 200 dpi, a box before each; the numbered ones marked by hand (shares of a side)."""
    picture, side = Image.new("RGB", (700, 760), "white"), 24
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), size)
    for n in range(10):
        y = 30 + 70 * n
        draw.rectangle((80, y, 80 + side, y + side), outline=0, width=2)
        draw.text((112, y + side / 2), words, font=font, fill=0, anchor="lm", stroke_width=bold)
        middle = 80 + side / 2, y + side / 2
        if n in marks:
            points = [(middle[0] + dx * side, middle[1] + dy * side) for dx, dy in marks[n]]
            draw.line(points, fill=(25, 35, 120), width=4, joint="curve")
    return evened(aged(np.asarray(picture), np.random.default_rng(3), OFFICE))


def test_strokes_that_run_out_of_a_box_tick_it() -> None:
    boxes = _found(_options({1: _TICK, 4: _CROSS, 7: _TICK}, "研发"), 72 / 200)
    first = {round((box.y0 - 30) / 70): box for box in boxes if box.x0 < 100}
    assert {n: box.ticked for n, box in first.items()} == {n: n in (1, 4, 7) for n in range(10)}
    assert all(box.sure >= 0.9 for n, box in first.items() if n != 4)


@pytest.mark.ocr
def test_characters_with_a_frame_stay_characters() -> None:
    """区 has three sides and strokes aslant; in bold they fill the fourth, and the next character touches it."""
    grey = _options({}, "区区区区", size=27, bold=1)
    lines = [(75.0, 25.0 + 70 * n, 420.0, 62.0 + 70 * n) for n in range(10)]
    left = without_characters(_found(grey, 72 / 200), grey, lines, (), 72 / 200, RapidEngine(1))
    assert [box.ticked for box in left] == [False] * 10


@pytest.mark.ocr
def test_bold_strokes_are_no_boxes() -> None:
    picture = Image.new("L", (900, 120), 250)
    font = ImageFont.truetype(str(font_path()), 54)
    ImageDraw.Draw(picture).text((20, 20), "工业互联网平台申报书", font=font, fill=20, stroke_width=1, stroke_fill=20)
    grey = np.asarray(picture)
    lines = [(15.0, 15.0, 580.0, 105.0)]
    assert without_characters(_found(grey), grey, lines, (), 72 / 200, RapidEngine(1)) == []


def test_a_clear_frame_is_told_by_its_lines() -> None:
    ink = np.zeros((200, 400), np.uint8)
    for n, x in enumerate((40, 140, 240, 340)):
        ink[80 : 80 + _SIDE, x : x + _SIDE] = 255
        if n != 1:
            ink[82 : 80 + _SIDE - 2, x + 2 : x + _SIDE - 2] = 0
    ink[88:90, 345:354] = 255  # neither empty nor a stroke aslant
    found = clear_boxes(255 - ink, ink, _SCALE)
    assert {box.place[0]: box.ticked for box in found} == {40: False, 140: True, 240: False, 340: None}


_CLEAR = ClearBox((100, 100, 120, 120), ticked=False)


@pytest.mark.parametrize(
    ("seen", "clear", "said"),
    [
        ([Spot(109.5, 109.5, 20, 0.99, 0.01, 0.0)], [_CLEAR], (False, 0.97)),
        ([Spot(109.5, 109.5, 20, 0.99, 0.99, 0.0)], [_CLEAR], (True, 0.95)),
        ([Spot(109.5, 109.5, 20, 0.99, 0.70, 0.0)], [_CLEAR], (True, 0.6)),
        ([Spot(109.5, 109.5, 20, 0.93, 0.99, 0.0)], [], (True, 0.95)),
        ([Spot(109.5, 109.5, 20, 0.93, 0.20, 0.0)], [], (False, 0.8)),
        ([Spot(109.5, 109.5, 20, 0.99, 0.01, 0.9)], [_CLEAR], (True, 0.85)),
        ([], [_CLEAR], (False, 0.6)),
    ],
)
def test_both_have_to_see_the_same(
    seen: list[Spot], clear: list[ClearBox], said: tuple[bool, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tick_boxes, "look", lambda *_: Seen(tuple(seen), ()))
    monkeypatch.setattr(tick_boxes, "clear_boxes", lambda *_: clear)
    page = np.full((200, 200), 250, np.uint8)
    page[100:120, 100:120] = 20
    ((ticked, sure),) = [(box.ticked, box.sure) for box in _found(page)]
    assert ticked is said[0]
    assert sure == pytest.approx(said[1])


@pytest.mark.parametrize(
    ("other", "ink", "found"), [((400.0, 109.5), True, 2), ((400.0, 180.0), True, 1), ((400.0, 109.5), False, 1)]
)
def test_what_is_hardly_seen_needs_ink_and_a_likely_box_in_line(
    other: tuple[float, float], ink: bool, found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spots = Spot(109.5, 109.5, 20, 0.7, 0.99, 0.0), Spot(*other, 22, 0.95, 0.01, 0.0)
    monkeypatch.setattr(tick_boxes, "look", lambda *_: Seen(spots, ()))
    monkeypatch.setattr(tick_boxes, "clear_boxes", lambda *_: [])
    page = np.full((300, 600), 250, np.uint8)
    if ink:
        page[100:120, 100:120] = 20
    boxes = _found(page)
    assert len(boxes) == found
    assert all(box.sure == 0.6 for box in boxes if box.ticked)


def test_a_mark_chooses_the_box_before_it_and_between_two_leaves_both_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = tuple(Spot(x, 100.0, 20, 0.99, 0.01, 0.0) for x in (100.0, 300.0, 500.0))
    for marks, said in (
        (((180.0, 98.0),), [(True, 0.85), (False, 0.95), (False, 0.95)]),
        (((275.0, 98.0),), [(False, 0.6), (False, 0.6), (False, 0.95)]),
        (((180.0, 180.0),), [(False, 0.95)] * 3),
    ):
        monkeypatch.setattr(tick_boxes, "look", lambda *_, marks=marks: Seen(boxes, marks))
        monkeypatch.setattr(tick_boxes, "clear_boxes", lambda *_: [])
        found = sorted(_found(np.full((200, 600), 250, np.uint8)), key=lambda box: box.x0)
        assert [(box.ticked, box.sure) for box in found] == said

"""What the tick boxes' model learns from: crops of made pages, and what is to be said of each place in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import cv2
import numpy as np
from numpy.typing import NDArray
from tick_pages import PRINTED, STROKES, TickPage, form_pages, list_pages, option_sheets, tight_pages

from extractors.scan.box_model import PAPER, SCALE, STEP
from flows.maker.by_hand import KINDS

Floats = NDArray[np.float32]

WIDTH = 128
"""Pixels: a crop's width and height."""
_KINDS = (*KINDS, *PRINTED, *PRINTED, STROKES, STROKES)
_ROOM, _NEAR = 50.0, 14.0
"""Pixels by which what a crop is about stands beside its middle; those by which two middles are of one thing."""
_BOX_SPREAD, _MARK_SPREAD = 1.0, 1.2
"""Steps round a middle within which it is no great fault to see one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A page at the model's scale; ``boxes`` (n, 5): x, y, side, ticked, words ringed; ``marks`` (n, 2): x, y."""

    grey: NDArray[np.uint8]
    boxes: Floats
    marks: Floats


@dataclass(slots=True)
class Hard:
    """Places (number of the sample, x, y) that a model got wrong: no boxes, boxes not seen, no marks."""

    no_boxes: list[tuple[int, float, float]] = field(default_factory=list)
    lost: list[tuple[int, float, float]] = field(default_factory=list)
    no_marks: list[tuple[int, float, float]] = field(default_factory=list)


def samples(books: int) -> list[Sample]:
    """Pages of so many books, of their lists, sheets of options and tables of a spreadsheet beside each."""
    with get_context("spawn").Pool() as pool:
        return [sample for own in pool.imap_unordered(_of_book, range(books)) for sample in own]


def _of_book(seed: int) -> list[Sample]:
    return [_sample(page) for page in _pages(seed)]


def _pages(seed: int) -> Iterator[TickPage]:
    yield from form_pages(seed, (None, None), kinds=_KINDS)
    yield from list_pages(seed, (None, None))
    yield from option_sheets(seed, (None, None, None), kinds=_KINDS)
    yield from tight_pages(seed, (None,))


def _sample(page: TickPage) -> Sample:
    grey, factor = page.ready.grey, page.ready.scale / SCALE
    small = cv2.resize(
        grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    )
    fx, fy = small.shape[1] / grey.shape[1], small.shape[0] / grey.shape[0]
    boxes = [
        ((b.x + 0.5) * fx, (b.y + 0.5) * fy, b.side * fx, b.ticked, b.kind == "ring round the word") for b in page.boxes
    ]
    marks = [((x + 0.5) * fx, (y + 0.5) * fy) for x, y in page.beside]
    return Sample(
        np.asarray(small, np.uint8),
        np.array(boxes, np.float32).reshape(-1, 5),
        np.array(marks, np.float32).reshape(-1, 2),
    )


class Crops:
    """Crops without end, of boxes, of marks, of whatever else is printed, and of what was hard."""

    def __init__(self, pages: list[Sample], seed: int, hard: Hard | None = None) -> None:
        self._pages, self._rng = pages, np.random.default_rng(seed)
        self._with_boxes = [n for n, page in enumerate(pages) if len(page.boxes)]
        self._hard = hard

    def batch(self, size: int) -> tuple[Floats, dict[str, Floats]]:
        """Ink (size, WIDTH, WIDTH, 1), and by name what is true of each place."""
        made = [self._one() for _ in range(size)]
        return np.stack([ink for ink, _ in made]), {name: np.stack([t[name] for _, t in made]) for name in made[0][1]}

    def _one(self) -> tuple[Floats, dict[str, Floats]]:
        page, x, y = self._place()
        factor = float(np.exp(self._rng.uniform(-0.4, 0.2)))
        move = np.array([[factor, 0, WIDTH / 2 - factor * x], [0, factor, WIDTH / 2 - factor * y]])
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        grey = cv2.warpAffine(page.grey, move, (WIDTH, WIDTH), flags=way, borderValue=PAPER).astype(np.float32)
        boxes, marks = page.boxes.copy(), page.marks * factor + move[:, 2]
        boxes[:, :2] = boxes[:, :2] * factor + move[:, 2]
        boxes[:, 2] *= factor
        ink = np.clip((PAPER - grey) / PAPER, -0.1, 1.1)
        ink = self._dirty(ink, boxes[boxes[:, 3] == 0])
        return self._worn(ink)[..., None], truth_of(boxes, marks)

    def _place(self) -> tuple[Sample, float, float]:
        rng, drawn = self._rng, float(self._rng.random())
        if self._hard is not None and drawn < 0.3:
            hard = self._hard
            own = hard.no_boxes if drawn < 0.22 else hard.no_marks if drawn < 0.26 else hard.lost
            if own:
                number, x, y = own[int(rng.integers(len(own)))]
                return self._pages[number], *self._beside(x, y)
        if rng.random() < 0.75:
            page = self._pages[self._with_boxes[int(rng.integers(len(self._with_boxes)))]]
            places = page.marks if len(page.marks) and rng.random() < 0.2 else page.boxes[:, :2]
            x, y = places[int(rng.integers(len(places)))].tolist()
            return page, *self._beside(x, y)
        page = self._pages[int(rng.integers(len(self._pages)))]
        return page, *self._printed(page.grey)

    def _beside(self, x: float, y: float) -> tuple[float, float]:
        across, down = self._rng.uniform(-_ROOM, _ROOM, 2).tolist()
        return x + across, y + down

    def _printed(self, grey: NDArray[np.uint8]) -> tuple[float, float]:
        """Anywhere on the page, rather where something is printed."""
        for _ in range(4):
            x, y = float(self._rng.uniform(0, grey.shape[1])), float(self._rng.uniform(0, grey.shape[0]))
            about = grey[max(0, int(y) - 40) : int(y) + 40, max(0, int(x) - 40) : int(x) + 40]
            if (about < 150).mean() > 0.03:
                break
        return x, y

    def _dirty(self, ink: Floats, empty: Floats) -> Floats:
        """With specks of dirt in some empty boxes, and their frames paler on some crops."""
        rng, pale = self._rng, self._rng.random() < 0.25
        for x, y, side in empty[:, :3].tolist():
            if pale:
                reach = 0.62 * side
                rows, columns = (slice(max(0, int(at - reach)), max(0, int(at + reach) + 1)) for at in (y, x))
                ink[rows, columns] *= rng.uniform(0.55, 1)
            if rng.random() < 0.12:
                at = x + rng.uniform(-0.32, 0.32) * side, y + rng.uniform(-0.32, 0.32) * side
                ink = np.maximum(ink, _speck(at, rng.uniform(0.5, 1.3)) * rng.uniform(0.5, 1))
        return np.asarray(ink, np.float32)

    def _worn(self, ink: Floats) -> Floats:
        """Paler or darker, on paper that is not quite white, sometimes softer and with more grain."""
        rng = self._rng
        ink = ink * rng.uniform(0.7, 1.25) + (rng.uniform(-0.05, 0.12) if rng.random() < 0.4 else 0)
        if rng.random() < 0.25:
            ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.3, 0.8))
        if rng.random() < 0.4:
            ink = ink + rng.normal(0, rng.uniform(0, 0.05), ink.shape)
        return np.asarray(ink, np.float32)


def _speck(at: tuple[float, float], radius: float) -> Floats:
    """A dot of ink on a crop, drawn four times as large: it is hardly a pixel."""
    drawn = np.zeros((4 * WIDTH, 4 * WIDTH), np.float32)
    cv2.circle(drawn, (int(4 * at[0]), int(4 * at[1])), max(1, int(4 * radius)), 1, -1)
    return cv2.resize(drawn, (WIDTH, WIDTH), interpolation=cv2.INTER_AREA)


def truth_of(boxes: Floats, marks: Floats) -> dict[str, Floats]:
    """What is true of each place (WIDTH / STEP a side).

    ``box`` and ``mark``: 1 where its middle is; ``near box`` and ``near mark``: how near one is. ``own``: 1 within a
    step of a box, and there ``ticked``, ``ringed``, ``across``, ``down`` (steps to its middle), ``side`` (logarithm).
    """
    count = WIDTH // STEP
    down, across = np.mgrid[:count, :count]
    names = ("box", "mark", "near box", "near mark", "own", "ticked", "ringed", "across", "down", "side")
    said = {name: np.zeros((count, count), np.float32) for name in names}
    for x, y, side, ticked, ringed in boxes.tolist():
        column, row = x / STEP - 0.5, y / STEP - 0.5
        _near(said["near box"], column, row, _BOX_SPREAD)
        for r, c in _cells(column, row, 0.8, count):
            said["box"][r, c] = 1
        at = (
            slice(max(0, round(row) - 1), max(0, round(row) + 2)),
            slice(max(0, round(column) - 1), max(0, round(column) + 2)),
        )
        for name, value in (("own", 1), ("ticked", ticked), ("ringed", ringed), ("side", np.log(max(side, 3)))):
            said[name][at] = value
        said["across"][at], said["down"][at] = column - across[at], row - down[at]
    for x, y in marks.tolist():
        column, row = x / STEP - 0.5, y / STEP - 0.5
        _near(said["near mark"], column, row, _MARK_SPREAD)
        for r, c in _cells(column, row, 0.5, count):
            said["mark"][r, c] = 1
    return said


def _near(said: Floats, column: float, row: float, spread: float) -> None:
    down, across = np.mgrid[: said.shape[0], : said.shape[1]]
    far = (across - column) ** 2 + (down - row) ** 2
    np.maximum(said, np.exp(-far / (2 * spread**2)), out=said, casting="same_kind")


def _cells(column: float, row: float, reach: float, count: int) -> Iterator[tuple[int, int]]:
    """The places that lie no more than that across or down from there: one, or two where it is between them."""
    for r, c in {(round(row), round(column)), (round(row), _other(column)), (_other(row), round(column))}:
        if max(abs(r - row), abs(c - column)) <= reach and 0 <= r < count and 0 <= c < count:
            yield r, c


def _other(at: float) -> int:
    return round(at) + (1 if at > round(at) else -1)


def near(one: tuple[float, float], others: Floats, reach: float | Floats = _NEAR) -> bool:
    """Whether one of the others lies within that many pixels."""
    return bool(len(others)) and bool((np.abs(others[:, :2] - one).max(axis=1) <= reach).any())

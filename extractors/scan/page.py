"""A scanned page read: the one call that readers of pictures make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extractors.layout.assemble import loose_rules
from extractors.ocr.second import second_engine
from extractors.scan.blue import blue_mask
from extractors.scan.boxed import with_boxes
from extractors.scan.covered import doubted, of_seals, rings_on_grey
from extractors.scan.flattened import flattened
from extractors.scan.framed import without_characters
from extractors.scan.gridlines import Drawn, drawn_rulings, page_rulings
from extractors.scan.lines import Box, find_lines, find_lines_at, without_halves, without_stacks, without_uprights
from extractors.scan.look import small_look
from extractors.scan.marks import Mask, find_inks, find_seals, is_colourless, red_mask
from extractors.scan.opinions import Looks
from extractors.scan.paper import without_surroundings
from extractors.scan.prepare import Grey, Prepared, evened, is_blank, prepare, softened
from extractors.scan.ring import read_rings
from extractors.scan.ruled import Ruled, ink_of
from extractors.scan.spread import lay_out_scan
from extractors.scan.streaks import without_streaks
from extractors.scan.tick_boxes import erase, find_tick_boxes
from extractors.scan.unread import unread_ink
from extractors.scan.words import Prints, read_words
from pipeline.document import COLOURED, BBox, Frame, Page, Piece
from pipeline.ports import Image, OcrEngine


class _Seals(NamedTuple):
    """Where there is ink of seals (not 0): red, and of any colour."""

    red: Mask
    every: Mask


_Reading = tuple[Prepared, _Seals, Ruled, list[Piece], tuple[BBox, ...]]
"""The page made ready, its seals' ink, its rulings, what was read, where there is ink that was not."""
_UPSIDE_DOWN = 0.8
"""Mean score of a few lines below which they are read the other way up as well."""
_PROBES, _PROBED = 4, 12
"""How many lines are read for that, and how much of each in its heights."""


def read_scan(image: Image, number: int, width_pt: float, height_pt: float, engine: OcrEngine) -> Page:
    """Read one page image.

    Args:
        image: the page as a viewer shows it, RGB.
        number: of the page in its file, from 1.
        width_pt: displayed width in points.
        height_pt: displayed height in points.
        engine: reads lines of text.

    Returns:
        The page in its reading frame (upright, deskewed, points), with tick boxes, seals and handwriting.

    Raises:
        EngineMissingError: the engine's models are not there.
    """
    colour = () if is_colourless(image) else (COLOURED,)
    image = softened(without_streaks(image))
    even = without_surroundings(evened(image), width_pt / image.shape[1])
    if is_blank(even):
        return Page(number, (), width_pt, height_pt, Frame.upright(width_pt, height_pt), "blank", notes=("blank",))
    flat = flattened(image)
    seen, even = (flat.image, evened(flat.image)) if flat else (image, even)
    ready, sealed, ruled, pieces, unread = _read_upright(
        seen, even, width_pt * seen.shape[1] / image.shape[1], number, engine
    )
    seals = read_rings(ready.colour, find_seals(sealed.red, ready.scale), ready.scale, engine)
    inks = find_inks(ready.colour, ready.scale)
    ghosts = of_seals(pieces, sealed.every, ready.grey, ready.scale)
    unread = (*unread, *(piece.box for piece in ghosts if piece.box is not None))
    over = sealed.every if colour else rings_on_grey(ready.grey, ruled.mask, ready.scale)
    printed = doubted([piece for piece in pieces if piece not in ghosts], over, ready.scale)
    blocks = lay_out_scan(printed, ruled.rulings, ready.width, ready.height)
    notes = (*((f"turned-{ready.turned}",) if ready.turned else ()), *colour)
    frame = flat.delivered(ready.frame) if flat else ready.frame
    return Page(
        number, blocks, ready.width, ready.height, frame, engine.name, seals=seals, inks=inks, notes=notes,
        look=small_look(ready.colour), unread=unread, rules=loose_rules(ruled.rulings),
    )  # fmt: skip


def _sealed(ready: Prepared) -> _Seals:
    if not ready.sealed:
        none = np.zeros(ready.grey.shape, np.uint8)
        return _Seals(none, none)
    red = red_mask(ready.colour)
    return _Seals(red, np.asarray(red | blue_mask(ready.colour, ready.scale), np.uint8))


def _read_upright(image: Image, even: Grey, width_pt: float, number: int, engine: OcrEngine) -> _Reading:
    """The page read the right way up: turned where its lines run up the page, and over where it reads badly."""
    ready = prepare(image, width_pt, 0, even)
    sealed = _sealed(ready)
    drawn = drawn_rulings(ready.grey, ready.scale, sealed.every)
    settled = _settled_lines(ready, drawn, engine)
    if settled is not None and _reads_well(ready, settled, engine):
        return ready, sealed, *_read(ready, drawn, settled, number, engine)
    lines = find_lines(ready.grey, engine)
    turns = (90, 270) if _run_up_the_page(lines) else (0, 180)
    if turns[0]:
        ready = prepare(image, width_pt, turns[0], even)
        lines = find_lines(ready.grey, engine)
    if _reads_better_upside_down(ready, lines, engine):
        ready = prepare(image, width_pt, turns[1], even)
        lines = find_lines(ready.grey, engine)
    if ready.turned:
        sealed = _sealed(ready)
        drawn = drawn_rulings(ready.grey, ready.scale, sealed.every)
    return ready, sealed, *_read(ready, replace(drawn, settled=None), lines, number, engine)


def _settled_lines(ready: Prepared, drawn: Drawn, engine: OcrEngine) -> list[Box] | None:
    """The page's lines where its grids say where most of them are; None for other pages."""
    if drawn.settled is None:
        return None
    settled = drawn.settled
    others = find_lines_at(ready.grey, settled.rest, settled.cells, drawn.scale, engine)
    if others is None:
        return None
    told = [(a / drawn.factor, b / drawn.factor, c / drawn.factor, d / drawn.factor) for a, b, c, d in settled.lines]
    return without_halves(told, others)


def _reads_well(ready: Prepared, lines: Sequence[Box], engine: OcrEngine) -> bool:
    """Whether the page's longest lines read as upright ones do."""
    crops = _probes(ready, lines)[: _PROBES // 2]
    return bool(crops) and _score(crops, engine) >= _UPSIDE_DOWN


def _reads_better_upside_down(ready: Prepared, lines: Sequence[Box], engine: OcrEngine) -> bool:
    """Whether the page's longest lines read better the other way up."""
    crops = _probes(ready, lines)
    if not crops or _reads_well(ready, lines, engine):
        return False
    upright = _score(crops, engine)
    return upright < _UPSIDE_DOWN and _score([crop[::-1, ::-1] for crop in crops], engine) > upright


def _probes(ready: Prepared, lines: Sequence[Box]) -> list[Image]:
    longest = sorted(lines, key=lambda box: box[0] - box[2])[:_PROBES]
    crops = [ready.grey[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1] for x0, y0, x1, y1 in longest]
    return [crop[:, : _PROBED * crop.shape[0]] for crop in crops if min(crop.shape) > 4]


def _score(crops: Sequence[Image], engine: OcrEngine) -> float:
    read = engine.glance or engine.read_lines
    return sum(line.score for line in read([np.ascontiguousarray(crop) for crop in crops])) / len(crops)


def _run_up_the_page(lines: Sequence[Box]) -> bool:
    """Whether most lines of some length are higher than wide."""
    long = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in lines if max(x1 - x0, y1 - y0) > 2 * min(x1 - x0, y1 - y0)]
    return len(long) > 2 and sum(height > width for width, height in long) > 0.6 * len(long)


def _read(
    ready: Prepared, drawn: Drawn, lines: Sequence[Box], number: int, engine: OcrEngine
) -> tuple[Ruled, list[Piece], tuple[BBox, ...]]:
    """The rulings, the pieces of text, and the ink that was not read."""
    lines = without_stacks(lines, ready.grey)
    ruled = page_rulings(ready.grey, drawn, lines)
    ink = ink_of(ready.grey)
    ink[ruled.mask > 0] = 0
    boxes = find_tick_boxes(ready.grey, ink, ready.scale)
    boxes = without_characters(boxes, ready.grey, lines, ruled.rulings, ready.scale, engine)
    rest = without_uprights(255 - erase(255 - ink, boxes), ready.scale)
    prints = Prints(erase(ready.grey, boxes), rest, ruled.rulings, ready.scale)
    words = read_words(prints, lines, number, Looks(engine, second_engine))
    unread = unread_ink(prints.grey, prints.ink, words, ready.scale)
    return ruled, with_boxes(words, boxes, ready.scale, number, engine.name), unread

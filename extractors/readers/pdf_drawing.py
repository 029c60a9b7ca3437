"""What is drawn on a PDF page: ruling lines, boxes to tick, pictures."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as raw
from pypdfium2 import PdfImage, PdfObject, PdfPage

from extractors.layout.rulings import Ruling
from extractors.limits import LIMITS
from extractors.readers.pdf_text import placer
from pipeline.document import BBox
from pipeline.problems import TooLargeError

_THIN = 2.6
_SHORTEST = 6.0
_TICK_BOX = (5.0, 18.0)
_RECTANGLE = (4, 5)
"""Segments of a rectangle: its last side is drawn or left to the closing of the path."""
_MOST_SHAPES = 40_000
"""A map or a drawing may have more: none of them is a ruled table."""
_FILLED, _STROKED = ctypes.c_int(), ctypes.c_int()
_COLOUR = tuple(ctypes.c_uint() for _ in range(4))

Place = Callable[[float, float, float, float], tuple[float, float, float, float]]


@dataclass(slots=True)
class Shapes:
    """Lines, small squares that may be boxes to tick, whatever may be a tick in one, larger fills; page points."""

    rulings: list[Ruling] = field(default_factory=list)
    squares: list[BBox] = field(default_factory=list)
    strokes: list[BBox] = field(default_factory=list)
    fills: list[BBox] = field(default_factory=list)


@dataclass(slots=True)
class Drawing:
    """Everything drawn on one page, page points, origin top left. What is red stands apart: it may be of a seal."""

    plain: Shapes = field(default_factory=Shapes)
    red: Shapes = field(default_factory=Shapes)
    pictures: list[BBox] = field(default_factory=list)
    coloured: bool = False
    cut: bool = False
    """There were more shapes than are looked at."""

    def shapes(self, seals: Sequence[BBox] = ()) -> Shapes:
        """All but the red ones that lie in one of the round seals: a seal's letters are no boxes to tick."""

        def apart(*points: tuple[float, float]) -> bool:
            return not any(all(in_disc(seal, *point) for point in points) for seal in seals)

        plain, red = self.plain, self.red
        return Shapes(
            [*plain.rulings, *(each for each in red.rulings if apart((each.x0, each.y0), (each.x1, each.y1)))],
            [*plain.squares, *(each for each in red.squares if apart((each.cx, each.cy)))],
            [*plain.strokes, *(each for each in red.strokes if apart((each.cx, each.cy)))],
            [*plain.fills, *(each for each in red.fills if apart((each.x0, each.y0), (each.x1, each.y1)))],
        )


def in_disc(seal: BBox, x: float, y: float) -> bool:
    """Whether a point lies within a round seal."""
    return math.hypot(x - seal.cx, y - seal.cy) <= seal.width / 2


def read_drawing(page: PdfPage) -> Drawing:
    """The page's paths and pictures; those inside form XObjects count too.

    Raises:
        TooLargeError: a picture promises more pixels than may be.
    """
    place, drawing = placer(page), Drawing()
    shapes = page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=8)
    for number, shape in enumerate(shapes):
        if number == _MOST_SHAPES:
            drawing.cut = True
            break
        try:
            box = BBox(*place(*_bounds(shape)))
        except RuntimeError:
            continue
        if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
            _refuse_huge(shape)
            drawing.pictures.append(box)
        else:
            _sort_path(shape, box, drawing, place)
    return drawing


def _refuse_huge(picture: PdfImage) -> None:
    """Before anybody asks for its pixels."""
    width, height = picture.get_px_size()
    if width * height > LIMITS.pixels:
        raise TooLargeError(f"图片 {width}×{height} 像素")


def _bounds(shape: PdfObject) -> tuple[float, float, float, float]:
    """In the page's user space: those of a shape inside a form are carried out through its forms."""
    bounds: tuple[float, float, float, float] = shape.get_bounds()
    container = shape.container
    while container is not None:
        matrix = container.get_matrix()
        corners = [matrix.on_point(x, y) for x in bounds[::2] for y in bounds[1::2]]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        bounds = (min(xs), min(ys), max(xs), max(ys))
        container = container.container
    return bounds


def _sort_path(shape: PdfObject, box: BBox, drawing: Drawing, place: Place) -> None:
    width, height = box.width, box.height
    coloured = _is_red(shape)
    drawing.coloured |= coloured
    shapes = drawing.red if coloured else drawing.plain
    if min(width, height) <= _THIN:
        if max(width, height) >= _SHORTEST:
            shapes.rulings.append(_ruling(box))
        else:
            shapes.strokes.append(box)
    elif _TICK_BOX[0] <= width <= _TICK_BOX[1] and abs(width - height) < 0.3 * width:
        shapes.squares.append(box)
    elif shape.container is None and _is_fill(shape):
        shapes.fills.append(box)
    elif shape.container is None:
        shapes.rulings.extend(_sides(shape, place))
    if max(width, height) < 1.2 * _TICK_BOX[1]:
        shapes.strokes.append(box)


def _is_fill(shape: PdfObject) -> bool:
    """Whether it is a rectangle that is filled and has no outline: paint behind words."""
    if raw.FPDFPath_CountSegments(shape) not in _RECTANGLE:
        return False
    drawn = raw.FPDFPath_GetDrawMode(shape, _FILLED, _STROKED)
    return bool(drawn and _FILLED.value and not _STROKED.value and _opposite_corners(shape))


def _ruling(box: BBox) -> Ruling:
    if box.width >= box.height:
        return Ruling(box.x0, box.cy, box.x1, box.cy)
    return Ruling(box.cx, box.y0, box.cx, box.y1)


def _is_red(shape: PdfObject) -> bool:
    colour = _COLOUR
    for ask in (raw.FPDFPageObj_GetStrokeColor, raw.FPDFPageObj_GetFillColor):
        if ask(shape, *colour) and is_red(*(each.value for each in colour[:3])):
            return True
    return False


def is_red(red: int, green: int, blue: int) -> bool:
    """Whether a colour (0..255) is one that seals are drawn in."""
    return red > 120 > 2 * max(green, blue)


def _sides(shape: PdfObject, place: Place) -> Iterator[Ruling]:
    """The straight upright segments of a larger path: a frame drawn as one rectangle, a grid drawn as one path."""
    count = raw.FPDFPath_CountSegments(shape)
    if count in _RECTANGLE and (corners := _opposite_corners(shape)):
        x0, y0, x1, y1 = place(*corners)
        yield from (Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1))
        return
    matrix, at, start = shape.get_matrix(), None, None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(count, 4000)):
        segment = raw.FPDFPath_GetPathSegment(shape, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif at is not None and kind == raw.FPDF_SEGMENT_LINETO:
            yield from _upright(at, point, place)
        at = point
        if start is not None and raw.FPDFPathSegment_GetClose(segment):
            yield from _upright(at, start, place)


def _opposite_corners(shape: PdfObject) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top of an upright rectangle, as nine of ten paths in a list are: its first three corners."""
    matrix, x, y, points = shape.get_matrix(), ctypes.c_float(), ctypes.c_float(), []
    handle, to_x, to_y = shape.raw, ctypes.byref(x), ctypes.byref(y)
    for number in range(3):
        segment = raw.FPDFPath_GetPathSegment(handle, number)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return None
        raw.FPDFPathSegment_GetPoint(segment, to_x, to_y)
        points.append(matrix.on_point(x.value, y.value))
    (ax, ay), (bx, by), (cx, cy) = points
    if (ax == bx and by == cy) or (ay == by and bx == cx):
        return min(ax, cx), min(ay, cy), max(ax, cx), max(ay, cy)
    return None


def _upright(one: tuple[float, float], two: tuple[float, float], place: Place) -> Iterator[Ruling]:
    if abs(one[0] - two[0]) > 1 and abs(one[1] - two[1]) > 1:
        return
    x0, y0, x1, y1 = place(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
    if max(x1 - x0, y1 - y0) >= _SHORTEST:
        yield Ruling(x0, y0, x1, y1)

"""What stands on an OFD page beside its text: drawn lines and pictures. Millimetres, origin at the top left."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import numpy as np
import ofdkit
from ofdkit.package import Package
from PIL import Image as Pillow

from extractors.layout.rulings import Ruling
from extractors.limits import LIMITS
from pipeline.ports import Image
from pipeline.problems import DamagedFileError, TooLargeError

_DEEPEST = 32
"""Blocks in blocks that are followed."""
_STRAIGHT = 0.3
"""Millimetres by which the ends of a horizontal or vertical line may differ."""
_THIN = 1.2
"""Millimetres: a filled rectangle no thicker is a line."""
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers after each letter of a path; the last two are where the pen then stands."""

Affine = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line from one point to another."""

    start: Point
    end: Point

    def moved(self, x: float, y: float) -> Stroke:
        """The same elsewhere."""
        return Stroke((self.start[0] + x, self.start[1] + y), (self.end[0] + x, self.end[1] + y))

    def in_points(self, scale: float) -> Ruling:
        """As a ruling, ``scale`` points a millimetre."""
        return Ruling(*(each * scale for each in (*self.start, *self.end)))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the page, ``x`` and ``y`` its top left corner; ``data`` is its file."""

    x: float
    y: float
    width: float
    height: float
    data: bytes

    def pixels(self) -> Image:
        """The picture, RGB.

        Raises:
            DamagedFileError: it is missing, or can't be decoded.
            TooLargeError: it has more pixels than may be.
        """
        if not self.data:
            raise DamagedFileError("OFD 中缺少图片")
        try:
            with Pillow.open(BytesIO(self.data), formats=("JPEG", "PNG", "TIFF", "BMP")) as picture:
                if picture.width * picture.height > LIMITS.pixels:
                    raise TooLargeError(f"{picture.width}×{picture.height} 像素")
                return np.asarray(picture.convert("RGB"))
        except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
            raise DamagedFileError("OFD 中的图片无法解码") from error


def rulings_of(package: Package, location: str | None) -> Iterator[Stroke]:
    """The horizontal and vertical lines that are drawn on the page, thin filled rectangles too."""
    for element, transform in _objects(package, location, "PathObject"):
        for part in _subpaths(_text_of(element, "AbbreviatedData")):
            points = [_at(transform, point) for point in part]
            yield from _thin_box(points) or (Stroke(a, b) for a, b in pairwise(points) if _is_straight(a, b))


def advances_of(package: Package, location: str | None) -> dict[str, list[list[float]]]:
    """How far each character of a text stands from the one before, by the text's ID, a list for each of its parts.

    A part may be a whole row of a table: only these distances tell which cell a character stands in.
    """
    found: dict[str, list[list[float]]] = {}
    for element, _ in _objects(package, location, "TextObject"):
        codes = [each for each in element if _name(each) == "TextCode" and (each.text or "").strip()]
        found.setdefault(
            (element.get("ID") or "").strip(), [_expanded(each.get("DeltaX"), len(each.text or "")) for each in codes]
        )
    return found


def _expanded(written: str | None, most: int) -> list[float]:
    """The distances, ``g 3 2.5`` standing for 2.5 three times; never more than ``most``."""
    tokens, distances = (written or "").split(), list[float]()
    while tokens and len(distances) < most:
        repeated = tokens[0] == "g" and len(tokens) > 2
        values = _numbers(" ".join(tokens[1:3] if repeated else tokens[:1]))
        tokens = tokens[3:] if repeated else tokens[1:]
        if values:
            distances += [values[-1]] * (min(most, max(0, int(values[0]))) if repeated else 1)
    return distances[:most]


def pictures_of(package: Package, location: str | None) -> Iterator[Picture]:
    """The pictures on the page, largest first; one whose file is not in the package has no bytes."""
    placed = []
    for element, _ in _objects(package, location, "ImageObject"):
        box = _numbers(element.get("Boundary"))
        if len(box) == 4:
            placed.append((box, (element.get("ResourceID") or "").strip()))
    media = _media(package) if placed else {}
    for (x, y, width, height), resource in sorted(placed, key=lambda each: -each[0][2] * each[0][3]):
        yield Picture(x, y, width, height, package.read(media[resource]) if resource in media else b"")


def _objects(package: Package, location: str | None, name: str) -> Iterator[tuple[ET.Element, Affine]]:
    """The page's objects of a kind, each with the way from its own space to the page's."""
    if location is None:
        return
    waiting = [(element, 0) for element in package.read_xml(location) if _name(element) == "Content"]
    while waiting:
        element, depth = waiting.pop()
        for each in element:
            if _name(each) == name:
                yield each, _transform(each)
            elif _name(each) in ("Layer", "PageBlock") and depth < _DEEPEST:
                waiting.append((each, depth + 1))


def _name(element: ET.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _text_of(element: ET.Element, name: str) -> str:
    return next((each.text or "" for each in element if _name(each) == name), "")


def _transform(element: ET.Element) -> Affine:
    box, own = _numbers(element.get("Boundary")), _numbers(element.get("CTM"))
    x, y = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    a, b, c, d, e, f = own if len(own) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    return a, b, c, d, e + x, f + y


def _numbers(written: str | None) -> list[float]:
    try:
        found = [float(part) for part in (written or "").split()]
    except ValueError:
        return []
    return found if all(math.isfinite(each) for each in found) else []


def _at(transform: Affine, point: Point) -> Point:
    a, b, c, d, e, f = transform
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _subpaths(data: str) -> Iterator[list[Point]]:
    """The points that the pen passes, a list a stretch; curves count as their ends, which are no rulings anyway."""
    points: list[Point] = []
    tokens = data.split()
    at = 0
    while at < len(tokens):
        letter = tokens[at]
        operands = _numbers(" ".join(tokens[at + 1 : at + 1 + _OPERANDS.get(letter, 0)]))
        at += 1 + _OPERANDS.get(letter, 0)
        if letter in ("M", "S") and len(points) > 1:
            yield points
        if letter in ("M", "S"):
            points = []
        if letter == "C" and points:
            points.append(points[0])
        elif len(operands) >= 2:
            points.append((operands[-2], operands[-1]))
    if len(points) > 1:
        yield points


def _is_straight(start: Point, end: Point) -> bool:
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    return min(across, down) <= _STRAIGHT < max(across, down)


def _thin_box(points: Sequence[Point]) -> tuple[Stroke, ...]:
    """The middle line of a closed thin box; nothing where it is none."""
    if len(points) < 4 or points[0] != points[-1]:
        return ()
    x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
    y0, y1 = min(y for _, y in points), max(y for _, y in points)
    if y1 - y0 <= _THIN < x1 - x0:
        return (Stroke((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)),)
    if x1 - x0 <= _THIN < y1 - y0:
        return (Stroke(((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)),)
    return ()


def _media(package: Package) -> dict[str, str]:
    """The package's picture files by resource, from every list of resources in it."""
    found: dict[str, str] = {}
    for name in package.names:
        if not name.lower().endswith("res.xml"):
            continue
        try:
            root = package.read_xml(name)
        except ofdkit.OFDError:
            continue
        base = (root.get("BaseLoc") or "").strip()
        for element in root.iter():
            if _name(element) == "MultiMedia":
                file = _text_of(element, "MediaFile").strip()
                where = package.resolve(name, f"{base}/{file}" if base else file) or package.resolve(name, file)
                if where is not None:
                    found.setdefault((element.get("ID") or "").strip(), where)
    return found

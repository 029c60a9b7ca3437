"""A piece of a page round a piece of evidence, with the evidence marked."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from pipeline.document import Fractions

_MARK = (214, 40, 40)
_WIDEST = 1100


@dataclass(frozen=True, slots=True)
class Picture:
    """PNG bytes and their size in pixels."""

    png: bytes
    width: int
    height: int


def crop_with_mark(
    image: Image.Image, bbox: Fractions, margin: float = 0.06, full_width: bool = False, before: float = 0.0
) -> Picture:
    """The surroundings of ``bbox`` (fractions of the page) with a frame round it.

    ``margin`` is the share of the page's height shown above and below; ``full_width`` keeps the whole line,
    ``before`` at least that share of the page's width to the left.
    """
    width, height = image.size
    x0, y0, x1, y1 = bbox[0] * width, bbox[1] * height, bbox[2] * width, bbox[3] * height
    space = margin * height
    reach = max(3 * space, before * width)
    left, right = (0.0, float(width)) if full_width else (max(0.0, x0 - reach), min(float(width), x1 + 3 * space))
    top, bottom = max(0.0, y0 - space), min(float(height), y1 + space)
    piece = image.crop((int(left), int(top), max(int(left) + 1, int(right)), max(int(top) + 1, int(bottom))))
    frame = (x0 - left - 4, y0 - top - 4, x1 - left + 4, y1 - top + 4)
    ImageDraw.Draw(piece).rectangle(frame, outline=_MARK, width=3)
    return as_picture(piece)


def as_picture(image: Image.Image, widest: int = _WIDEST) -> Picture:
    """The image as PNG, made narrower where it is wider than ``widest`` pixels."""
    if image.width > widest:
        image = image.resize((widest, round(image.height * widest / image.width)))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return Picture(buffer.getvalue(), image.width, image.height)

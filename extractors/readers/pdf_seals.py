"""Seals in a PDF page's picture: told from logos and words in red, and named by their ring where that is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from pypdfium2 import PdfPage

from extractors.readers.pdf_marks import has_ring
from extractors.readers.pdf_shown import render, render_part
from extractors.readers.pdf_text import Glyph
from extractors.scan.marks import Mask, find_inks, find_seals, red_mask
from extractors.scan.ring import has_letters, read_rings
from pipeline.document import BBox, Ink, Seal
from pipeline.ports import OcrEngine

MARKS_DPI = 100
_RING_PIXELS = 170.0
"""The radius that a seal is drawn with to be read: that of a seal of 42 mm at 205 dpi."""
_AROUND = 0.15
"""Radii of white around a seal that are drawn with it."""
_BAND = (0.6, 0.9)
"""Shares of the radius between which a ring has letters on white."""
_FILLED_BAND, _FILLED = 0.6, 0.35
"""Share of that band, and of the box of a mark without a ring, from which on its ink is a filled shape: a logo. Seals
have a fifth at the most."""
_WORDS = 0.6
"""Share of a mark's height from which on a character in it makes it a word in red."""


def find(page: PdfPage, glyphs: Sequence[Glyph]) -> tuple[list[Seal], tuple[Ink, ...]]:
    """Seals and signatures as they show, boxes in points; ``glyphs`` are the page's characters."""
    picture = render(page, MARKS_DPI)
    scale = page.get_width() / picture.shape[1]
    red = red_mask(picture)
    seals = [seal for seal in find_seals(red, scale) if _is_seal(seal, red, scale, glyphs)]
    return seals, find_inks(picture, scale)


def _is_seal(seal: Seal, red: Mask, scale: float, glyphs: Sequence[Glyph]) -> bool:
    """Whether it is no logo and no word in red: these are filled, or stand in the text layer."""
    if seal.shape != "round":
        return True
    box = seal.box
    left, top, right, bottom = (max(0, round(edge / scale)) for edge in (box.x0, box.y0, box.x1, box.y1))
    part = red[top:bottom, left:right]
    if not part.size:
        return False
    if has_ring(seal):
        return _share_of_band(part) < _FILLED_BAND
    tall = (each for each in glyphs if each.y1 - each.y0 >= _WORDS * box.height)
    if any(box.holds((each.x0 + each.x1) / 2, (each.y0 + each.y1) / 2) for each in tall):
        return False
    return float((part > 0).mean()) < _FILLED


def _share_of_band(part: Mask) -> float:
    height, width = part.shape
    y, x = np.ogrid[:height, :width]
    far = np.hypot((x - width / 2) / (width / 2), (y - height / 2) / (height / 2))
    return float((part[(far > _BAND[0]) & (far < _BAND[1])] > 0).mean())


def named(seal: Seal, page: PdfPage, engine: Callable[[], OcrEngine]) -> Seal:
    """The seal with the name along its ring where it can be read, drawn as large as that takes.

    Raises:
        EngineMissingError: there is a name, and the engine's models are not there.
    """
    if not has_ring(seal) or seal.text:
        return seal
    box, radius = seal.box, seal.box.width / 2
    picture, place = render_part(page, box.grown(_AROUND * radius), _RING_PIXELS / radius)
    moved = replace(seal, box=BBox(box.x0 - place.x0, box.y0 - place.y0, box.x1 - place.x0, box.y1 - place.y0))
    scale = radius / _RING_PIXELS
    if not has_letters(picture, moved, scale):
        return seal
    (read,) = read_rings(picture, [moved], scale, engine())
    return replace(read, box=box)

"""The letters of a seal that is drawn with text: whose seal it is, to the character, and no words of the page."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2.raw as raw
from pypdfium2 import PdfPage, PdfTextPage

from extractors.readers.pdf_drawing import in_disc, is_red
from extractors.readers.pdf_text import placer
from pipeline.document import BBox

_INNER = 0.5
"""Share of the radius outside which the name runs along the ring."""
_ASLANT = 0.05
"""Radians by which a letter leans at the least; the words of a page stand upright, or run up or down it."""
_FEWEST = 3
"""Leaning letters that make a name."""

Colour = tuple[int, int, int]


class Letter(NamedTuple):
    """A red character within a round seal: its number on the page, where its middle lies (points)."""

    number: int
    char: str
    x: float
    y: float
    leans: bool
    colour: Colour


def seal_letters(page: PdfPage, text: PdfTextPage, seals: Sequence[BBox]) -> dict[int, list[Letter]]:
    """The letters of each round seal (by its number) that has a name written as text along its ring."""
    found: dict[int, list[Letter]] = {}
    for number, letter in _red_letters(page, text, seals):
        found.setdefault(number, []).append(letter)
    kept = {}
    for number, letters in found.items():
        leaning = {letter.colour for letter in letters if letter.leans}
        if sum(letter.leans for letter in letters) >= _FEWEST:
            kept[number] = [letter for letter in letters if letter.colour in leaning]
    return kept


def name_of(letters: Sequence[Letter], seal: BBox) -> str:
    """What is written along the ring, from its gap on clockwise; empty where the file does not tell its characters."""
    ring = [each for each in letters if math.hypot(each.x - seal.cx, each.y - seal.cy) > _INNER * seal.width / 2]
    turns = sorted((math.atan2(each.y - seal.cy, each.x - seal.cx), each.char) for each in ring)
    if not turns or any(unicodedata.category(char) in ("Cc", "Cn", "Co", "So") for _, char in turns):
        return ""
    angles = [angle for angle, _ in turns]
    gaps = [(angle - before) % (2 * math.pi) for before, angle in zip([angles[-1], *angles], angles, strict=False)]
    first = gaps.index(max(gaps))
    return unicodedata.normalize("NFKC", "".join(char for _, char in (*turns[first:], *turns[:first])))


def _red_letters(page: PdfPage, text: PdfTextPage, seals: Sequence[BBox]) -> Iterator[tuple[int, Letter]]:
    place, handle, rect, colour = placer(page), text.raw, raw.FS_RECTF(), [ctypes.c_uint() for _ in range(4)]
    for index in range(raw.FPDFText_CountChars(handle)):
        raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(rect))
        box = BBox(*place(rect.left, rect.bottom, rect.right, rect.top))
        number = next((n for n, seal in enumerate(seals) if in_disc(seal, box.cx, box.cy)), None)
        char = chr(raw.FPDFText_GetUnicode(handle, index))
        if number is None or not char.strip() or not raw.FPDFText_GetFillColor(handle, index, *colour):
            continue
        red, green, blue = (each.value for each in colour[:3])
        if is_red(red, green, blue):
            lean = math.remainder(raw.FPDFText_GetCharAngle(handle, index), math.pi / 2)
            yield number, Letter(index, char, box.cx, box.cy, abs(lean) > _ASLANT, (red, green, blue))

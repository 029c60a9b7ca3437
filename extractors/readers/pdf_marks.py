"""Seals and signatures on PDF pages with a text layer, and what of the page's text and drawing is theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pypdfium2 import PdfPage, PdfTextPage

from extractors.readers.pdf_drawing import Drawing
from extractors.readers.pdf_ring import name_of, seal_letters
from extractors.readers.pdf_text import Glyph
from pipeline.document import BBox, Ink, Seal
from pipeline.ports import OcrEngine
from pipeline.problems import EngineMissingError

NOT_READ = "seal-names-not-read"
"""Note of a page with seals whose names could not be read, because the engine's models are not there."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found, boxes in points. ``letters`` are the numbers of the page's characters that are of a seal."""

    seals: tuple[Seal, ...] = ()
    inks: tuple[Ink, ...] = ()
    letters: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def rings(self) -> list[BBox]:
        """Where round seals lie."""
        return [seal.box for seal in self.seals if has_ring(seal)]


def has_ring(seal: Seal) -> bool:
    """Whether it is a round seal whose ring was found, not only ink of a seal's size."""
    return seal.shape == "round" and seal.confidence == 1.0


def find_pdf_marks(
    page: PdfPage, text: PdfTextPage, glyphs: Sequence[Glyph], drawing: Drawing, engine: Callable[[], OcrEngine]
) -> Marks:
    """Looked for only where something but text and ruling lines is drawn.

    The engine is asked for only where a ring has letters that are not written as text. Where its models are not there,
    the seals stand without names, and the page says so.
    """
    if not drawing.pictures and not drawing.coloured:
        return Marks()
    from extractors.readers.pdf_seals import find, named

    found, inks = find(page, glyphs)
    written, letters = _as_written(page, text, found)
    try:
        return Marks(tuple(named(seal, page, engine) for seal in written), inks, letters)
    except EngineMissingError:
        return Marks(written, inks, letters, (NOT_READ,))


def _as_written(page: PdfPage, text: PdfTextPage, seals: Sequence[Seal]) -> tuple[tuple[Seal, ...], frozenset[int]]:
    """The seals, with their names where these are written as text; the numbers of the seals' characters."""
    rings = [seal for seal in seals if has_ring(seal)]
    letters = seal_letters(page, text, [seal.box for seal in rings]) if rings else {}
    names = {rings[number]: name_of(own, rings[number].box) for number, own in letters.items()}
    return (
        tuple(_with_name(seal, names.get(seal, "")) for seal in seals),
        frozenset(letter.number for own in letters.values() for letter in own),
    )


def _with_name(seal: Seal, name: str) -> Seal:
    return replace(seal, text=name, text_confidence=1.0, text_reader="text layer") if name else seal

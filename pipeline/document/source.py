"""One place in one delivered file: what makes every value checkable by eye."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document.place import spoken_place

Fractions = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read, enough to draw a highlight.

    ``page`` counts from 1; ``bbox`` is [x0, y0, x1, y1] as fractions 0..1 of the page as a viewer shows the delivered
    file, origin top left. Word and Excel have neither; they have a ``locator`` (``Sheet1!C5``,
    ``table[2]/row[4]/cell[1]``, ``paragraph[31]``). ``reader`` is who read it: ``text layer``, ``docx``, ``sheet``,
    ``rapidocr``, ``reviewer:NAME``.
    """

    sha256: str
    page: int | None = None
    bbox: Fractions | None = None
    locator: str | None = None
    reader: str = ""
    confidence: float = 1.0
    text: str = ""

    @property
    def where(self) -> str:
        """The place within its file as the office says it, in Chinese."""
        return spoken_place(self.page, self.locator)

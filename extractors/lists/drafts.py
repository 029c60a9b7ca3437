"""A row while it may still grow over a page break, and the finished row with every cell's place."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.lists.cells import cell_text
from extractors.lists.lines import Line
from pipeline.document import BBox, Document, Page, Source, Text, join
from pipeline.records import Row

ASSUMED = 0.8
"""Confidence of rows whose columns no head vouches for."""


@dataclass(slots=True)
class Draft:
    """Cells by column key, the class above, and where the row began."""

    texts: dict[str, Text]
    line: Line
    box: BBox | None
    class_name: str | None = None
    assumed: bool = False

    def string(self, key: str) -> str:
        """The cell as it would be written."""
        text = self.texts.get(key)
        return cell_text(text) if text is not None else ""

    @property
    def filled(self) -> int:
        """How many cells other than the serial say something."""
        return sum(1 for key, text in self.texts.items() if key != "serial" and text)

    def grow(self, texts: dict[str, Text]) -> None:
        """Add what stands on after a page or line break, cell by cell."""
        for key, text in texts.items():
            if text:
                self.texts[key] = join((self.texts[key], text)) if self.texts.get(key) else text


def finish(draft: Draft, document: Document) -> Row:
    """The row of the record: cells as written, each with its place and confidence."""
    page, sha256 = draft.line.page, document.sha256
    cells: dict[str, str] = {}
    sources: dict[str, Source] = {}
    for key, text in draft.texts.items():
        string = cell_text(text)
        cells[key] = string
        if string:
            sources[key] = _cell_source(text, string, page, sha256, document)
    ceiling = ASSUMED if draft.assumed else 1.0
    confidence = min((source.confidence for source in sources.values()), default=ceiling)
    confidence = min(ceiling, confidence)
    return Row(cells, _row_source(draft, sources, sha256, confidence), draft.class_name, confidence, sources)


def _row_source(draft: Draft, sources: dict[str, Source], sha256: str, confidence: float) -> Source:
    page = draft.line.page
    reader = next((source.reader for source in sources.values()), page.reader)
    if page.frame is not None and draft.box is not None:
        return Source(sha256, page.number, page.frame.fractions(draft.box), None, reader, confidence)
    locator = next((cell.locator for cell in draft.line.cells if cell.locator), None)
    first = next(iter(sources.values()), None)
    return Source(sha256, None, None, locator or (first.locator if first else None), reader, confidence)


def _cell_source(text: Text, string: str, page: Page, sha256: str, document: Document) -> Source:
    if len(text.pieces) == 1 and page.frame is None:
        only = text.pieces[0]
        return Source(sha256, None, None, only.locator, only.reader, only.confidence, string)
    piece = text.placed[0]
    if page.frame is None or piece.page is None:
        return Source(sha256, None, None, piece.locator, piece.reader, text.confidence, string)
    box = text.box
    frame = page.frame if piece.page == page.number else document.pages[piece.page - 1].frame
    bbox = frame.fractions(box) if box is not None and frame is not None else None
    return Source(sha256, piece.page, bbox, None, piece.reader, text.confidence, string)

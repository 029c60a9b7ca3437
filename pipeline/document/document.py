"""The typed document that every reader makes and every extractor reads: the seam of the house.

Left of it everything depends on engines; right of it everything is pure and testable from JSON. A document is a
sequence of pages; a page is a sequence of blocks in reading order. A Word body is one page without a frame, an Excel
sheet likewise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.document.geometry import BBox, Frame
from pipeline.document.source import Source
from pipeline.document.text import Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text outside tables: one logical paragraph, its visual lines separated by LINE_BREAK.

    ``level`` is a heading's level (1 = highest) where the file says so, else None. ``role`` tells running heads and
    page numbers (``furniture``) from the text.
    """

    text: Text
    level: int | None = None
    role: Literal["text", "furniture"] = "text"
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``row`` and ``col`` count from 0 and name its top-left corner in the grid."""

    row: int
    col: int
    text: Text
    row_span: int = 1
    col_span: int = 1
    box: BBox | None = None
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in row-major order. A cell that spans is listed once. A table ends with its page.

    ``ruled`` is False where the grid was inferred from white space. ``box`` is None in office files.
    """

    rows: int
    cols: int
    cells: tuple[Cell, ...]
    page: int | None = None
    box: BBox | None = None
    locator: str | None = None
    ruled: bool = True
    type: Literal["table"] = "table"


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Seal:
    """An imprint found on the page: a round or oval seal, or a square name stamp. ``box`` in page points.

    ``text`` is the name along its ring, empty where none is legible; ``text_confidence`` is how sure that is (0..1),
    ``text_reader`` what read it: an engine, or ``text layer`` where the file has the ring as text.
    """

    box: BBox
    shape: Literal["round", "square"] = "round"
    text: str = ""
    confidence: float = 1.0
    text_confidence: float = 0.0
    text_reader: str = ""


@dataclass(frozen=True, slots=True)
class Ink:
    """Strokes that are neither print nor ruling nor seal: a signature, a handwritten note. ``box`` in page points."""

    box: BBox
    confidence: float = 1.0


COLOURED = "coloured"
"""Note of a scanned page that has any colour. Scanners keep pages without any in grey; on a grey copy seals are too."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page in its reading frame, or one Word body or Excel sheet (``frame`` None, ``name`` the sheet's).

    ``number`` counts from 1 in the delivered file; ``width`` and ``height`` are points of the reading frame. ``reader``
    says what its text came from (``text layer``, ``rapidocr``, ``docx``, ``sheet``, ``blank``). ``notes`` are slugs
    for people: ``text-layer-distrusted``, ``turned-90``, ``blank``, :data:`COLOURED`. ``look`` is a scanned page as a
    small grey JPEG in base64 (in the reading frame), for telling the same picture elsewhere. ``unread`` are places
    (points) with ink of the size of print that gave no reading: where one lies, nothing may be called empty. ``rules``
    are lines drawn across the page that are no table's borders (boxes without height, points): they part what is above
    and below.
    """

    number: int
    blocks: tuple[Block, ...]
    width: float = 0.0
    height: float = 0.0
    frame: Frame | None = None
    reader: str = "text layer"
    name: str | None = None
    seals: tuple[Seal, ...] = ()
    inks: tuple[Ink, ...] = ()
    notes: tuple[str, ...] = ()
    look: str = ""
    unread: tuple[BBox, ...] = ()
    rules: tuple[BBox, ...] = ()

    @property
    def scanned(self) -> bool:
        """Whether the page was read from pixels."""
        return self.frame is not None and self.reader not in ("text layer", "blank")


@dataclass(frozen=True, slots=True)
class Document:
    """One delivered file as read. ``pages`` may be a lazy sequence that loads one page at a time from the store."""

    sha256: str
    media_type: str
    pages: Sequence[Page] = field(default_factory=tuple)

    @property
    def paged(self) -> bool:
        """Whether its places are page and box (PDF, images) rather than locators (docx, xlsx)."""
        return any(page.frame is not None for page in self.pages[:1])

    def source(self, text: Text) -> Source | None:
        """The place of ``text``: its first page's box as fractions, or its first locator; None for empty text."""
        if not text.placed:
            return None
        first = text.placed[0]
        confidence, string = text.confidence, str(text)
        if first.page is None or text.box is None:
            return Source(self.sha256, None, None, first.locator, first.reader, confidence, string)
        return self.place(first.page, text.box, first.reader, confidence, string)

    def place(self, page: int, box: BBox, reader: str, confidence: float = 1.0, text: str = "") -> Source:
        """The place of a box in points of the reading frame of ``page``."""
        frame = self.pages[page - 1].frame
        bbox = frame.fractions(box) if frame is not None else None
        return Source(self.sha256, page, bbox, None, reader, confidence, text)

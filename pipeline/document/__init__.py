"""The typed document: geometry, text that knows its place, blocks, pages, sources."""

from pipeline.document.document import COLOURED, Block, Cell, Document, Ink, Page, Paragraph, Seal, Table
from pipeline.document.geometry import BBox, Frame, union_of
from pipeline.document.place import spoken_place
from pipeline.document.source import Fractions, Source
from pipeline.document.text import EMPTY_BOX, LINE_BREAK, PARAGRAPH_BREAK, TICKED_BOX, Piece, Text, join

__all__ = [
    "COLOURED", "EMPTY_BOX", "LINE_BREAK", "PARAGRAPH_BREAK", "TICKED_BOX", "BBox", "Block", "Cell", "Document",
    "Fractions", "Frame", "Ink", "Page", "Paragraph", "Piece", "Seal", "Source", "Table", "Text", "join",
    "spoken_place", "union_of",
]  # fmt: skip

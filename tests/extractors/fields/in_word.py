"""Blocks as a Word file holds them, and the fields that are read from a book of such blocks."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.book import read_book
from pipeline.document import Block, Document, Page, Piece, Text
from pipeline.records import FieldValue, FormDef


def word_text(words: str) -> Text:
    """A paragraph's or a cell's text."""
    return Text((Piece(words, locator="paragraph[1]", reader="docx"),))


def read_blocks(blocks: Sequence[Block], form: FormDef) -> dict[str, FieldValue]:
    """The fields of a book that consists of these blocks, by key."""
    document = Document("0" * 64, "docx", (Page(1, tuple(blocks), reader="docx"),))
    return {value.key: value for value in read_book(document, form).fields}

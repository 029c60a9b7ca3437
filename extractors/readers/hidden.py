"""Characters that nobody sees but that may do something, taken out of pages before anybody keeps them.

Control characters reach terminals and logs, direction marks turn what a reviewer reads, characters of no width make two
names that look the same. They are no text: a page that had any says so (``hidden-characters``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Block, Page, Paragraph, Piece, Text

NOTE = "hidden-characters"
HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
"""Control characters but line feeds, format characters, lone surrogates. Private use stays: names are written in it."""


def without_hidden(page: Page) -> Page:
    """The page with visible characters only; the same page where there are no others."""
    blocks = tuple(_block(block) for block in page.blocks)
    changed = any(new is not old for new, old in zip(blocks, page.blocks, strict=True))
    name = page.name and _clean(page.name)
    if not changed and name == page.name:
        return page
    return replace(page, blocks=blocks, name=name, notes=(*page.notes, NOTE))


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        text = _text(block.text)
        return block if text is block.text else replace(block, text=text)
    locator = block.locator and _clean(block.locator)
    cells = tuple(
        cell
        if (text := _text(cell.text)) is cell.text and not HIDDEN.search(cell.locator or "")
        else replace(cell, text=text, locator=_clean(cell.locator or "") or None)
        for cell in block.cells
    )
    if locator == block.locator and all(new is old for new, old in zip(cells, block.cells, strict=True)):
        return block
    return replace(block, cells=cells, locator=locator)


def _text(text: Text) -> Text:
    if not any(HIDDEN.search(piece.text) or HIDDEN.search(piece.locator or "") for piece in text.pieces):
        return text
    pieces = (_piece(piece) for piece in text.pieces)
    return Text(tuple(piece for piece in pieces if piece.text))


def _piece(piece: Piece) -> Piece:
    kept = [at for at, char in enumerate(piece.text) if char == "\t" or not HIDDEN.match(char)]
    edges = (*(piece.edges[at] for at in kept), piece.edges[-1]) if piece.edges else ()
    return replace(
        piece,
        text=_clean(piece.text),
        edges=edges,
        locator=piece.locator and _clean(piece.locator),
        alternatives=tuple(_clean(each) for each in piece.alternatives),
    )


def _clean(words: str) -> str:
    """A tab is white space to everybody: it becomes a space."""
    return HIDDEN.sub("", words.replace("\t", " "))

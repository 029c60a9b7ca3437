"""Text outside ruled tables as visual lines of words with their places, for lists that are set without borders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low

from pipeline.document import BBox, Block, Paragraph, Piece, Text, union_of

_WORD = re.compile(r"\S+")
_SHARED = 0.5
"""Words that share this part of their height stand on one line."""
_GAP, _EM, _FIGURE = 0.45, 0.7, 0.4
"""Heights of a line: white inside what was read as one word, from which it was two; the width of a character, and that
of a figure or Latin letter.
"""
_TOUCH = 0.1
"""Points between two runs of one line that was read as a whole."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without white space between, and the index of the block they came from."""

    piece: Piece
    box: BBox
    block: int


@dataclass(frozen=True, slots=True)
class WordLine:
    """The words of one visual line, left to right."""

    words: tuple[Word, ...]
    box: BBox

    @property
    def text(self) -> Text:
        """The line with single spaces between the words."""
        return spaced(self.words)

    @property
    def blocks(self) -> frozenset[int]:
        """The blocks that the words came from."""
        return frozenset(word.block for word in self.words)


def halves(word: Word, at: int) -> tuple[Word, Word] | None:
    """The word cut before its character ``at``; None where the file does not say where that stands."""
    left, right = word.piece.cut(0, at), word.piece.cut(at, len(word.piece.text))
    if left.box is None or right.box is None:
        return None
    return Word(left, left.box, word.block), Word(right, right.box, word.block)


def spaced(words: Sequence[Word]) -> Text:
    """Words of one line as text."""
    pieces: list[Piece] = []
    for word in words:
        if pieces:
            pieces.append(Piece(" "))
        pieces.append(word.piece)
    return Text(tuple(pieces))


def whole_words(line: WordLine) -> WordLine:
    """The line with runs put together that were read as one word: figures and codes are kept apart from their words."""
    words: list[Word] = []
    for word in line.words:
        if words and _goes_on(words[-1], word):
            before = words[-1]
            text, box = before.piece.text + word.piece.text, before.box.union(word.box)
            words[-1] = Word(replace(before.piece, text=text, box=box, edges=(), alternatives=()), box, word.block)
        else:
            words.append(word)
    return line if len(words) == len(line.words) else replace(line, words=tuple(words))


def _goes_on(one: Word, two: Word) -> bool:
    same = (one.box.y0, one.box.y1, one.block) == (two.box.y0, two.box.y1, two.block)
    return same and abs(two.box.x0 - one.box.x1) < _TOUCH


def word_lines(blocks: Iterable[tuple[int, Block]]) -> list[WordLine]:
    """All words of the blocks as visual lines, top to bottom."""
    words = sorted((word for index, block in blocks for word in _words(index, block)), key=lambda word: word.box.cy)
    groups: list[list[Word]] = []
    for word in words:
        if groups and _same_line(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_line(group) for group in groups]


def _words(index: int, block: Block) -> Iterator[Word]:
    texts = [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    for piece in (piece for text in texts for piece in text.placed):
        for found in _WORD.finditer(piece.text):
            for part in _parted_by_white(piece.cut(found.start(), found.end())):
                if part.box is not None:
                    yield Word(part, part.box, index)


def _parted_by_white(piece: Piece) -> Iterator[Piece]:
    """The word in parts where white stands between its characters: a detector may take two columns for one line.

    A character's place reaches to where the next one begins.
    """
    if piece.box is None or len(piece.edges) != len(piece.text) + 1:
        yield piece
        return
    widths = [right - left for left, right in pairwise(piece.edges)]
    often, height = median_low(widths), piece.box.height
    usuals = [max(often, (_FIGURE if char.isascii() else _EM) * height) for char in piece.text]
    start = 0
    for at, (width, usual) in enumerate(zip(widths[:-1], usuals, strict=False), 1):
        if width > usual + _GAP * height:
            part = piece.cut(start, at)
            assert part.box is not None
            yield replace(part, box=replace(part.box, x1=piece.edges[at - 1] + usual), edges=())
            start = at
    rest = piece.cut(start, len(piece.text)) if start else piece
    if rest.box is not None and widths[-1] > usuals[-1] + _GAP * height:
        rest = replace(rest, box=replace(rest.box, x1=piece.edges[-2] + usuals[-1]), edges=())
    yield rest


def _same_line(group: Sequence[Word], word: Word) -> bool:
    above = group[-1].box
    shared = min(above.y1, word.box.y1) - max(above.y0, word.box.y0)
    # Loose character boxes reach into the next line; the middles decide then.
    near = abs(above.cy - word.box.cy) < 0.3 * min(above.height, word.box.height)
    return near and shared > _SHARED * min(above.height, word.box.height)


def _line(group: Sequence[Word]) -> WordLine:
    words = _unspread(sorted(group, key=lambda word: word.box.x0))
    box = union_of(word.box for word in words)
    assert box is not None
    return WordLine(tuple(words), box)


def _unspread(words: Sequence[Word]) -> list[Word]:
    """Single characters set apart (序 号) as one word again."""
    kept: list[Word] = []
    for word in words:
        before = kept[-1] if kept else None
        gap = word.box.x0 - before.box.x1 if before else 0.0
        if before and len(before.piece.text) == len(word.piece.text) == 1 and gap < 2 * word.box.height:
            box = before.box.union(word.box)
            text = before.piece.text + word.piece.text
            kept[-1] = Word(Piece(text, word.piece.page, box, confidence=word.piece.confidence,
                                  reader=word.piece.reader), box, word.block)  # fmt: skip
        else:
            kept.append(word)
    return kept

"""Text that remembers where each of its characters stands.

A :class:`Text` is a string made of :class:`Piece` runs. Extraction works on the string; a slice of it still knows its
page, box, reader and confidence. Conventions that every reader keeps:

* a gap wider than about a third of an em inside a line is one space character;
* ``"\\n"`` (a piece of its own, :data:`LINE_BREAK`) separates the visual lines of one paragraph or cell;
* ``"\\u2029"`` (:data:`PARAGRAPH_BREAK`) separates paragraphs inside one cell;
* a tick box is one character: :data:`EMPTY_BOX` where it is empty, :data:`TICKED_BOX` where it is ticked, whatever
  glyph, symbol font, content control, drawing or pen stroke stood there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.document.geometry import BBox, union_of

EMPTY_BOX = "□"
TICKED_BOX = "☑"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one line of one page, or of one paragraph, cell or sheet cell of an office file.

    ``edges`` holds the x of the left edge of each character and the right edge of the last (``len(text) + 1`` numbers,
    points); empty means that the characters share ``box`` evenly. ``alternatives`` are other readings of the whole run.
    ``confidence`` is the chance (0..1) that every character of the run is right.
    """

    text: str
    page: int | None = None
    box: BBox | None = None
    edges: tuple[float, ...] = ()
    locator: str | None = None
    confidence: float = 1.0
    reader: str = "text layer"
    underlined: bool = False
    alternatives: tuple[str, ...] = ()

    def cut(self, start: int, end: int) -> Piece:
        """The characters ``start:end`` with the box narrowed to them; alternatives only survive a cut of the whole."""
        if start <= 0 and end >= len(self.text):
            return self
        if self.box is None:
            return replace(self, text=self.text[start:end], alternatives=())
        edges = self._edges()[start : end + 1]
        box = BBox(edges[0], self.box.y0, edges[-1], self.box.y1)
        return replace(self, text=self.text[start:end], box=box, edges=edges if self.edges else (), alternatives=())

    def _edges(self) -> tuple[float, ...]:
        if self.edges:
            return self.edges
        assert self.box is not None
        step = self.box.width / max(1, len(self.text))
        return tuple(self.box.x0 + step * n for n in range(len(self.text) + 1))


LINE_BREAK = Piece("\n")
PARAGRAPH_BREAK = Piece("\u2029")


@dataclass(frozen=True, slots=True)
class Text:
    """A string in pieces; ``str(text)`` is the string, ``text[i:j]`` (by :meth:`cut`) a Text again."""

    pieces: tuple[Piece, ...] = ()

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def __len__(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)

    def __bool__(self) -> bool:
        return any(piece.text.strip() for piece in self.pieces)

    def cut(self, start: int, end: int) -> Text:
        """The characters ``start:end``, each still in its place."""
        found: list[Piece] = []
        at = 0
        for piece in self.pieces:
            stop = at + len(piece.text)
            if at < end and stop > start and piece.text:
                found.append(piece.cut(max(0, start - at), min(len(piece.text), end - at)))
            at = stop
            if at >= end:
                break
        return Text(tuple(found))

    def strip(self, extra: str = "") -> Text:
        """Without white space (and the characters of ``extra``) at either end."""
        string = str(self)
        drop = extra + " \t\r\n\u3000\u00a0\u2029\u200b\ufeff"
        start = len(string) - len(string.lstrip(drop))
        end = len(string.rstrip(drop))
        return self.cut(start, max(start, end))

    @property
    def placed(self) -> tuple[Piece, ...]:
        """The pieces that carry ink or a locator: no breaks, no pure white space."""
        return tuple(piece for piece in self.pieces if piece.text.strip())

    @property
    def page(self) -> int | None:
        """Page of the first inked piece."""
        return next((piece.page for piece in self.placed), None)

    @property
    def box(self) -> BBox | None:
        """Box round the pieces that stand on the first piece's page."""
        page = self.page
        return union_of(piece.box for piece in self.placed if piece.box is not None and piece.page == page)

    @property
    def confidence(self) -> float:
        """That of the weakest inked piece; 1.0 where there is none."""
        return min((piece.confidence for piece in self.placed), default=1.0)


def join(texts: Iterable[Text], between: Piece = LINE_BREAK) -> Text:
    """The texts one after the other with ``between`` in the gaps; empty texts are left out."""
    kept = [text for text in texts if text.pieces]
    pieces: list[Piece] = list(kept[0].pieces) if kept else []
    for _, text in pairwise(kept):
        pieces.append(between)
        pieces.extend(text.pieces)
    return Text(tuple(pieces))

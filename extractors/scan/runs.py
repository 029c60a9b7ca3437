"""A line that was read, as runs of characters of one sureness each: a doubtful figure does not taint its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.scan.lines import Box
from extractors.scan.opinions import Verdict
from extractors.scan.sureness import sure_of_token, sure_of_words
from extractors.scan.tokens import Token
from pipeline.document import BBox, Piece
from pipeline.ports import OcrLine

_BREAK = re.compile(r"(?<=[：:；;，。])|(?<=\s)(?=\S)")
_SPECK_FIRST = re.compile(r"\s*[·•*'`´^~°.,、]")
_SPECK_LAST = re.compile(r"[·•'`´^~°]\s*$|(?:[\u4e00-\u9fff]|\d{5}|\.\d+)\s*\.\s*$|^[^「『]*[」』]\s*$")
"""What dirt before or after a line is read as; hardly anything that is written begins or ends so.

Chinese sentences end with 。, serial numbers (1.) are short, and 」 closes what 「 opened.
"""
_DOTTED, _BARE = re.compile(r"\s*\d{1,4}\s*\.\s*"), re.compile(r"\s*\d{1,4}\s*")
"""A figure alone on its line, with a dot and without."""
_STOP = re.compile(r"[。．]\s*$")
_CLEAR = 0.97
"""Score from which a full stop that ends a line is one, and no speck: printed ones score more."""
_SPECK = 0.85
_LETTER_O = re.compile(r"(?<=[A-Z])0(?=[A-Z])")
_FIGURE_0 = re.compile(r"(?<=\d)[Oo](?=\d)")
_CAPITAL_I = re.compile(r"(?<![A-Za-z])l{1,2}(?=[a-z]*[A-Z])")
"""IaaS and IoT are read as laaS and loT: no word begins with a small letter and has a capital after it."""


@dataclass(frozen=True, slots=True)
class LineRead:
    """What was read of a line, its box on the page (pixels), the page's number, who read it.

    ``dotted``: whether figures alone on their lines are written with a dot on this page (1.).
    """

    read: OcrLine
    box: Box
    number: int
    reader: str
    dotted: bool = True


def are_dotted(texts: Iterable[str]) -> bool:
    """Whether, of a page's lines that are a figure, most end with a dot: else the few that do end with a speck."""
    counts = Counter(
        bool(_DOTTED.fullmatch(text)) for text in texts if _DOTTED.fullmatch(text) or _BARE.fullmatch(text)
    )
    return counts[True] > counts[False]


def runs_of(line: LineRead, judged: Sequence[tuple[Token, Verdict]], scale: float) -> Iterator[Piece]:
    """The line's pieces, left to right, boxes in points."""
    at = 0
    for token, verdict in judged:
        yield from _words(line, at, token.start, scale)
        yield _token(line, token, verdict, scale)
        at = token.end
    yield from _words(line, at, len(line.read.text), scale)


def _words(line: LineRead, start: int, end: int, scale: float) -> Iterator[Piece]:
    cuts = [start, *(m.start() for m in _BREAK.finditer(line.read.text, start, end) if start < m.start() < end), end]
    for a, b in pairwise(cuts):
        if line.read.text[a:b].strip():
            sure = sure_of_words(_weakest(line.read, a, b), max(line.read.rivals[a:b], default=0.0))
            speck = (not a and _SPECK_FIRST.match(line.read.text)) or (b == len(line.read.text) and _ends_in_dirt(line))
            yield _piece(line, (a, b), line.read.text[a:b], min(sure, _SPECK) if speck else sure, scale)


def _ends_in_dirt(line: LineRead) -> bool:
    """Whether the line's last sign is likely a speck."""
    text = line.read.text
    if _STOP.search(text) and line.read.scores and _weakest(line.read, len(text.rstrip()) - 1, len(text)) < _CLEAR:
        return True
    return bool(_SPECK_LAST.search(text)) or (not line.dotted and bool(_DOTTED.fullmatch(text)))


def _weakest(read: OcrLine, start: int, end: int) -> float:
    scores = [score for score, char in zip(read.scores[start:end], read.text[start:end], strict=False) if char != " "]
    return min(scores, default=read.weakest)


def _token(line: LineRead, token: Token, verdict: Verdict, scale: float) -> Piece:
    tidy = _as_codes_are(verdict.text)
    others = tuple(dict.fromkeys(each for each in (*verdict.others, verdict.text) if each != tidy))
    sure = sure_of_token(tidy, verdict)
    return _piece(line, (token.start, token.end), tidy, sure, scale, others)


def _piece(
    line: LineRead, span: tuple[int, int], text: str, sure: float, scale: float, others: tuple[str, ...] = ()
) -> Piece:
    x0, y0, x1, y1 = line.box
    length = max(1, len(line.read.text))
    edges = line.read.edges or tuple((x1 - x0) * n / length for n in range(length + 1))
    own = tuple((x0 + edge) * scale for edge in edges[span[0] : span[1] + 1])
    box = BBox(own[0], y0 * scale, max(own[-1], own[0] + 0.5), y1 * scale)
    fitting = own if line.read.edges and len(text) == span[1] - span[0] else ()
    return Piece(text, line.number, box, fitting, None, sure, line.reader, alternatives=others)


def _as_codes_are(text: str) -> str:
    """O between capitals, 0 between figures, I before capitals: recognisers put others for them inside codes."""
    return _CAPITAL_I.sub(lambda small: "I" * len(small[0]), _FIGURE_0.sub("0", _LETTER_O.sub("O", text)))

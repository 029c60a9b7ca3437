"""The heads of lists without borders: some lines together whose words name the columns of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractors.lists.columns import serial_before
from extractors.lists.free_lines import Word, WordLine, halves, whole_words
from extractors.lists.lines import Line
from pipeline.document import BBox, Cell, Page, Piece, Text, union_of

Takes = Callable[[WordLine, WordLine, WordLine], bool]
"""Whether a line is the next one of a head: itself, the nearest line that is of it, the one first known."""
_ACROSS = 0.8
"""Share of a head's width over which a line must be drawn to end it; one below some of its words is within it."""
_CLOSE, _PITCH = 1.15, 1.75
"""Heights of a head's line from one of its lines to the next at most: of any words, of words in its columns."""
_SERIAL = frozenset("序号")
"""Characters of the head over serial numbers."""
_NEARER = 0.8
"""Share of the distance to the line above within which the line below is clearly nearer."""


class FreeHeads:
    """Finds heads among the lines of a page; ``names_columns`` says whether cells name a list's columns."""

    def __init__(self, is_head: Callable[[Line], bool]) -> None:
        self.names_columns = is_head

    def find(self, page: Page, lines: Sequence[WordLine], rules: Sequence[BBox]) -> Iterator[tuple[int, int]]:
        """The first and the last line of every head."""
        done = -1
        for at, line in enumerate(lines):
            if at <= done or len(line.words) < 2:
                continue
            if self._reads_as_head(page, [line]):
                found = _grown(lines, at, done + 1, rules, _joins)
            else:
                found = _grown(lines, at, done + 1, rules, _wraps)
                if found == (at, at) or not self._reads_as_head(page, lines[found[0] : found[1] + 1]):
                    continue
            done = found[1]
            yield found

    def _reads_as_head(self, page: Page, lines: Sequence[WordLine]) -> bool:
        boxes, texts = head_boxes(lines)
        cells = (
            Cell(0, at, Text((Piece(text, page.number, box),)))
            for at, (text, box) in enumerate(zip(texts, boxes, strict=True))
        )
        return self.names_columns(Line(page, (), tuple(cells)))


def head_boxes(lines: Sequence[WordLine]) -> tuple[list[BBox], list[str]]:
    """One box and text a column: words over each other are one head."""
    words: list[Word] = sorted(
        (part for line in lines for word in whole_words(line).words for part in _parted(word)),
        key=lambda word: word.box.x0,
    )
    columns: list[list[Word]] = []
    reach = 0.0
    for word in words:
        if columns and word.box.x0 < reach:
            columns[-1].append(word)
        else:
            columns.append([word])
        reach = max(reach, word.box.x1)
    boxes = [box for box in (union_of(word.box for word in column) for column in columns) if box is not None]
    return boxes, ["".join(each.piece.text for each in sorted(column, key=_height)) for column in columns]


def parted_head(line: WordLine) -> WordLine:
    """The line of a head in whole words, with 序号 apart from what was read with it."""
    line = whole_words(line)
    return replace(line, words=tuple(part for word in line.words for part in _parted(word)))


def _parted(word: Word) -> Iterator[Word]:
    """The word, but 序号 apart from the head that was read with it."""
    at = serial_before(word.piece.text)
    yield from (halves(word, at) if at else None) or (word,)


def _height(word: Word) -> float:
    return word.box.cy


def _fills(words: Sequence[Word], head: WordLine) -> bool:
    """Whether a line's words can be parts of heads: right of the first column, few, no numbers."""
    inside = all(head.words[0].box.x1 <= word.box.x0 for word in words)
    return inside and len(words) < len(head.words) and not any(word.piece.text.isdigit() for word in words)


def _is_half_serial(word: Word, head: WordLine) -> bool:
    """Whether it is a character of 序号 set over two lines in a narrow first column: half a line above or below."""
    return word.piece.text in _SERIAL and word.box.x1 <= head.words[0].box.x0


def _grown(lines: Sequence[WordLine], at: int, least: int, rules: Sequence[BBox], takes: Takes) -> tuple[int, int]:
    """The first (not before ``least``) and last line of a head of which one line is known."""
    head = lines[at]
    levels = [rule.y0 for rule in rules if _is_across(rule, head.box)]

    def joined(one: int, two: int) -> bool:
        return not any(lines[one].box.cy < y < lines[two].box.cy for y in levels)

    first = last = at
    while first > least and joined(first - 1, first) and takes(lines[first - 1], lines[first], head):
        first -= 1
    while last + 1 < len(lines) and joined(last, last + 1) and takes(lines[last + 1], lines[last], head):
        if last + 2 < len(lines) and joined(last + 1, last + 2) and _is_of_next(lines, last + 1):
            break
        last += 1
    return first, last


def _is_across(rule: BBox, head: BBox) -> bool:
    return min(rule.x1, head.x1) - max(rule.x0, head.x0) >= _ACROSS * head.width


def _wraps(line: WordLine, near: WordLine, head: WordLine) -> bool:
    """Whether the line may hold parts of wrapped heads, or heads over or under others: close by, without figures."""
    step, height = abs(line.box.cy - near.box.cy), min(line.box.height, near.box.height, head.box.height)
    close = step < _CLOSE * height or (_goes_on(line.words, near) and step < _PITCH * height)
    return close and not any(word.piece.text.isdigit() for word in line.words)


def _joins(line: WordLine, near: WordLine, head: WordLine) -> bool:
    """Whether the line is the next one of the head: close by, or a further line of words that stand in it."""
    words = [word for word in line.words if not _is_half_serial(word, head)]
    if not _fills(words, head):
        return False
    step = abs(line.box.cy - near.box.cy)
    return step < head.box.height or (_goes_on(words, near) and step < _PITCH * head.box.height)


def _goes_on(words: Sequence[Word], near: WordLine) -> bool:
    """Whether each of the words stands in the column of one of the line's."""
    return all(any(_stand_over(word, other) for other in near.words) for word in words)


def _stand_over(one: Word, two: Word) -> bool:
    aligned = min(abs(one.box.cx - two.box.cx), abs(one.box.x0 - two.box.x0)) < 0.4 * one.box.height
    return aligned and min(one.box.x1, two.box.x1) > max(one.box.x0, two.box.x0)


def _is_of_next(lines: Sequence[WordLine], at: int) -> bool:
    """Whether the line is nearer to the one below than to the one above: where a cell of the first row wraps."""
    above, line, below = (lines[n].box.cy for n in (at - 1, at, at + 1))
    return below - line < _NEARER * (line - above)

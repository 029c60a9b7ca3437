"""Lines of a list without borders that begin a row by its number, or are of no row: totals, headings, running text."""

from __future__ import annotations

from itertools import pairwise

from extractors.lists.free_columns import FreeColumns
from extractors.lists.free_lines import Word, WordLine
from extractors.lists.serials import serial_number
from extractors.lists.words import is_total

_PROSE = 0.6
"""Share of the columns' width from which words without a gap are of no column."""
_STOPS, _TOUCH = frozenset("，。、；：,.;:"), 0.2
"""Signs with white behind them; heights of a line up to which there is none between two words."""
_HEADING = 0.6
"""Heights of a line between the words of a heading, at most."""


def is_anchor(line: WordLine, columns: FreeColumns) -> bool:
    """Whether the line holds a serial number and something beside it."""
    dealt = columns.deal(line)
    first = dealt.get(columns.serial or 0, [])
    # Engines read a bracket beside a figure apart from it.
    close = all(two.box.x0 - one.box.x1 < _TOUCH * one.box.height for one, two in pairwise(first))
    return len(dealt) > 1 and close and serial_number("".join(word.piece.text for word in first)) is not None


def is_statement(line: WordLine, columns: FreeColumns) -> bool:
    """Whether the line begins in the first column without a serial number there, or holds totals, or is prose."""
    first = line.words[0]
    if is_anchor(line, columns):
        return False
    if runs_over(line, columns) or (is_total(first.piece.text) and len(line.words) > 1):
        return True
    begins = first.box.x0 < columns.borders[(columns.serial or 0) + 1] - 1
    return begins and serial_number(first.piece.text) is None


def runs_over(line: WordLine, columns: FreeColumns) -> bool:
    """Whether the line is running text: over most of the columns' width, with no gap but behind stops and commas."""
    width = columns.borders[-1] - columns.borders[0]
    if columns.count < 3 or line.box.width <= _PROSE * width:
        return False
    return all(_goes_on(one, two) for one, two in pairwise(line.words))


def is_one(line: WordLine) -> bool:
    """Whether its words stand close, as those of one heading do."""
    return all(two.box.x0 - one.box.x1 < _HEADING * line.box.height for one, two in pairwise(line.words))


def _goes_on(one: Word, two: Word) -> bool:
    """Whether there is no more white between two words than a stop or comma leaves."""
    gap = two.box.x0 - one.box.x1
    return gap < _TOUCH * one.box.height or (one.piece.text[-1] in _STOPS and gap < one.box.height)

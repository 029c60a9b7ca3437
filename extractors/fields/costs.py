"""What each step of an alignment costs. The unit is one printed character that is not found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.fields.normal import CELL, DISCS, LINE, RINGS, look_alikes
from extractors.fields.sequence import Token
from pipeline.document import EMPTY_BOX, TICKED_BOX

Row = NDArray[np.float64]

_WRONG = 1.1
_LOOK_ALIKE = 0.35
_OPTIONAL_MISSING, _OPTIONAL_WRONG = 0.05, 0.4
_JUNK = 0.6
"""What it costs that anything unprinted stands between two items at all."""
_EMPTY_CELL, _NEXT_CELL = 0.04, 1.0
_COLON = 0.1
"""A colon between a label and its value in one cell, for the border between them."""
_STRANGE, _AFTER_LABEL, _BEFORE_LABEL = 0.7, 0.15, 0.3
_BOXES = (EMPTY_BOX, TICKED_BOX)
_LIKE_A_BOX = frozenset("口日目曰回国区团图0o□d口凶因园固囗@ロ中")
_NUMBER = frozenset("0123456789.,%万亿元千百十零一二三四五六七八九两无-/+约余近〇壹贰叁肆伍陆柒捌玖拾")
_DATE = frozenset("0123456789.-/年月日〇一二三四五六七八九十零")


class Costs:
    """The costs for one document; everything that depends on it alone is worked out once."""

    def __init__(self, document: Sequence[str]) -> None:
        self._tokens = np.array(list(document), dtype="<U1") if document else np.empty(0, "<U1")
        self._is_cell, self._is_line = self._tokens == CELL, self._tokens == LINE
        self._is_box = np.isin(self._tokens, _BOXES)
        self._places: dict[str, NDArray[np.bool_]] = {}
        self._matches: dict[str, Row] = {}
        self._along: dict[str, Row] = {}
        self.insert = self._inserted(_STRANGE)
        self._before_label = self._inserted(_BEFORE_LABEL)
        self._after_label = self._lengthened()
        # Dearer than a narrative, or the last narrative of a form would be left to what follows the book.
        self.rest = self._summed(0.012, cell=0.02, line=0.0, box=0.02)

    def _summed(self, char: float, *, cell: float, line: float, box: float) -> Row:
        """Prefix sums of a cost a token, so that a stretch costs a difference."""
        each = np.full(len(self._tokens), char, np.float64)
        each[self._is_cell], each[self._is_line], each[self._is_box] = cell, line, box
        return np.concatenate(([0.0], np.cumsum(each)))

    def inserted(self, token: Token, following: Token | None) -> Row:
        """Prefix sums of what strange characters cost after a token: less where they lengthen the label of a cell."""
        if following is None or {token.kind, following.kind} != {"cell", "char"}:
            return self.insert
        return self._after_label if following.kind == "cell" else self._before_label

    def _inserted(self, char: float, cell: float = 0.25) -> Row:
        """What a character costs that nobody asked for; one empty cell after another costs next to nothing more."""
        each = np.diff(self._summed(char, cell=cell, line=0.03, box=0.9))
        each[1:][self._is_cell[1:] & self._is_cell[:-1]] = _EMPTY_CELL
        return np.concatenate(([0.0], np.cumsum(each)))

    def _lengthened(self) -> Row:
        """What characters cost that lengthen a label: behind a colon and in the next cell stand values."""
        each = np.diff(self._inserted(_AFTER_LABEL, cell=_NEXT_CELL))
        numbers = np.arange(len(self._tokens))
        ends = np.maximum.accumulate(np.where(self._is_cell | self._is_line, numbers, -1))
        colons = np.maximum.accumulate(np.where(self._tokens == ":", numbers, -1))
        each[(colons > ends) & (colons < numbers)] = _STRANGE
        return np.concatenate(([0.0], np.cumsum(each)))

    def along(self, token: Token) -> Row:
        """What a hole or junk pays for taking up a stretch of the document (prefix sums)."""
        kind = "junk" if token.field is None else token.field.kind
        if kind not in self._along:
            self._along[kind] = self._along_of(kind)
        return self._along[kind]

    def _along_of(self, kind: str) -> Row:
        if kind == "junk":
            return self._summed(0.12, cell=0.12, line=0.02, box=0.5)
        if kind == "narrative":
            return self._summed(0.01, cell=0.5, line=0.0, box=0.15)
        if kind == "text":
            return self._summed(0.03, cell=1.2, line=0.2, box=1.0)
        return self._typed(_DATE if kind == "date" else _NUMBER)

    def _typed(self, usual: frozenset[str]) -> Row:
        """A hole for a number or date takes up other characters unwillingly."""
        each = np.where(np.isin(self._tokens, list(usual)), 0.02, 0.22).astype(np.float64)
        each[self._is_cell], each[self._is_line], each[self._is_box] = 1.2, 0.2, 1.0
        return np.concatenate(([0.0], np.cumsum(each)))

    def match(self, token: Token) -> Row:
        """What it costs to take each document token for this template token."""
        name = token.kind if token.kind != "char" else token.char + ("?" if token.optional else "")
        if name not in self._matches:
            row = self._match_of(token)
            self._matches[name] = np.where(row == _WRONG, _OPTIONAL_WRONG, row) if token.optional else row
        return self._matches[name]

    @staticmethod
    def entry(token: Token) -> float:
        """What it costs to begin a stretch, however short."""
        return _JUNK if token.kind == "junk" else 0.0

    def _match_of(self, token: Token) -> Row:
        row = np.full(len(self._tokens), _WRONG, np.float64)
        row[self._is_cell | self._is_line] = 3.0
        if token.kind == "cell":
            row[:] = 3.0
            row[self._is_cell], row[self._is_line] = 0.0, 0.15
            row[self._tokens == ":"] = _COLON
        elif token.kind == "line":
            row[:] = 3.0
            row[self._is_line], row[self._is_cell] = 0.0, 0.2
        elif token.kind == "place":
            row[:] = 9.0
        elif token.kind == "box":
            row[np.isin(self._tokens, list(_LIKE_A_BOX))] = 0.55
            row[np.isin(self._tokens, list(RINGS + DISCS))] = 0.05
            row[self._is_box] = 0.0
        else:
            row[self._is_box] = 3.0
            row[np.isin(self._tokens, list(look_alikes(token.char)))] = _LOOK_ALIKE
            row[self._tokens == token.char] = 0.0
        return row

    def delete(self, token: Token) -> float:
        """What it costs that a template token is not in the document."""
        if token.kind == "char":
            return _OPTIONAL_MISSING if token.optional else 1.0
        return {"cell": 0.2, "line": 0.02, "box": 0.7, "place": 0.0}[token.kind]

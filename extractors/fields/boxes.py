"""Choices from tick boxes: yes or no, one of several, any of several, the box before an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.fields.normal import CELL, DISCS, LINE, plain
from pipeline.chinese import is_chinese
from pipeline.document import TICKED_BOX, Text
from pipeline.records import FieldDef
from pipeline.records import Value as RecordValue

YES, NO, TICK = "是", "否", "√"
_TICKED = frozenset(TICKED_BOX + DISCS)
_BETWEEN = CELL + LINE + ",、;."
"""What may stand between options that were left alone."""
_EMPTY = "口囗"
"""Characters that an empty box is read as."""


@dataclass(frozen=True, slots=True)
class BoxReading:
    """One tick box as found: its option, the box's text (empty where none was found), the option's words as found."""

    option: str
    box: Text
    words: Text

    @property
    def ticked(self) -> bool:
        """Whether it is ticked."""
        return any(char in _TICKED for char in str(self.box))

    @property
    def seen(self) -> bool:
        """Whether there is a box at all."""
        return bool(self.box)

    @property
    def misread(self) -> bool:
        """Whether a character was read in the box's place: a stroke in it may have made it one (曰)."""
        return any(is_chinese(char) and char not in _EMPTY for char in str(self.box))

    @property
    def place(self) -> Text:
        """Box and option."""
        return Text(self.box.pieces + self.words.pieces)


@dataclass(frozen=True, slots=True)
class Choice:
    """The value of a field made of boxes, how sure (0..1), what was ticked, and its places."""

    value: RecordValue
    raw: str
    confidence: float
    places: tuple[Text, ...]


def choose(field: FieldDef, boxes: Sequence[BoxReading], written: str = "") -> Choice:
    """What the boxes of one field say; ``written`` is all that stands in their place, in comparable characters."""
    ticked = [box for box in boxes if box.ticked]
    if not any(box.seen for box in boxes):
        ticked = _named_alone(field, boxes, written) or _words_alone(boxes)
    sure = _sureness(boxes, ticked)
    places = tuple(box.place for box in ticked)
    raw = "、".join(box.option for box in ticked)
    if field.kind == "multichoice":
        return Choice([box.option for box in ticked], raw, sure, places)
    if field.kind == "bool":
        return _yes_or_no(boxes, ticked, sure, places)
    if len(ticked) == 1:
        return Choice(ticked[0].option, raw, sure, places)
    return Choice(ticked[0].option if ticked else None, raw, 0.4 if ticked else sure, places)


def _yes_or_no(
    boxes: Sequence[BoxReading], ticked: Sequence[BoxReading], sure: float, places: tuple[Text, ...]
) -> Choice:
    if [box.option for box in boxes] == [TICK]:
        box = boxes[0]
        mark = TICKED_BOX if box.ticked else ""
        return Choice(box.ticked if box.seen else None, mark, sure, (box.box,) if box.seen else ())
    if len(ticked) != 1:
        return Choice(None, "", 0.4 if ticked else sure, places)
    return Choice(ticked[0].option == YES, ticked[0].option, sure, places)


def _words_alone(boxes: Sequence[BoxReading]) -> list[BoxReading]:
    """Where the boxes are gone and only one option's words were left, that one is meant."""
    left = [box for box in boxes if box.words]
    return left if len(left) == 1 < len(boxes) else []


def _named_alone(field: FieldDef, boxes: Sequence[BoxReading], written: str) -> list[BoxReading]:
    """Where nothing stands but the words of some options, those are meant; all of them are the form without boxes."""
    named = []
    for box in sorted(boxes, key=lambda box: -len(box.option)):
        words = "".join(map(plain, box.option))
        if words and words in written:
            written = written.replace(words, CELL, 1)
            named.append(box)
    most = len(boxes) - 1 if field.kind == "multichoice" else 1
    return [box for box in boxes if box in named] if len(named) <= most and not written.strip(_BETWEEN) else []


def _sureness(boxes: Sequence[BoxReading], ticked: Sequence[BoxReading]) -> float:
    """As sure as the least sure box; less where a box was not found at all, or a character in its place."""
    if not boxes:
        return 0.0
    seen = min((box.box.confidence for box in boxes if box.seen), default=0.5)
    missing = sum(not box.seen or box.misread for box in boxes)
    return seen * (0.75 if missing and ticked else 0.5 if missing else 1.0)

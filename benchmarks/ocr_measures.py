"""What was read against what stands there, judged the same way for every engine.

Lines that lie over one another are put together, theirs and ours, into groups; within a group the two texts are
aligned. So no engine gains or loses by the order in which it gives its lines, or by cutting them at other places.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ocr_pages import TICKS, Line
from rapidfuzz.distance import Levenshtein

from pipeline.checks.trust import SURE
from pipeline.document import BBox

_ALIKE = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "―": "-", "−": "-", "·": ".",
                        "、": ",", "。": ".", "~": "-", "～": "-", "﹣": "-"})  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")


def plain(text: str) -> str:
    """Without white space, blanks to fill in, widths and look-alike punctuation; tick boxes as one character each."""
    folded = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return "".join(TICKS.get(char, char) for char in folded if not char.isspace() and char != "_")


def without_ticks(text: str) -> str:
    return "".join(char for char in text if char not in "□☑")


@dataclass(slots=True)
class Group:
    """Lines of the truth and lines as read that lie over one another."""

    truth: list[Line] = field(default_factory=list)
    read: list[Line] = field(default_factory=list)


def groups(truth: Sequence[Line], read: Sequence[Line], seals: Sequence[BBox] = ()) -> list[Group]:
    """All lines in groups; what was read inside a seal and lies over no line of the truth is left out."""
    parent = list(range(len(truth) + len(read)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for j, other in enumerate(read):
        over = [i for i, one in enumerate(truth) if _over(one.box, other.box)]
        for i in over or [i for i, one in enumerate(truth) if _beside(one.box, other.box)][:1]:
            parent[root(i)] = root(len(truth) + j)
    found: dict[int, Group] = {}
    for n, line in enumerate([*truth, *read]):
        group = found.setdefault(root(n), Group())
        (group.truth if n < len(truth) else group.read).append(line)
    return [
        Group(_in_order(group.truth), _in_order(group.read))
        for group in found.values()
        if group.truth or not _inside(group.read, seals)
    ]


def _over(one: BBox, other: BBox) -> bool:
    shared = one.intersection(other)
    if shared is None or shared.height < 0.4 * min(one.height, other.height):
        return False
    return shared.width > 0.3 * min(one.width, other.width) or shared.width > 0.7 * min(one.height, other.height)


def _beside(one: BBox, other: BBox) -> bool:
    """On the same level and next to it: engines only guess where the last character of a line stands."""
    gap = max(one.x0, other.x0) - min(one.x1, other.x1)
    return abs(one.cy - other.cy) < 0.4 * max(one.height, other.height) and gap < 0.8 * min(one.height, other.height)


def _inside(lines: Iterable[Line], seals: Sequence[BBox]) -> bool:
    return all(any(seal.holds(line.box.cx, line.box.cy) for seal in seals) for line in lines)


def _in_order(lines: list[Line]) -> list[Line]:
    """Top to bottom in rows, each left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.box.cy):
        if rows and abs(rows[-1][0].box.cy - line.box.cy) < 0.5 * min(rows[-1][0].box.height, line.box.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.box.x0)]


def joined(lines: Iterable[Line]) -> str:
    return "".join(plain(line.text) for line in lines)


@dataclass(slots=True)
class Score:
    """Counts over pages; ``confident`` are numbers read at or above the threshold."""

    characters: int = 0
    wrong: int = 0
    numbers: int = 0
    numbers_right: int = 0
    confident: int = 0
    confident_wrong: int = 0
    ticks: int = 0
    ticks_right: int = 0

    def add(self, group: Group) -> None:
        truth, read = joined(group.truth), joined(group.read)
        self._ticks(truth, read)
        one, other = without_ticks(truth), without_ticks(read)
        self.characters += len(one)
        self.wrong += Levenshtein.distance(one, other)
        self._numbers(group)

    def _numbers(self, group: Group) -> None:
        there = Counter(number for line in group.truth for number in _NUMBER.findall(plain(line.text)))
        sure = Counter(
            number for line in group.read if line.confidence >= SURE for number in _NUMBER.findall(plain(line.text))
        )
        seen = Counter(number for line in group.read for number in _NUMBER.findall(plain(line.text)))
        self.numbers += there.total()
        self.numbers_right += (there & seen).total()
        self.confident += sure.total()
        self.confident_wrong += (sure - there).total()

    def _ticks(self, truth: str, read: str) -> None:
        places = {n for n, char in enumerate(truth) if char in "□☑"}
        self.ticks += len(places)
        if places:
            blocks = Levenshtein.opcodes(truth, read)
            self.ticks_right += sum(
                len(places & set(range(each.src_start, each.src_end))) for each in blocks if each.tag == "equal"
            )


def judged(group: Group) -> Iterator[tuple[Line, bool]]:
    """Each line as read and whether all its characters are right and none next to it is lost."""
    truth, read = joined(group.truth), joined(group.read)
    spans, at = [], 0
    for line in group.read:
        spans.append((at, at + len(plain(line.text))))
        at = spans[-1][1]
    bad = set()
    for each in Levenshtein.opcodes(truth, read):
        if each.tag != "equal":
            low, high = each.dest_start, max(each.dest_end, each.dest_start + 1)
            bad |= {n for n, (start, end) in enumerate(spans) if start < high and low < end}
            if each.dest_start == each.dest_end and spans and each.dest_start == at:
                bad.add(len(spans) - 1)
    return ((line, n not in bad) for n, line in enumerate(group.read))

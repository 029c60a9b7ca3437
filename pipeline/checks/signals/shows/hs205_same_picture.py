"""The same certificate, contract, screenshot or photograph attached by two applicants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.checks.across.picture import Picture
from pipeline.checks.across.signature import Signature
from pipeline.checks.signals.picture_pairs import Owned, likely_pairs
from pipeline.checks.signals.signal import PageOf, Sight, Signal
from pipeline.document import BBox, Page, Source
from pipeline.records import Evidence

_LIKE, _PHOTOGRAPH = 0.4, 0.4
_EVERYBODYS = 5
"""A page that more applicants than this attached (a notice, a standard) belongs to none of them."""
_PAGES_KEPT, _SHOWN, _WORDS = 64, 3, 40


@dataclass(frozen=True, slots=True)
class _Same:
    """Two pages that are one picture, with the evidence of each submission."""

    one: Owned
    two: Owned
    sides: Mapping[str, Evidence]


def _look(known: Mapping[str, Signature], page_of: PageOf) -> Iterator[Sight]:
    kept = lru_cache(maxsize=_PAGES_KEPT)(page_of)
    pairs = [same for one, two in likely_pairs(known) if (same := _same(one, two, kept))]
    between: dict[tuple[str, str], list[_Same]] = defaultdict(list)
    for pair in _without_everybodys(pairs):
        between[pair.one[0], pair.two[0]].append(pair)
    for (one, two), found in sorted(between.items()):
        for this, other in ((one, two), (two, one)):
            said = f"有{len(found)}页扫描件与「{other}」的扫描件疑为同一画面"
            yield Sight(said, (), tuple(_shown(found, this, other)), this, other)


def _shown(found: Sequence[_Same], this: str, other: str) -> Iterator[Evidence]:
    for pair in found[:_SHOWN]:
        yield replace(pair.sides[this], side="本申报")
        yield replace(pair.sides[other], side=f"另一申报「{other}」", submission=other)


def _without_everybodys(pairs: Sequence[_Same]) -> Iterator[_Same]:
    holders: dict[tuple[str, int], set[str]] = defaultdict(set)
    for pair in pairs:
        for (_, page), (name, _) in ((pair.one, pair.two), (pair.two, pair.one)):
            holders[page.sha256, page.page].add(name)
    for pair in pairs:
        if all(len(holders[page.sha256, page.page]) <= _EVERYBODYS for _, page in (pair.one, pair.two)):
            yield pair


def _same(one: Owned, two: Owned, page_of: PageOf) -> _Same | None:
    """Both sides where the pages say the same, or show the same photograph, and lie over each other."""
    from pipeline.checks.across.picturing import ink_of, words_of  # takes OpenCV: only where there is something to see
    from pipeline.checks.signals.overlay import laid_over
    from pipeline.checks.signals.same_words import say_the_same

    pages = [page_of(each.sha256, each.page) for _, each in (one, two)]
    mine, other = pages
    if mine is None or other is None:
        return None
    words = [words_of(page) for page in (mine, other)]
    same_words = say_the_same(*words)
    if not same_words and not _photographs(one[1], two[1]):
        return None
    over = laid_over(ink_of(mine), ink_of(other))
    if over is None:
        return None
    same_photograph = over.photographs is not None and over.photographs >= _PHOTOGRAPH
    if not same_photograph and not (same_words and over.likeness >= _LIKE):
        return None
    sides = (_side(one, mine, over.mine, words[0]), _side(two, other, over.other, words[1]))
    return _Same(one, two, dict(zip((one[0], two[0]), sides, strict=True)))


def _photographs(one: Picture, two: Picture) -> bool:
    """Whether both pages are photographs rather than print: where both have words, their words decide."""
    return bool(len(one.views) and len(two.views)) and not (len(one.words) and len(two.words))


def _side(owned: Owned, page: Page, part: tuple[float, float, float, float], told: Sequence[str]) -> Evidence:
    """The part of the page that lies over the other one, on the page as delivered."""

    box = BBox(part[0] * page.width, part[1] * page.height, part[2] * page.width, part[3] * page.height)
    place = page.frame.fractions(box) if page.frame else None
    words = " ".join(told)[:_WORDS]
    source = Source(owned[1].sha256, page.number, place, None, page.reader, 1.0, words)
    return Evidence("", f"第{page.number}页：{words or '（图片）'}", source)


SIGNAL = Signal(
    code="HS205",
    slug="same-picture",
    what="两家单位所附的扫描页（证书、合同、截图、照片）是同一画面：文字和号码相同且版面重合，或照片内容重合。",
    why="同一份证书、合同或截图被两家各附一次，须核实属于哪一家；也可能是联合实施的项目。",
    measured="of 96 made attachments read by OCR, not tuned on, 31 pairs planted: 31 of 31 right, 31 of 31 found.",
    pictured=_look,
)

"""Scanned pages of different applicants that may be one picture: found by tables of hashes, the likeliest of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from pipeline.checks.across.inverted import Inverted
from pipeline.checks.across.picture import Picture
from pipeline.checks.across.signature import Signature

_SHARED = 10
_TEMPLATE = 50
"""Words on more pages than this are a template's, and nobody's own."""
_LIKELIEST = 5
"""So many counterparts of each page are looked at: the true one shares the most."""
_BANDS = (13, 13, 13, 12, 12)
_DIFFERENT_BITS = 10

Owned = tuple[str, Picture]


def likely_pairs(known: Mapping[str, Signature]) -> Iterator[tuple[Owned, Owned]]:
    """Pairs of pages worth looking at, each once; two of one applicant are none."""
    pages = [(name, each) for name in sorted(known) for each in known[name].pictures]
    found: set[tuple[int, int]] = set()
    for near in (_by_words([each for _, each in pages]), _by_views([each for _, each in pages])):
        for mine, others in near:
            me = known[pages[mine][0]]
            strangers = (other for other in others if not me.same_applicant(known[pages[other][0]]))
            found |= {(min(mine, other), max(mine, other)) for other in islice(strangers, _LIKELIEST)}
    for one, two in sorted(found):
        if pages[one][0] != pages[two][0]:
            yield pages[one], pages[two]


def _by_words(pages: Sequence[Picture]) -> Iterator[tuple[int, Iterable[int]]]:
    """For each page those that share words that few pages have, most first."""
    table = Inverted([each.words for each in pages])
    for mine, each in enumerate(pages):
        if len(each.words):
            near = sorted(table.counted(mine, _SHARED, _TEMPLATE), key=lambda pair: (-pair[1], pair[0]))
            yield mine, [other for other, _ in near]


def _by_views(pages: Sequence[Picture]) -> Iterator[tuple[int, Iterable[int]]]:
    """For each photograph those of which the whole is near some crop of it, nearest first."""
    wholes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, each in enumerate(pages):
        if len(each.views):
            for key in _bands(int(each.views[0])):
                wholes[key].append(at)
    for mine, each in enumerate(pages):
        near = {other for view in each.views for key in _bands(int(view)) for other in wholes[key]} - {mine}
        apart = {other: int(np.bitwise_count(each.views ^ pages[other].views[0]).min()) for other in near}
        close = sorted((bits, other) for other, bits in apart.items() if bits <= _DIFFERENT_BITS)
        if close:
            yield mine, [other for _, other in close]


def _bands(view: int) -> Iterator[tuple[int, int]]:
    for number, bits in enumerate(_BANDS):
        yield number, view & ((1 << bits) - 1)
        view >>= bits

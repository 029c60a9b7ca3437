"""Rows cut by a page break and broken grids, mended wherever the form then fits better.

Whether it fits is asked of the part of the form that stands there, not of the whole: a book has dozens of page breaks,
and an alignment of the whole is dear.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from extractors.fields.align import Alignment, align
from extractors.fields.pagecuts import join_at_cut, meetings
from extractors.fields.regrid import split_tall_cells
from extractors.fields.sequence import DocumentSequence, Token, document_sequence
from pipeline.document import Block, Document, Table

_MOST_TRIALS = 60
"""Trials of one kind a book: a bound on hostile books only."""


def mended(
    document: Document, blocks: Sequence[Block], template: Sequence[Token]
) -> tuple[DocumentSequence, Alignment]:
    """The document as a sequence with its alignment, the repairs that fit the form made."""
    first = _Fit(blocks, template)
    cuts = [at for at in meetings(blocks)[:_MOST_TRIALS] if first.better(at, 2, join_at_cut(blocks, at))]
    joined = list(blocks)
    for at in reversed(cuts):
        joined[at : at + 2] = [join_at_cut(joined, at)]
    second = first.with_blocks(joined) if cuts else first
    if not document.paged:
        return second.sequence, second.alignment
    tall = [(at, mended) for at, each in enumerate(second.blocks) if (mended := _split(each)) is not None]
    splits = [(at, each) for at, each in tall[:_MOST_TRIALS] if second.better(at, 1, each)]
    whole = list(second.blocks)
    for at, each in splits:
        whole[at] = each
    third = second.with_blocks(whole) if splits else second
    return third.sequence, third.alignment


def _split(block: Block) -> Table | None:
    if not isinstance(block, Table):
        return None
    split = split_tall_cells(block)
    return split if split is not block else None


class _Fit:
    """How blocks fit the form, as a whole and in parts."""

    def __init__(self, blocks: Sequence[Block], template: Sequence[Token]) -> None:
        self.blocks, self._template = blocks, template
        self.sequence = document_sequence(blocks)
        self.alignment = align(template, self.sequence.tokens)
        self._ends = [end for _, end in self.alignment.spans]
        self._starts = [start for start, _ in self.alignment.spans]
        self._offsets = [0, *accumulate(len(document_sequence([each]).tokens) for each in blocks)]

    def better(self, at: int, width: int, instead: Block) -> bool:
        """Whether the part of the form at ``width`` blocks from ``at`` fits better with ``instead`` in their place."""
        first = bisect_right(self._ends, self._offsets[at])
        last = bisect_left(self._starts, self._offsets[at + width])
        part = self._template[first:last]
        if not part:
            return False
        before = document_sequence(self.blocks[at : at + width]).tokens
        return align(part, document_sequence([instead]).tokens).cost < align(part, before).cost

    def with_blocks(self, blocks: Sequence[Block]) -> _Fit:
        """Other blocks, if these fit the whole form better; else this one."""
        other = _Fit(blocks, self._template)
        return other if other.alignment.cost < self.alignment.cost else self

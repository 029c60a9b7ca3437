"""Rows cut by a page break, rows in another order, values beneath their labels, broken grids: mended wherever the
form then fits better.

Whether it fits is asked of the part of the form that stands there, not of the whole: a book has dozens of page breaks,
and an alignment of the whole is dear.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from extractors.fields.align import Alignment, align
from extractors.fields.beneath import beside_labels
from extractors.fields.labels import Labels, labels_of
from extractors.fields.pagecuts import meetings, ways_to_join
from extractors.fields.regrid import split_tall_cells
from extractors.fields.reordered import in_form_order
from extractors.fields.sequence import DocumentSequence, Token, document_sequence
from pipeline.document import Block, Document, Table

_MOST_TRIALS = 60
"""Trials of one kind a book: a bound on hostile books only."""


def mended(
    document: Document, blocks: Sequence[Block], template: Sequence[Token]
) -> tuple[DocumentSequence, Alignment]:
    """The document as a sequence with its alignment, the repairs that fit the form made."""
    first = _Fit(blocks, template)
    cuts = [(at, first.best(at, 2, ways_to_join(blocks, at))) for at in meetings(blocks)[:_MOST_TRIALS]]
    joined, made = list(blocks), 0
    for at, way in reversed(cuts):
        if way is not None:
            ways = ways_to_join(joined, at)
            joined[at : at + 2] = [ways[min(way, len(ways) - 1)]]
            made += 1
    second = first.with_blocks(joined) if made else first
    second = _rearranged(second, labels_of(template))
    if not document.paged:
        return second.sequence, second.alignment
    tall = [(at, cut) for at, each in enumerate(second.blocks) if (cut := _split(each)) is not None]
    splits = [(at, each) for at, each in tall[:_MOST_TRIALS] if second.best(at, 1, [each]) is not None]
    whole = list(second.blocks)
    for at, each in splits:
        whole[at] = each
    third = second.with_blocks(whole) if splits else second
    return third.sequence, third.alignment


def _rearranged(fit: _Fit, labels: Labels) -> _Fit:
    """With the rows of tables in the form's order and values beside their labels, where the form then fits better."""
    blocks = [_as_printed(block, labels) if isinstance(block, Table) else block for block in fit.blocks]
    changed = any(now is not before for now, before in zip(blocks, fit.blocks, strict=True))
    return fit.with_blocks(blocks) if changed else fit


def _as_printed(table: Table, labels: Labels) -> Table:
    return in_form_order(beside_labels(table, labels), labels)


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

    def best(self, at: int, width: int, instead: Sequence[Block]) -> int | None:
        """Which of ``instead`` fits its part of the form better than the ``width`` blocks from ``at``; None: none."""
        first = bisect_right(self._ends, self._offsets[at])
        last = bisect_left(self._starts, self._offsets[at + width])
        part = self._template[first:last]
        if not part:
            return None
        trials = [self.blocks[at : at + width], *([each] for each in instead)]
        costs = [align(part, document_sequence(each).tokens).cost for each in trials]
        cheapest = costs.index(min(costs))
        return cheapest - 1 if cheapest else None

    def with_blocks(self, blocks: Sequence[Block]) -> _Fit:
        """Other blocks, if these fit the whole form better; else this one."""
        other = _Fit(blocks, self._template)
        return other if other.alignment.cost < self.alignment.cost else self

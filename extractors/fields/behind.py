"""Tick boxes that stand behind their options (自建□ 合作共建☑) where the form prints them before.

Read as printed, each line of such boxes says the option after the one that was ticked. Every line is held against both
orders, and the book is read in the one that most of its lines are in: a lost box or a false one turns no book round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.fields.align import Alignment, align
from extractors.fields.boxes import TICK
from extractors.fields.normal import plain
from extractors.fields.sequence import DocumentSequence, Token
from pipeline.document import EMPTY_BOX, TICKED_BOX

_ENDS = ("cell", "line", "junk")
_CLEARLY = 0.5
"""By how much one order must fit a line better than the other."""
_MORE = 2
"""How many times as many lines must have their boxes behind."""


def with_boxes_behind(
    template: tuple[Token, ...], sequence: DocumentSequence, alignment: Alignment
) -> tuple[Token, ...]:
    """The template with its boxes behind their options where the document has them there; else itself."""
    behind = before = 0
    for start, end in _lines(template):
        first, last = (
            alignment.spans[start][0],
            alignment.spans[end][0] if end < len(template) else len(sequence.tokens),
        )
        if not any(token in (EMPTY_BOX, TICKED_BOX) for token in sequence.tokens[first:last]):
            continue
        order = _order(template[start:end], sequence, first, last)
        behind, before = behind + (order > 0), before + (order < 0)
    return turned(template) if behind > _MORE * before else template


def turned(template: Sequence[Token]) -> tuple[Token, ...]:
    """The template with every box of an option behind the option's words; boxes before items stay."""
    tokens: list[Token] = []
    waiting: list[tuple[int, Token]] = []
    for token in template:
        if token.kind == "box" and token.hole is not None and token.hole.option != TICK:
            waiting.append((len(tokens) + _length(token), replace(token, behind=True)))
        else:
            tokens.append(token)
        if waiting and waiting[0][0] == len(tokens):
            tokens.append(waiting.pop(0)[1])
    return (*tokens, *(token for _, token in waiting))


def _length(box: Token) -> int:
    """Printed characters of the option."""
    assert box.hole is not None
    return sum(bool(plain(char)) for char in box.hole.option)


def _lines(template: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The runs ``start:end`` of the template between borders and ends of lines that hold boxes of options."""
    start = 0
    for number, token in enumerate((*template, Token("junk"))):
        if token.kind in _ENDS:
            if any(each.kind == "box" and each.hole and each.hole.option != TICK for each in template[start:number]):
                yield start, number
            start = number + 1


def _order(line: Sequence[Token], sequence: DocumentSequence, first: int, last: int) -> int:
    """1 where the line's boxes stand behind, -1 where before, 0 where nothing says."""
    tokens = sequence.tokens[first:last]
    as_printed, other = align(line, tokens).cost, align(turned(line), tokens).cost
    if abs(as_printed - other) >= _CLEARLY:
        return 1 if other < as_printed else -1
    string = str(sequence.text)
    boxes = [sequence.at[n] for n in range(first, last) if sequence.tokens[n] in (EMPTY_BOX, TICKED_BOX)]
    free_before = [at == 0 or string[at - 1].isspace() for at in boxes]
    free_behind = [string[at + 1 : at + 2].isspace() or at + 1 == len(string) for at in boxes]
    if any(free_before) == any(free_behind):
        return 0
    return 1 if any(free_behind) else -1

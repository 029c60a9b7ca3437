"""Marks what was found in the text as it was written: 【…】 round it, long texts cut to what lies near."""

from __future__ import annotations

import re
from bisect import bisect_left

from search.query.tree import Scoped, Tree, Words, leaves
from search.words.figures import figures_of, whole_figure
from search.words.lookalikes import folded
from search.words.normal import Normal, normalise, plain
from search.words.tokens import grams

OPEN, CLOSE = "【", "】"
_AROUND = 60
"""Characters shown on either side of the first mark."""

Span = tuple[int, int]


def marked(text: str, tree: Tree) -> tuple[str, ...]:
    """The text with marks, or a fragment of it; empty where the query's words do not stand in it."""
    normal = normalise(text)
    spans = [span for words in _wanted(tree) for span in _spans_of(words, normal)]
    if not spans:
        return ()
    return (_fragment(text, _merged([_original(span, normal) for span in spans])),)


def _wanted(tree: Tree) -> list[Words]:
    found: list[Words] = []
    for leaf in leaves(tree, positive_only=True):
        if isinstance(leaf, Scoped):
            found += [value for value in leaf.values if isinstance(value, Words)]
        elif isinstance(leaf, Words):
            found.append(leaf)
    return found


def _spans_of(words: Words, normal: Normal) -> list[Span]:
    wanted = plain(words.text).strip()
    spans = _occurrences(wanted, normal.text)
    if words.forgiving:
        spans += _occurrences(folded(wanted), folded(normal.text))
    figure = whole_figure(wanted)
    if figure is not None:
        spans += [(each.start, each.end) for each in figures_of(normal.text) if each.text == figure.text]
    if spans or words.exact:
        return spans
    return [span for token in grams(wanted) if len(token) > 1 for span in _occurrences(token, normal.text)]


def _occurrences(wanted: str, text: str) -> list[Span]:
    if not wanted:
        return []
    pattern = r"\W*".join(re.escape(part) for part in re.findall(r"\w+", wanted))
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []


def _original(span: Span, normal: Normal) -> Span:
    return normal.origins[span[0]], normal.origins[span[1] - 1] + 1


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _fragment(text: str, spans: list[Span]) -> str:
    """From a little before the first mark to a little after it, with all marks in between."""
    left, right = max(0, spans[0][0] - _AROUND), min(len(text), spans[0][1] + 2 * _AROUND)
    inside = spans[: bisect_left(spans, (right, 0))]
    right = max(right, inside[-1][1])
    pieces, at = ["…" if left else ""], left
    for start, end in inside:
        pieces += [text[at:start], OPEN, text[start:end], CLOSE]
        at = end
    return "".join([*pieces, text[at:right], "…" if right < len(text) else ""])

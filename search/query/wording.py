"""What a word or a phrase looks for in text: the exact thing first, then everything that says the same."""

from __future__ import annotations

import re

from search.problems import QuerySyntaxError
from search.query.conditions import Condition, Fixed, Sequence, Tokens, Worded, all_of, any_of
from search.query.tree import Words
from search.words.codes import whole_code
from search.words.dictionary import words_of
from search.words.figures import Figure, figures_of, whole_figure
from search.words.lookalikes import folded
from search.words.normal import plain
from search.words.tokens import HAN, grams

SAME_FIGURE, INITIALS, SCATTERED, WORDED, FORGIVEN, CONTEXT = 8e-4, 4e-4, 2e-4, 1.5e-4, 1e-4, 5e-5
"""Scores of what is not the exact text, best first: so small that such a hit ranks below every exact one."""


def find(words: Words, query: str, *, dictionary: bool = False) -> Condition:
    """Where the words stand, in any writing that says the same; look-alikes only where asked for.

    With ``dictionary`` also where all of its words stand, in any order.

    Raises:
        QuerySyntaxError: there is nothing in the words that could be looked for.
    """
    text = plain(words.text)
    if not grams(text):
        raise QuerySyntaxError(query, words.at, f"“{words.text}”中没有可检索的字")
    ways = [literally("grams", text, open_end=words.begins)]
    ways += _by_figure(text)
    code = whole_code(text.strip())
    if code is not None:
        ways.append(Sequence("codes", (code,), open_end=words.begins))
    if words.forgiving:
        shape = folded(text)
        ways += [Fixed(literally(field, shape, open_end=words.begins), FORGIVEN) for field in ("grams", "folded")]
    if not words.exact:
        ways += _loosely(text)
        ways += _by_dictionary(text) if dictionary else []
    return any_of(*ways)


def literally(field: str, text: str, *, open_end: bool = False) -> Condition:
    """The normalised text as a whole, wherever it stands in the field."""
    tokens = grams(text)
    if not tokens:
        return any_of()
    lone_head = len(tokens) > 1 and _is_lone(tokens[0])
    head = [Tokens(_chars(field), (tokens[0],))] if lone_head else []
    rest = tuple(tokens[1:] if lone_head else tokens)
    if rest and _is_lone(rest[-1]):
        tail = Tokens(_chars(field), rest) if len(rest) == 1 else Sequence(field, rest, open_end=True)
        return all_of(*head, tail)
    return all_of(*head, Sequence(field, rest, open_end=open_end))


def _chars(field: str) -> str:
    """Where single characters stand: those of the text itself in a field of their own, others behind the pairs."""
    return "chars" if field == "grams" else field


def _is_lone(token: str) -> bool:
    """A Chinese character on its own at an end of the words: in the text it is part of a pair."""
    return len(token) == 1 and bool(re.match(rf"[{HAN}]", token))


def _by_figure(text: str) -> list[Condition]:
    whole = whole_figure(text)
    if whole is not None:
        return [Fixed(Tokens("figures", (whole.text,)), SAME_FIGURE)]
    figures = list(figures_of(text))
    return [Fixed(_around(text, figures), SAME_FIGURE)] if figures else []


def _around(text: str, figures: list[Figure]) -> Condition:
    """接入12000台: the number by what it says, and the words round it."""
    ends = [0, *(figure.end for figure in figures)]
    starts = [*(figure.start for figure in figures), len(text)]
    pieces = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    words = [literally("grams", piece) for piece in pieces if grams(piece)]
    return all_of(*words, Tokens("figures", tuple(figure.text for figure in figures)))


def _by_dictionary(text: str) -> list[Condition]:
    """All its words in any order, wherever they stand."""
    words = words_of(text)
    return [Fixed(all_of(*(literally("grams", word) for word in words)), WORDED)] if len(words) > 1 else []


def _loosely(text: str) -> list[Condition]:
    """All its pairs in any order; letters also as the initials of a name."""
    ways: list[Condition] = []
    tokens = tuple(dict.fromkeys(grams(text)))
    if len(tokens) > 1 and all(len(token) > 1 for token in tokens):
        ways.append(Fixed(Tokens("grams", tokens), SCATTERED))
        ways.append(Fixed(Worded(text), WORDED))
    if re.fullmatch("[a-z]{2,24}", text):
        ways.append(Fixed(Sequence("initials", (text,), open_end=True), INITIALS))
    return ways

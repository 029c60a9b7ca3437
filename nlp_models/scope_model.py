"""The trained judge of what a number speaks of, for phrasings that no cue word of ``scope.py`` catches.

A spaCy text classifier over the characters of the sentence in which the number in question is masked. It is trained by
``nlp_models.training.train`` and committed in ``model/scope``; loading takes no network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from nlp_models.concepts import find_mentions, one_a_place
from nlp_models.loading import pipeline
from nlp_models.scope import Scope

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TARGET = "＃"
OTHER = "＊"
THING = "物"
_FARTHEST = 60
_AT_ONCE = 64
Likely = Mapping[Scope, float]
_DIGITS = re.compile(r"\d[\d,.]*")


def masked(sentence: str, start: int, end: int) -> str:
    """What is judged: the sentence up to the end of the number's own clause, without what the numbers count.

    The number at ``start:end`` becomes one sign, every other number another, counted things a third: what is said of
    them decides, not what they are. Later clauses rarely change what a number before them means.
    """
    close = min((at for mark in "，,：" if (at := sentence.find(mark, end)) >= 0), default=len(sentence))
    before, after = _plain(sentence[:start][-_FARTHEST:]), _plain(sentence[end:close])
    return f"{before}{TARGET}{after}"


def _plain(text: str) -> str:
    for mention in reversed(one_a_place(find_mentions(text), "")):
        text = f"{text[: mention.start]}{THING}{text[mention.end :]}"
    return _DIGITS.sub(OTHER, text)


def judge(masks: Sequence[str]) -> list[Likely]:
    """How likely each scope is, of each masked sentence; together they take a fifth of the time."""
    if not masks:
        return []
    trained = pipeline("scope")
    docs = trained.pipe((_spelt(trained, each) for each in masks), batch_size=_AT_ONCE)
    return [cast("Likely", each.cats) for each in docs]


def _spelt(trained: Language, mask: str) -> Doc:
    """A token a character, as the pipeline's own tokenizer makes them; without spaces it need not align anything."""
    from spacy.tokens import Doc

    if any(char.isspace() for char in mask):
        return trained.make_doc(mask)
    return Doc(trained.vocab, words=list(mask), spaces=[False] * len(mask))

"""The trained judge of what a number speaks of, for phrasings that no cue word of ``scope.py`` catches.

A spaCy text classifier over the characters of the sentence in which the number in question is masked. It is trained by
``nlp_models.training.train`` and committed in ``model/scope``; loading takes no network.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

TARGET = "＃"
OTHER = "＊"
_DIGITS = re.compile(r"\d[\d,.]*")


def masked(sentence: str, start: int, end: int) -> str:
    """The sentence with the number at ``start:end`` as one sign and every other number as another."""
    before, after = _DIGITS.sub(OTHER, sentence[:start]), _DIGITS.sub(OTHER, sentence[end:])
    return f"{before}{TARGET}{after}"


@cache
def _model() -> Language:
    import spacy

    return spacy.load(str(files("nlp_models").joinpath("model/scope")))


def judge(sentence: str, start: int, end: int) -> tuple[str, float]:
    """The likeliest scope of the number at ``start:end`` (``whole``, ``plan``, ``example`` …) and its probability."""
    cats: dict[str, float] = _model()(masked(sentence, start, end)).cats
    label = max(cats, key=lambda each: cats[each])
    return label, cats[label]

"""The words that a form prints itself: everybody's submission has them, so they prove nothing."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.shingles import grams
from pipeline.records.load import load_forms

_HOLE = re.compile(r"\{[^{}]*\}|\[\[|\]\]")


@cache
def printed_grams(form_id: str | None) -> NDArray[np.uint64]:
    """The runs of five characters in a form's printed text; none for a form that is not known."""
    form = next((each for each in load_forms() if each.id == form_id), None)
    if form is None:
        return np.empty(0, dtype=np.uint64)
    texts = [text for item in form.layout for text in (item.text, item.heading) if text]
    texts += [cell for item in form.layout for row in item.table or () for cell in row]
    pieces = [piece for text in texts for piece in _HOLE.split(text) if piece]
    pieces += [each.label for each in form.fields]
    return np.unique(np.concatenate([grams(piece) for piece in pieces]))

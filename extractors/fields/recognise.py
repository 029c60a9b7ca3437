"""Which form a document is of: by its title, or by how much of a form's printed text stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from rapidfuzz import fuzz

from extractors.fields.normal import plain, runs_of
from extractors.fields.sequence import book_blocks, document_sequence
from pipeline.document import Document
from pipeline.records import FormDef

_BLOCKS = 60
_ALIKE = 88.0
_LEAST = 0.12


def recognise(document: Document, forms: Sequence[FormDef]) -> tuple[FormDef | None, float]:
    """(form, score 0..1); (None, 0) for a document that is no book, such as an attachment.

    A title decides where one form's title alone is there; else the share of the form's four-character runs that the
    document holds, since covers get lost.
    """
    blocks = [block for _, block in islice(book_blocks(document, frozenset()), 4000)]
    whole = "".join(document_sequence(blocks).tokens)
    if not whole:
        return None, 0.0
    head = "".join(document_sequence(blocks[:_BLOCKS]).tokens)
    rated = [(_score(form, head, whole), form) for form in forms]
    score, form = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return (form, score) if form is not None and score >= _LEAST else (None, 0.0)


def _score(form: FormDef, head: str, whole: str) -> float:
    titled = max((_alike(title, head) for title in form.recognise), default=0.0)
    return 0.5 * (titled >= _ALIKE) * titled / 100 + 0.5 * _shared(form, whole)


def _alike(title: str, head: str) -> float:
    return float(fuzz.partial_ratio("".join(map(plain, title)), head[:6000]))


def _shared(form: FormDef, whole: str) -> float:
    """Share of the form's labels that stand in the document."""
    labels = ["".join(map(plain, field.label)) for field in form.fields]
    runs = {run for label in labels for run in runs_of(label)}
    return len(runs & runs_of(whole)) / len(runs) if runs else 0.0

"""The arithmetic of a form, as its programme states it, for making numbers that agree."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.condition import Is
from pipeline.checks.expression import keys_of
from pipeline.checks.programme import programme_of


def sums(form: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(total, its parts)."""
    for line in programme_of(form).lines("sum-mismatch"):
        if line.right is not None:
            yield next(keys_of(line.left)), tuple(keys_of(line.right))


def parts(form: str) -> Iterator[tuple[str, str]]:
    """(part, whole): the part may not exceed the whole."""
    for line in programme_of(form).lines("part-exceeds-whole"):
        if line.right is not None:
            yield next(keys_of(line.left)), next(keys_of(line.right))


def ratios(form: str) -> Iterator[tuple[str, str, str]]:
    """(percentage, amount, base)."""
    for line in programme_of(form).lines("ratio-mismatch"):
        if line.right is not None:
            amount, base = tuple(keys_of(line.right))[:2]
            yield next(keys_of(line.left)), amount, base


def sections(form: str) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """(fields, the field that states the type, the types that fill them in)."""
    for line in programme_of(form).lines("type-section-mismatch"):
        if isinstance(line.when, Is):
            yield tuple(keys_of(line.left)), line.when.key, line.when.words

"""Characters that OCR takes for each other. Folding maps each to one of its group; asked for by ``~`` in a query."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def groups() -> tuple[str, ...]:
    """The groups of look-alikes, lower case and simplified: folding comes after normalising."""
    return tuple(files("search.words").joinpath("lookalikes.txt").read_text(encoding="utf-8").split())


class _Folds(dict[int, str]):
    """The table of ``str.translate``; it remembers what stays as it is, an exception each time otherwise."""

    def __missing__(self, code: int) -> str:
        made = self[code] = chr(code)
        return made


@cache
def _folds() -> Mapping[int, str]:
    return _Folds({ord(char): group[0] for group in reversed(groups()) for char in group})


def folded(text: str) -> str:
    """The text with every look-alike replaced by the first of its group.

    >>> folded("已末l0"), folded("己未1o")
    ('己末10', '己末10')
    """
    return text.translate(_folds())

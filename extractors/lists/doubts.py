"""Other readings of the cells that an engine was not sure of, kept while a list is repaired."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, product

from extractors.lists.cells import cell_text, unbroken
from pipeline.document import Text

_MOST = 24

CellAt = tuple[int, str]
"""Where a cell stands in its list: the row, counted from 0, and the column's key."""
Doubts = Mapping[CellAt, tuple[str, ...]]
"""What cells may say instead of what was read."""
Repairs = dict[CellAt, str]
"""What cells say, by the rest of their list."""


def other_readings(text: Text) -> tuple[str, ...]:
    """What the cell may say instead, by its pieces' alternatives; empty where the engine offers none."""
    if not any(piece.alternatives for piece in text.pieces):
        return ()
    choices = ((piece.text, *piece.alternatives) for piece in text.pieces)
    strings = (unbroken("".join(parts)).strip() for parts in islice(product(*choices), _MOST))
    written = cell_text(text)
    return tuple(dict.fromkeys(string for string in strings if string != written))

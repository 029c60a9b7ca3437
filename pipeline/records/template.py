"""The little language of a form's printed text: literals, holes, tick boxes, optional instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.records.form import LayoutItem

_TOKEN = re.compile(r"\{([a-z_.0-9\[\]]+)(?:=([^{}]+))?\}|(\[\[)|(\]\])")

SAME_CELL = ("<", "^")
"""A cell that continues the one to its left, or the one above."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Printed text; ``optional`` where applicants may delete it."""

    text: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Hole:
    """A place to fill in: the field's key; with ``option`` it is the tick box before that option."""

    key: str
    option: str = ""


Part = Literal | Hole


def parts_of(text: str) -> Iterator[Part]:
    """The parts of a template text, in order.

    >>> list(parts_of("其中，运行设备{devices.running}台[[（注）]]"))[1]
    Hole(key='devices.running', option='')
    """
    at, optional = 0, False
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            yield Literal(text[at : match.start()], optional)
        at = match.end()
        if match[1]:
            yield Hole(match[1], match[2] or "")
        else:
            optional = bool(match[3])
    if at < len(text):
        yield Literal(text[at:], optional)


def holes_of(item: LayoutItem) -> Iterator[Hole]:
    """Every hole of one layout item."""
    rows = item.table or ()
    texts = [item.text or "", item.heading or "", *(cell for row in rows for cell in row)]
    for text in texts:
        yield from (part for part in parts_of(text) if isinstance(part, Hole))

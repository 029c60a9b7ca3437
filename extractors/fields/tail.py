"""Where the last narrative of a book ends: what follows the book in the file is none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.fields.normal import CELL
from pipeline.document import Text

_ITEM = re.compile(
    r"\s*(?:附[件表录]\s*(?P<number>[\d一二三四五六七八九十]+)|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])"
)
_LINE = re.compile(rf"[\n\u2029{CELL}]")


def own_tail(text: Text) -> Text:
    """The text up to where something else begins.

    That is a table, a jump over pages, an attachment whose number was listed already, or a new page whose first line
    is no item where the lines above are items.
    """
    string = str(text)
    seen: set[str] = set()
    items, page = 0, None
    for start, end in _lines(string):
        line = text.cut(start, end)
        if not line:
            continue
        item = _ITEM.match(string, start, end)
        number = item["number"] if item else None
        turned = page is not None and line.page is not None and line.page != page
        jumped = turned and line.page is not None and page is not None and line.page > page + 1
        table = start > 0 and string[start - 1] == CELL and page is not None
        if jumped or table or (number is not None and number in seen) or (turned and items and item is None):
            return text.cut(0, start)
        seen |= {number} if number else set()
        items += item is not None
        page = line.page or page
    return text


def _lines(string: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _LINE.finditer(string):
        yield start, match.start()
        start = match.end()
    yield start, len(string)

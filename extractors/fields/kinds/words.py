"""Text as written, and narratives as paragraphs."""

from __future__ import annotations

import re

from extractors.fields.kinds.base import BLANK, CJK, NONE, Value, clean, is_nothing
from extractors.fields.normal import CELL

_SPACE_IN_CJK = re.compile(rf"(?<={CJK})[ \u3000\xa0]+|[ \u3000\xa0]+(?={CJK})")
_ITEM_LINE = re.compile(
    r"\n(?=\s*附[件表录]\s*[\d一二三四五六七八九十]+\s*[：:])"
    r"|(?<=[。；：;])\s*\n(?=\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．](?!\d)))"
)
"""A visual line that begins an item begins a paragraph, whatever the layout made of it."""


_HALF_CLOSED = 0.8
"""How well words fit in which brackets close that never opened."""
_TITLE_LINE = re.compile(
    rf"(?m)^(\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])[^。，；,;\n\u2029{CELL}]{{2,20}})\n"
)


def words(text: str) -> Value:
    """A short text; ``none`` where it says 无 or /."""
    plain = _balanced(clean(text))
    if is_nothing(plain):
        return NONE
    if not any(char.isalnum() for char in plain):
        return BLANK
    return Value(plain, "filled", 1.0 if _is_closed(plain) else _HALF_CLOSED)


def _is_closed(text: str) -> bool:
    """Whether no bracket closes before it opens: then two blanks and the print between them were taken for one."""
    depth = 0
    for char in text:
        depth += (char in "（(") - (char in "）)")
        if depth < 0:
            return False
    return True


def _balanced(text: str) -> str:
    """Without a bracket at an end that belongs to the print around the blank."""
    if text[-1:] in ("）", ")") and not re.search("[（(]", text):
        return text[:-1].rstrip()
    return text[1:].lstrip() if text[:1] in ("（", "(") and not re.search("[）)]", text) else text


def narrative(text: str) -> Value:
    """Paragraphs joined by line breaks; the visual lines of each are joined again."""
    paragraphs = (_paragraph(part) for part in re.split(f"[\u2029{CELL}]", _as_paragraphs(text)))
    plain = "\n".join(part for part in paragraphs if part)
    if not plain:
        return BLANK
    return NONE if is_nothing(plain) else Value(plain, "filled")


def _as_paragraphs(text: str) -> str:
    return _TITLE_LINE.sub("\\1\u2029", _ITEM_LINE.sub("\u2029", text))


def _paragraph(part: str) -> str:
    return _SPACE_IN_CJK.sub("", re.sub(r"_{2,}", "", part).replace("\n", "")).strip()

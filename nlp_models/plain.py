"""A narrative as one plain string for the language rules, with the way back to the places of its characters."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import PARAGRAPH_BREAK, Text

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {ord("％"): ord("%"), ord("＋"): ord("+"), ord("．"): ord(".")}


def half_width(text: str) -> str:
    """The text with half-width digits, letters and percent signs, as long as before."""
    return text.translate(_WIDE)


@dataclass(frozen=True, slots=True)
class PlainText:
    """``string`` without white space and with half-width digits and letters; ``at[i]`` is the index in ``text``."""

    string: str
    at: tuple[int, ...]
    text: Text

    def place(self, start: int, end: int) -> Text:
        """The characters ``start:end`` of the plain string where they stand on the page."""
        return self.text.cut(self.at[start], self.at[end - 1] + 1)


def plain_text(text: Text) -> PlainText:
    """Line breaks and blanks go, paragraph breaks stay; full-width digits and letters become half-width."""
    chars: list[str] = []
    at: list[int] = []
    for index, char in enumerate(str(text).translate(_WIDE)):
        if char == PARAGRAPH_BREAK.text or not char.isspace():
            chars.append(char)
            at.append(index)
    return PlainText("".join(chars), tuple(at), text)

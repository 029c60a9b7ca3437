"""The runs of one Word paragraph, as pieces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractors.readers.ticks import GLYPHS, WINGDINGS
from pipeline.document import EMPTY_BOX, LINE_BREAK, TICKED_BOX, Piece

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = ("0", "false", "none")


def inline_pieces(paragraph: Any, locator: str) -> Iterator[Piece]:
    """The paragraph's runs in order: insertions kept, deletions and field codes dropped, controls as tick boxes."""
    yield from _walk(paragraph, locator, _FieldState())


class _FieldState:
    """Whether the walk is inside the code of a complex field (which is not shown)."""

    def __init__(self) -> None:
        self.depth = 0
        self.codes = 0


def _walk(parent: Any, locator: str, state: _FieldState) -> Iterator[Piece]:
    for child in parent:
        if child.tag == f"{W}r":
            yield from _run(child, locator, state)
        elif child.tag == f"{W}sdt":
            yield from _control(child, locator, state)
        elif child.tag in (f"{W}hyperlink", f"{W}ins", f"{W}smartTag", f"{W}fldSimple", f"{W}moveTo", f"{W}customXml"):
            yield from _walk(child, locator, state)


def _control(element: Any, locator: str, state: _FieldState) -> Iterator[Piece]:
    box = element.find(f"{W}sdtPr/{W14}checkbox")
    if box is not None:
        checked = box.find(f"{W14}checked")
        ticked = checked is not None and checked.get(f"{W14}val", "1") not in _OFF
        yield Piece(TICKED_BOX if ticked else EMPTY_BOX, locator=locator, reader="docx")
        return
    content = element.find(f"{W}sdtContent")
    if content is not None:
        yield from _walk(content, locator, state)


def _run(run: Any, locator: str, state: _FieldState) -> Iterator[Piece]:
    underlined, hidden = _switched(run, "u"), _switched(run, "vanish")
    for child in run:
        if child.tag == f"{W}fldChar":
            yield from _field(child, locator, state)
        elif state.codes == 0 and not hidden:
            text = _text_of(child, run)
            if text == "\n":
                yield LINE_BREAK
            elif text:
                yield Piece(text, locator=locator, reader="docx", underlined=underlined)


def _field(element: Any, locator: str, state: _FieldState) -> Iterator[Piece]:
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        state.codes += 1
        state.depth += 1
        box = element.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            yield Piece(TICKED_BOX if _form_box_ticked(box) else EMPTY_BOX, locator=locator, reader="docx")
    elif kind == "separate" and state.codes:
        state.codes -= 1
    elif kind == "end" and state.depth:
        state.depth -= 1
        state.codes = min(state.codes, state.depth)


def _form_box_ticked(box: Any) -> bool:
    for name in ("checked", "default"):
        found = box.find(f"{W}{name}")
        if found is not None:
            return found.get(f"{W}val", "1") not in _OFF
    return False


def _text_of(child: Any, run: Any) -> str:
    if child.tag == f"{W}t":
        text = child.text or ""
        return _symbols(text) if _is_wingdings(run) else "".join(GLYPHS.get(char, char) for char in text)
    if child.tag in (f"{W}br", f"{W}cr"):
        return "\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else ""
    if child.tag == f"{W}tab":
        return " "
    if child.tag == f"{W}sym":
        return _symbol(child)
    return "-" if child.tag == f"{W}noBreakHyphen" else ""


def _symbol(element: Any) -> str:
    code = whole_number(element.get(f"{W}char"), 0, 0, 0xFFFF, 16)
    private = chr(0xF000 | (code & 0xFF))
    return GLYPHS.get(private) or WINGDINGS.get(chr(code & 0xFF), "")


def whole_number(written: str | None, otherwise: int, least: int, most: int, base: int = 10) -> int:
    """An attribute as a number within bounds; ``otherwise`` where it is missing or no number at all.

    >>> whole_number("999999999", 1, 1, 63), whole_number("many", 1, 1, 63)
    (63, 1)
    """
    try:
        return min(max(int(written or "", base), least), most)
    except ValueError:
        return otherwise


def _symbols(text: str) -> str:
    return "".join(GLYPHS.get(char) or WINGDINGS.get(char, char) for char in text)


def _is_wingdings(run: Any) -> bool:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return fonts is not None and any("Wingdings" in value for value in fonts.attrib.values())


def _switched(run: Any, name: str) -> bool:
    """Whether the run has the property: ``u`` (underlined), ``vanish`` (hidden: neither shown nor printed)."""
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val", "single") not in _OFF

"""Which styles of a Word file number their paragraphs, and in which list."""

from __future__ import annotations

from typing import Any

from extractors.readers.word_runs import W, whole_number

_DEEPEST = 20
"""Styles that a style may be based on, one by another: a loop ends here."""


def numbered_styles(document: Any) -> dict[str, tuple[str, int]]:
    """List and depth by the style's name in the file; styles that are based on numbered ones too."""
    styles = {each.get(f"{W}styleId"): each for each in document.part.styles.element.findall(f"{W}style")}
    found = {}
    for name, style in styles.items():
        list_id, level = "", 0
        for each in reversed(_line(style, styles)):
            own = each.find(f"{W}pPr/{W}numPr")
            if own is not None:
                list_id, level = stated(own, list_id, level)
        if list_id:
            found[name] = (list_id, level)
    return found


def stated(numbering: Any, list_id: str, level: int) -> tuple[str, int]:
    """List and depth as a paragraph or a style states them; what it leaves open stays. List 0 is none."""
    own, depth = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
    if own is not None:
        list_id, level = own.get(f"{W}val"), 0
    if depth is not None:
        level = whole_number(depth.get(f"{W}val"), 0, 0, 99)
    return list_id, level


def _line(style: Any, styles: dict[str, Any]) -> list[Any]:
    """The style, the one it is based on, and so on."""
    line = [style]
    while len(line) < _DEEPEST:
        base = line[-1].find(f"{W}basedOn")
        above = styles.get(base.get(f"{W}val")) if base is not None else None
        if above is None:
            break
        line.append(above)
    return line

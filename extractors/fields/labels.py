"""The labels that a form prints in cells of their own, and which of them a cell of a document is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.normal import LINE, plain
from extractors.fields.sequence import Token
from pipeline.document import Text

_ENDS = ("cell", "junk")
_WIDEST = 60
"""Characters from which on a cell's words are no label."""

Labels = Mapping[str, tuple[int, ...]]
"""Where in the template each label stands, by its words; with its notes, and without what may be missing."""


def labels_of(template: Sequence[Token]) -> Labels:
    """The words of every cell of the template in which nothing is to be filled in."""
    found: dict[str, tuple[int, ...]] = {}
    start = 0
    for number, token in enumerate((*template, Token("junk"))):
        if token.kind not in _ENDS:
            continue
        cell = template[start:number]
        if cell and all(each.kind in ("char", "line") for each in cell):
            whole = "".join(each.char for each in cell if each.kind == "char")
            short = "".join(each.char for each in cell if each.kind == "char" and not each.optional)
            for words in {whole, short} - {""}:
                found[words] = (*found.get(words, ()), start)
        start = number + 1
    return found


def is_label(text: Text, labels: Labels) -> bool:
    """Whether a cell holds a label of the form, or one after the label of the cell beside it (联系人姓名)."""
    words = label_in(text)
    return words in labels or any(words[:at] in labels and words[at:] in labels for at in range(2, len(words) - 1))


def label_in(text: Text) -> str:
    """A cell's words as a label is compared: without spaces, line breaks and a colon at the end; "" for long texts."""
    if len(text) > _WIDEST:
        return ""
    return "".join(char for char in map(plain, str(text)) if char != LINE).rstrip(":")

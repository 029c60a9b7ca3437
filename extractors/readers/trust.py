"""Whether a PDF page's text layer can be believed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from extractors.readers.pdf_drawing import Drawing
from extractors.readers.pdf_text import Glyph
from pipeline.document import BBox

_COVERS_PAGE = 0.55
_FEWEST = 8
_GARBAGE = 0.15


def believable(glyphs: Sequence[Glyph], drawing: Drawing, width: float, height: float) -> str | None:
    """None where the text layer is to be used; else why not: ``scan`` or ``text-layer-distrusted``.

    A picture over the whole page is a scan: whatever text lies with it was put there by somebody's OCR. Without such a
    picture, text is distrusted where too many of its characters are none (missing ToUnicode, private use).
    """
    page = BBox(0, 0, width, height)
    is_scan = any(page.covered_by(picture) > _COVERS_PAGE for picture in drawing.pictures)
    inked = [glyph for glyph in glyphs if glyph.char.strip()]
    if is_scan:
        return "scan" if len(inked) < _FEWEST else "text-layer-distrusted"
    if not inked:
        return "scan" if drawing.pictures else None
    garbage = sum(_is_garbage(glyph.char) for glyph in inked)
    return "text-layer-distrusted" if garbage > _GARBAGE * len(inked) else None


def _is_garbage(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc")

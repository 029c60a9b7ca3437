"""Pictures in Word files: what is written in them is not read, and somebody has to know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractors.readers.word_runs import whole_number

PICTURES_NOT_READ = "pictures-not-read"
"""Note of a page with pictures so large that they may be scanned pages."""
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_VML = "{urn:schemas-microsoft-com:vml}"
_LARGE = 0.3 * 595 * 842
"""Square points: three tenths of an A4 page."""
_POINT = 12_700
"""English metric units a point."""
_STYLE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d+(?:\.\d+)?)\s*(pt|in|cm|mm)", re.IGNORECASE)
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}


def has_pictures(body: Any) -> bool:
    """Whether there is any picture."""
    return next(_areas(body), None) is not None


def has_large_pictures(body: Any) -> bool:
    """Whether there is a picture of the size of a scanned page."""
    return any(area >= _LARGE for area in _areas(body))


def _areas(body: Any) -> Iterator[float]:
    """Square points of each picture; of old ones (VML) as their style says."""
    for blip in body.iter(_BLIP):
        placed = next(blip.iterancestors(f"{_DRAWING}inline", f"{_DRAWING}anchor"), None)
        extent = placed.find(f"{_DRAWING}extent") if placed is not None else None
        yield _points(extent, "cx") * _points(extent, "cy") if extent is not None else 0.0
    for data in body.iter(f"{_VML}imagedata"):
        style = _STYLE.findall(data.getparent().get("style", ""))
        sides = {name.lower(): float(number) * _POINTS[unit.lower()] for name, number, unit in style}
        yield sides.get("width", 0.0) * sides.get("height", 0.0)


def _points(extent: Any, key: str) -> float:
    return whole_number(extent.get(key), 0, 0, 1 << 31) / _POINT

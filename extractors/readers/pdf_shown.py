"""A PDF page as a viewer shows it: with its stamps, signatures and filled-in form fields."""

from __future__ import annotations

import math

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.limits import LIMITS
from pipeline.document import BBox
from pipeline.ports import Image

_NOTHING_TO_SEE = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
_MOST = 2000
"""Annotations of a page that are looked at to tell whether any shows something."""


def shown_page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """Page ``number`` (from 1), what lies over it made part of it: electronic seals, stamps, values in form fields.

    PDF keeps these beside the page, where neither its text nor its shapes are looked for. Changed in memory only.

    Raises:
        pdfium.PdfiumError: there is no such page, or it can't be parsed.
    """
    page = document[number - 1]
    if not _has_more(page) or raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[number - 1]


def render(page: pdfium.PdfPage, dpi: float) -> Image:
    """The page as displayed, RGB; a huge one coarser than asked, so that no page costs more memory than another."""
    width, height = page.get_size()
    scale = min(dpi / 72, math.sqrt(LIMITS.readable_pixels / (width * height)))
    pixels: Image = np.ascontiguousarray(np.asarray(page.render(scale=scale).to_pil().convert("RGB")))
    return pixels


def render_part(page: pdfium.PdfPage, box: BBox, scale: float) -> tuple[Image, BBox]:
    """What of the page lies in ``box`` (points), at ``scale`` pixels a point, and the place that the picture covers."""
    width, height = page.get_size()
    left, top = max(0.0, box.x0), max(0.0, box.y0)
    crop = (left, max(0.0, height - box.y1), max(0.0, width - box.x1), top)
    pixels: Image = np.ascontiguousarray(np.asarray(page.render(scale=scale, crop=crop).to_pil().convert("RGB")))
    x0, y0 = math.ceil(left * scale) / scale, math.ceil(top * scale) / scale
    return pixels, BBox(x0, y0, x0 + pixels.shape[1] / scale, y0 + pixels.shape[0] / scale)


def _has_more(page: pdfium.PdfPage) -> bool:
    return any(_shows(page, number) for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)))


def _shows(page: pdfium.PdfPage, number: int) -> bool:
    found = raw.FPDFPage_GetAnnot(page, number)
    if not found:
        return False
    try:
        return raw.FPDFAnnot_GetSubtype(found) not in _NOTHING_TO_SEE
    finally:
        raw.FPDFPage_CloseAnnot(found)

"""What a document is as evidence: an editable file, a PDF with a text layer or a scan; sealed or not."""

from __future__ import annotations

from typing import Literal

from pipeline.document import Document

Origin = Literal["docx", "pdf", "scan"]


def origin_of(document: Document) -> Origin:
    """``scan`` where most pages were read from pixels, ``pdf`` where not, ``docx`` for every office file."""
    if not document.paged:
        return "docx"
    scanned = sum(page.scanned for page in document.pages)
    return "scan" if 2 * scanned >= len(document.pages) else "pdf"


def is_sealed(document: Document) -> bool:
    """Whether any page of the document bears the imprint of a seal."""
    return any(page.seals for page in document.pages)

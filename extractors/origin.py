"""What a document is as evidence: an editable file, a PDF with a text layer or a scan; sealed or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.document import Document

OriginKind = Literal["docx", "pdf", "scan"]


@dataclass(frozen=True, slots=True)
class Origin:
    """``kind``: ``docx`` for every office file, ``scan`` where most pages were read from pixels, else ``pdf``."""

    kind: OriginKind
    sealed: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        """Which of two versions counts: the sealed one, then scan before PDF before Office."""
        return self.sealed and self.kind != "docx", ("docx", "pdf", "scan").index(self.kind)


def origin_of(document: Document) -> Origin:
    """What the document is, in one pass over its pages (which may be loaded one by one)."""
    pages = scanned = 0
    sealed = paged = False
    for page in document.pages:
        pages += 1
        scanned += page.scanned
        sealed = sealed or bool(page.seals)
        paged = paged or page.frame is not None
    if not paged:
        return Origin("docx", sealed)
    return Origin("scan" if 2 * scanned >= pages else "pdf", sealed)

"""What a person should know of a file that is read all the same: macros, actions, references out of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from extractors.kinds import DOCX, PDF, XLSX


def told_of_file(path: Path, media_type: str) -> str:
    """One line for the list of files; empty where there is nothing to say."""
    if media_type == PDF:
        from extractors.pdf_contents import told_of_pdf

        return "；".join(told_of_pdf(path))
    if media_type in (DOCX, XLSX):
        from extractors.office_parts import told_of

        with zipfile.ZipFile(path) as archive:
            return "；".join(told_of(archive))
    return ""

"""What a person should know of a file that is read all the same: macros, actions, references out of it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from extractors.kinds import DOC, DOCX, OFD, PDF, XLSX
from extractors.office_parts import MACROS, told_of
from extractors.readers.word_pictures import PICTURES_NOT_READ

_OF_NOTES = {PICTURES_NOT_READ: "含整页大小的图片，图中文字未读取，必要时请另交扫描件"}
CONVERTED = "旧版 Word 文件，由 LibreOffice 转换后读取"


def told_of_file(path: Path, media_type: str) -> str:
    """One line for the list of files; empty where there is nothing to say."""
    if media_type == PDF:
        from extractors.pdf_contents import told_of_pdf

        return "；".join(told_of_pdf(path))
    if media_type in (DOCX, XLSX):
        with zipfile.ZipFile(path) as archive:
            return "；".join(told_of(archive))
    if media_type == OFD:
        from extractors.readers.ofd import told_of_ofd

        return "；".join(told_of_ofd(path))
    if media_type == DOC:
        from extractors.old_office import old_office

        return "；".join((CONVERTED, *([MACROS] if old_office(path).has_macros else ())))
    return ""


def told_of_notes(notes: Iterable[str]) -> str:
    """The same of what was read, by its pages' notes."""
    return "；".join(sorted({_OF_NOTES[note] for note in notes if note in _OF_NOTES}))

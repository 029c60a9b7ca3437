"""What a file is, by its content: names are not to be trusted."""

from __future__ import annotations

import zipfile
from pathlib import Path

from extractors.limits import LIMITS
from pipeline.problems import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    TooLargeError,
    UnsafeFileError,
    UnsupportedFileError,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
CSV = "text/csv"
ZIP = "application/zip"
IMAGES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"BM": "image/bmp",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = b"<!DOCTYPE"


def media_type_of(path: Path) -> str:
    """The media type of a delivered file.

    Raises:
        EmptyFileError: it has no bytes.
        TooLargeError: it has more than may be.
        EncryptedFileError, DamagedFileError, UnsupportedFileError, UnsafeFileError: as they say.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFileError(path.name)
    if size > LIMITS.file_bytes:
        raise TooLargeError(f"{path.name}：{size // 1_000_000} MB")
    with path.open("rb") as file:
        head = file.read(4096)
    image = next((kind for magic, kind in IMAGES.items() if head.startswith(magic)), None)
    if image is not None:
        return image
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if b"%PDF-" in head[:1024]:
        return PDF
    return _text_kind(path, head)


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                _refuse_dangerous_xml(archive, path.name)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DamagedFileError(path.name) from error
    if "word/document.xml" in names:
        return DOCX
    if any(name.startswith("xl/workbook") for name in names):
        return XLSX
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise UnsupportedFileError(path.name)
    return ZIP


def _refuse_dangerous_xml(archive: zipfile.ZipFile, name: str) -> None:
    """No part may define entities (a document that expands without end, or reads other files) or be a bomb."""
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        if entry.file_size > LIMITS.xml_bytes or entry.file_size > LIMITS.archive_ratio * max(
            entry.compress_size, 4096
        ):
            raise TooLargeError(f"{name}：{entry.filename}")
        with archive.open(entry) as part:
            if _DTD in part.read(2048):
                raise UnsafeFileError(f"{name}：{entry.filename}")


def _ole_kind(path: Path) -> str:
    """Old Office files: encrypted OOXML hides in the same container as xls and doc."""
    with path.open("rb") as file:
        content = file.read(4_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise EncryptedFileError(path.name)
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return XLS
    raise UnsupportedFileError(f"{path.name}（旧版 Office 文件，请另存为 docx 或 xlsx）")


def _text_kind(path: Path, head: bytes) -> str:
    """A table of text where it is called one; any other text is no submission, whatever it is called."""
    if b"\x00" in head or path.suffix.lower() not in (".csv", ".tsv"):
        raise UnsupportedFileError(path.name)
    return CSV

"""What a file is, by its content: names are not to be trusted."""

from __future__ import annotations

import mmap
import re
import zipfile
from pathlib import Path

from extractors.archives import BROKEN_ZIP
from extractors.limits import LIMITS
from extractors.office_parts import refuse_dangerous_parts
from pipeline.problems import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    TooLargeError,
    UnsupportedFileError,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
CSV = "text/csv"
OFD = "application/ofd"
ZIP = "application/zip"
IMAGES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"BM": "image/bmp",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_WORD = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_EXCEL = re.compile(r"xl/workbook\d*\.(xml|bin)", re.IGNORECASE)


def media_type_of(path: Path) -> str:
    """The media type of a delivered file.

    Raises:
        EmptyFileError: it has no bytes.
        TooLargeError: it has more than may be.
        EncryptedFileError, DamagedFileError, UnsupportedFileError, UnsafeFileError: as they say.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFileError
    if size > LIMITS.file_bytes:
        raise TooLargeError(f"{size // 1_000_000} MB，限 {LIMITS.file_bytes // 1_000_000} MB")
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
    if head.startswith(_OTHER_ARCHIVES):
        raise UnsupportedFileError("压缩包请用 zip 格式")
    return _text_kind(path, head)


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "OFD.xml" in names:
                refuse_dangerous_parts(archive)
                return OFD
            if "[Content_Types].xml" not in names and "mimetype" not in names:
                return ZIP
            refuse_dangerous_parts(archive)
    except BROKEN_ZIP as error:
        raise DamagedFileError from error
    if any(_WORD.fullmatch(name) for name in names):
        return DOCX
    if any(_EXCEL.fullmatch(name) for name in names):
        return XLSX
    raise UnsupportedFileError


def _ole_kind(path: Path) -> str:
    """Old Office files: encrypted OOXML hides in the same container as xls and doc."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if _has_stream(content, "EncryptedPackage"):
            raise EncryptedFileError
        if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
            return XLS
    raise UnsupportedFileError("旧版 Office 文件，请另存为 docx 或 xlsx")


_ENTRY, _NAME_LENGTH_AT = 128, 64


def _has_stream(content: mmap.mmap, name: str) -> bool:
    """Whether the container's directory has such an entry: 128 bytes, the name first, its length at byte 64."""
    written = name.encode("utf-16-le") + b"\0\0"
    length, at = len(written).to_bytes(2, "little"), content.find(written)
    while at >= 0:
        if at % _ENTRY == 0 and content[at + _NAME_LENGTH_AT : at + _NAME_LENGTH_AT + 2] == length:
            return True
        at = content.find(written, at + 1)
    return False


def _text_kind(path: Path, head: bytes) -> str:
    """A table of text where it is called one; any other text is no submission, whatever it is called."""
    if b"\x00" in head or path.suffix.lower() not in (".csv", ".tsv"):
        raise UnsupportedFileError
    return CSV

"""What a file is, by its content: names are not to be trusted."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from extractors.archives import BROKEN_ZIP
from extractors.limits import LIMITS
from extractors.office_parts import refuse_dangerous_parts
from extractors.old_office import MAGIC, old_office
from pipeline.problems import (
    DamagedFileError,
    EmptyFileError,
    TooLargeError,
    UnsupportedFileError,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
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
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_HTML = (
    rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
    rb"<(!doctype\s+html|(html|head|meta|title|style|script|body|div|table|center|font|p)\b)"
)
_OTHER_TEXTS = tuple(
    (re.compile(rb"(\xef\xbb\xbf)?\s*" + begins, re.IGNORECASE | re.DOTALL), told)
    for begins, told in (
        (rb"\{\\rtf", "RTF 文件，请用 Word 或 WPS 打开后另存为 docx"),
        (_HTML, "网页文件（HTML），请用 Office 打开后另存为 docx、xlsx 或 PDF"),
        (rb"MIME-Version:", "单个文件网页（MHT），请打开后另存为 docx 或 PDF"),
        (rb"<\?xml[^>]*>\s*<\?mso-application", "Office 2003 的 XML 文件，请另存为 docx 或 xlsx"),
        (rb"<\?xml[^>]*>\s*<(\w+:)?(Workbook|wordDocument)\b", "Office 2003 的 XML 文件，请另存为 docx 或 xlsx"),
        (rb"<\?xml[^>]*>\s*<uof:", "标文通（UOF）文件，请另存为 docx 或 xlsx"),
    )
)
"""What office programs and web systems also write, often under the name .doc or .xls."""
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How text of two bytes a character begins."""
_TABLES, _EXCELS = (".csv", ".tsv"), (".xls", ".et")
"""Names of tables of text, and those under which systems deliver such tables for Excel."""
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
    if head.startswith(MAGIC):
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
            if any(name.lower() == "ofd.xml" for name in names):
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
    raise UnsupportedFileError("OpenDocument 文件（odt、ods），请另存为 docx 或 xlsx" if "mimetype" in names else "")


def _ole_kind(path: Path) -> str:
    found = old_office(path)
    if not found.program:
        raise UnsupportedFileError("旧版 Office 文件，请另存为 docx 或 xlsx")
    return DOC if found.program == "word" else XLS


def _text_kind(path: Path, head: bytes) -> str:
    """A table of text where it is called one; any other text is no submission, whatever it is called."""
    text = head[: len(head) // 2 * 2].decode("utf-16", "ignore").encode() if head.startswith(WIDE) else head
    told = next((words for start, words in _OTHER_TEXTS if start.match(text)), None)
    if told is not None:
        raise UnsupportedFileError(told)
    if b"\x00" in text:
        raise UnsupportedFileError
    suffix, line = path.suffix.lower(), text.split(b"\n", 1)[0]
    if suffix in _TABLES or (suffix in _EXCELS and (b"\t" in line or b"," in line)):
        return CSV
    raise UnsupportedFileError

"""The parts of Word and Excel files (zips of XML) looked over before any parser sees them."""

from __future__ import annotations

import re
import zipfile
from typing import IO
from xml.parsers import expat

from extractors.archives import is_bomb
from extractors.limits import LIMITS
from pipeline.problems import DamagedFileError, EncryptedFileError, TooLargeError, UnsafeFileError

_PIECE = 1 << 16
_LONGEST_PROLOG = 1 << 20
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x00\x00\x00<", b"<\x00\x00\x00")
_WHITE = b" \t\r\n"
_PICTURE = re.compile(r"/media/[^/]+\.svg$", re.IGNORECASE)
"""Drawing programs write a document type into these, and no reader of ours opens them."""
_EXTERNAL = re.compile(rb"<[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>", re.IGNORECASE)
MACROS = "含宏（未运行）"
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)


def refuse_dangerous_parts(archive: zipfile.ZipFile) -> None:
    """No part may define a document type (entities that expand without end, or read other files) or be a bomb.

    Raises:
        UnsafeFileError: a document type, an encoding that hides one, two parts of one name.
        TooLargeError: a part, or all of them, beyond the limits.
        EncryptedFileError: a part needs a password.
        DamagedFileError: a part is cut short, or not the XML it begins as.
    """
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise UnsafeFileError("文件内部有同名的部件")
    if len(entries) > LIMITS.archive_entries or sum(entry.file_size for entry in entries) > LIMITS.archive_bytes:
        raise TooLargeError("文件内部的部件过多或过大")
    for entry in entries:
        if entry.flag_bits & 1:
            raise EncryptedFileError
        if entry.is_dir() or _PICTURE.search(entry.filename):
            continue
        with archive.open(entry) as part:
            head = part.read(_PIECE)
            if head.lstrip(_WHITE).startswith(_XML_STARTS):
                _refuse_bomb(entry)
                _refuse_document_type(head, part, entry.filename)


def _refuse_bomb(entry: zipfile.ZipInfo) -> None:
    if entry.file_size > LIMITS.xml_bytes or is_bomb(entry):
        raise TooLargeError(f"文件内部的部件过大：{entry.filename}")


class _Begun(Exception):  # noqa: N818
    """The root element is there: no document type can follow."""


def _refuse_document_type(head: bytes, part: IO[bytes], name: str) -> None:
    """Read the part up to its root element, in whatever encoding: a document type can stand only before it."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = _begin
    parser.StartDoctypeDeclHandler = _doctype
    seen = 0
    try:
        while head:
            seen += len(head)
            parser.Parse(head, False)
            if seen > _LONGEST_PROLOG:
                raise UnsafeFileError(name)
            head = part.read(_PIECE)
    except _Begun:
        return
    except (ValueError, LookupError) as error:  # an encoding that only other parsers know
        raise UnsafeFileError(name) from error
    except expat.ExpatError as error:
        unknown = error.code in (expat.errors.codes[each] for each in _ENCODING_ERRORS)
        raise (UnsafeFileError(name) if unknown else DamagedFileError(f"文件内部的部件不完整：{name}")) from error
    raise DamagedFileError(f"文件内部的部件不完整：{name}")


_ENCODING_ERRORS = (expat.errors.XML_ERROR_UNKNOWN_ENCODING, expat.errors.XML_ERROR_INCORRECT_ENCODING)


def _begin(name: str, attributes: dict[str, str]) -> None:
    raise _Begun


def _doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    raise UnsafeFileError("文件内部含有文档类型定义（DTD）")


def told_of(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """What a person should know of a file that is read all the same: macros (never run), references out of the file
    (never followed; ordinary hyperlinks are not worth a word).
    """
    told = []
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        told.append(MACROS)
    if any(_refers_out(archive, name) for name in names if name.endswith(".rels")):
        told.append("引用了外部内容（未访问）")
    return tuple(told)


def _refers_out(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        return any(not _HYPERLINK.search(each) for each in _EXTERNAL.findall(part.read(1 << 22)))

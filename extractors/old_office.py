"""Old Office containers (OLE2): which program wrote one, whether it asks for a password, whether it carries macros."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.problems import DamagedFileError, EncryptedFileError, UnsupportedFileError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY, _NAME_LENGTH_AT, _CLASS_AT, _START_AT, _SIZE_AT = 128, 64, 80, 116, 120
_SMALL_AT, _SMALL_SECTOR = 56, 64
"""Where the head says below how many bytes a stream is small; the sectors of such."""
_SECTOR_SHIFT_AT, _DIRECTORY_AT, _SHIFTS = 30, 48, (7, 16)
_WORD_CLASSES = tuple(struct.pack("<IIII", number, 0, 0xC0, 0x46000000) for number in (0x20900, 0x20906))
_FLAGS_AT, _ENCRYPTED = 10, 0x0100
_WORD_97, _WORD_95 = 0xA5EC, 0xA5DC
_FIRST_RECORDS, _PASSWORD = 128, 0x2F
"""Bytes of Excel's stream within which it says so if it is encrypted, and the record that says it."""


@dataclass(frozen=True, slots=True)
class OldOffice:
    """What a container holds."""

    program: Literal["word", "excel", ""]
    has_macros: bool = False


def old_office(path: Path) -> OldOffice:
    """What lies in an old Office container; no program where it is neither Word's nor Excel's.

    Raises:
        EncryptedFileError: it needs a password; encrypted docx and xlsx hide in such a container too.
        UnsupportedFileError: it was written by Word 95 or before.
        DamagedFileError: it is cut short.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if _entry(content, "EncryptedPackage") is not None:
            raise EncryptedFileError
        word = _entry(content, "WordDocument")
        table = next((at for name in ("Workbook", "Book") if (at := _entry(content, name)) is not None), None)
        excel = table is not None
        macros = any(_entry(content, name) is not None for name in ("_VBA_PROJECT", "Macros"))
        if word is not None and (not excel or _is_words_own(content)):
            _refuse_closed(content, word)
            return OldOffice("word", macros)
        if table is None:
            _refuse_cut_short(content)
        else:
            _refuse_closed_table(content, table)
        return OldOffice("excel" if excel else "", macros)


def _entry(content: mmap.mmap, name: str) -> int | None:
    """Where the container's directory has such an entry: 128 bytes, the name first, its length at byte 64."""
    written = name.encode("utf-16-le") + b"\0\0"
    length, at = len(written).to_bytes(2, "little"), content.find(written)
    while at >= 0:
        if at % _ENTRY == 0 and content[at + _NAME_LENGTH_AT : at + _NAME_LENGTH_AT + 2] == length:
            return at
        at = content.find(written, at + 1)
    return None


def _is_words_own(content: mmap.mmap) -> bool:
    """Whether a container with streams of both programs is Word's with a table of Excel's in it, not the reverse."""
    root = _root(content)
    return content[root + _CLASS_AT : root + _CLASS_AT + 16] in _WORD_CLASSES


def _root(content: mmap.mmap) -> int:
    """Where the root's entry stands: first in the directory. Office programs leave older directories lying about."""
    shift = content[_SECTOR_SHIFT_AT]
    return _place(content[_DIRECTORY_AT : _DIRECTORY_AT + 4], shift if _SHIFTS[0] <= shift <= _SHIFTS[1] else 9)


def _refuse_cut_short(content: mmap.mmap) -> None:
    """The directory, which says what there is, lies where the head says, at the end as a rule; sectors are whole."""
    shift, first = content[_SECTOR_SHIFT_AT : _SECTOR_SHIFT_AT + 2], content[_DIRECTORY_AT : _DIRECTORY_AT + 4]
    if len(first) < 4:
        raise DamagedFileError
    if _SHIFTS[0] <= shift[0] <= _SHIFTS[1] and (
        _place(first, shift[0]) >= len(content) or len(content) % (1 << shift[0])
    ):
        raise DamagedFileError


def _place(sector: bytes, shift: int) -> int:
    return (int.from_bytes(sector, "little") + 1) << shift


def _refuse_closed(content: mmap.mmap, entry: int) -> None:
    """Look into the head of Word's own stream; where it can't be found, what is wrong is said when it is read."""
    head = _head_of(content, entry, _FLAGS_AT + 2)
    if len(head) < _FLAGS_AT + 2:
        return
    kind, flags = int.from_bytes(head[:2], "little"), int.from_bytes(head[_FLAGS_AT:], "little")
    if kind == _WORD_95:
        raise UnsupportedFileError("Word 95 或更早的文件，请另存为 docx")
    if kind == _WORD_97 and flags & _ENCRYPTED:
        raise EncryptedFileError


def _refuse_closed_table(content: mmap.mmap, entry: int) -> None:
    """Look at the first records of Excel's stream: its reader says of a password only that the file is damaged."""
    head, at = _head_of(content, entry, _FIRST_RECORDS), 0
    while at + 4 <= len(head):
        kind, size = struct.unpack_from("<HH", head, at)
        if kind == _PASSWORD:
            raise EncryptedFileError
        if kind == 0:
            return
        at += 4 + size


def _head_of(content: mmap.mmap, entry: int, size: int) -> bytes:
    """The first bytes of a stream; fewer where it can't be found. Small streams lie together in the root's own."""
    start = content[entry + _START_AT : entry + _START_AT + 4]
    shift = content[_SECTOR_SHIFT_AT : _SECTOR_SHIFT_AT + 2]
    if len(start) < 4 or len(shift) < 2 or not _SHIFTS[0] <= shift[0] <= _SHIFTS[1]:
        return b""
    root = _root(content)
    size_of, small = content[entry + _SIZE_AT : entry + _SIZE_AT + 4], content[_SMALL_AT : _SMALL_AT + 4]
    if int.from_bytes(size_of, "little") < int.from_bytes(small, "little"):
        within = int.from_bytes(start, "little") * _SMALL_SECTOR
        at = _place(content[root + _START_AT : root + _START_AT + 4], shift[0]) + within
    else:
        at = _place(start, shift[0])
    return content[at : at + size]

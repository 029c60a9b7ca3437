"""Old Office containers (OLE2): which program wrote one, whether it asks for a password, whether it carries macros."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.problems import DamagedFileError, EncryptedFileError, UnsupportedFileError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY, _NAME_LENGTH_AT, _CLASS_AT, _START_AT = 128, 64, 80, 116
_SECTOR_SHIFT_AT, _DIRECTORY_AT, _SHIFTS = 30, 48, (7, 16)
_WORD_CLASSES = tuple(struct.pack("<IIII", number, 0, 0xC0, 0x46000000) for number in (0x20900, 0x20906))
_FLAGS_AT, _ENCRYPTED = 10, 0x0100
_WORD_97, _WORD_95 = 0xA5EC, 0xA5DC


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
        excel = _entry(content, "Workbook") is not None or _entry(content, "Book") is not None
        macros = any(_entry(content, name) is not None for name in ("_VBA_PROJECT", "Macros"))
        if word is not None and (not excel or _is_words_own(content)):
            _refuse_closed(content, word)
            return OldOffice("word", macros)
        if not excel:
            _refuse_cut_short(content)
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
    root = _entry(content, "Root Entry")
    return root is not None and content[root + _CLASS_AT : root + _CLASS_AT + 16] in _WORD_CLASSES


def _refuse_cut_short(content: mmap.mmap) -> None:
    """The directory, which says what there is, lies where the head says: at the end, as a rule."""
    shift, first = content[_SECTOR_SHIFT_AT : _SECTOR_SHIFT_AT + 2], content[_DIRECTORY_AT : _DIRECTORY_AT + 4]
    if len(first) < 4 or (_SHIFTS[0] <= shift[0] <= _SHIFTS[1] and _place(first, shift[0]) >= len(content)):
        raise DamagedFileError


def _place(sector: bytes, shift: int) -> int:
    return (int.from_bytes(sector, "little") + 1) << shift


def _refuse_closed(content: mmap.mmap, entry: int) -> None:
    """Look into the head of Word's own stream; where it can't be found, what is wrong is said when it is read."""
    start = content[entry + _START_AT : entry + _START_AT + 4]
    shift = content[_SECTOR_SHIFT_AT : _SECTOR_SHIFT_AT + 2]
    if len(start) < 4 or len(shift) < 2 or not _SHIFTS[0] <= shift[0] <= _SHIFTS[1]:
        return
    at = _place(start, shift[0])
    head = content[at : at + _FLAGS_AT + 2]
    if len(head) < _FLAGS_AT + 2:
        return
    kind, flags = int.from_bytes(head[:2], "little"), int.from_bytes(head[_FLAGS_AT:], "little")
    if kind == _WORD_95:
        raise UnsupportedFileError("Word 95 或更早的文件，请另存为 docx")
    if kind == _WORD_97 and flags & _ENCRYPTED:
        raise EncryptedFileError

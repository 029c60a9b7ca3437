"""Zip archives of strangers unpacked with care: names that climb out, links, bombs, names in GBK."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extractors.limits import LIMITS
from pipeline.problems import DamagedFileError, EncryptedFileError, TooLargeError, UnreadableFileError, UnsafeFileError

_PIECE = 1 << 20
_UTF8_NAMES = 0x800


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One entry: its path in the archive, where it lies now, or why it was refused."""

    path: str
    local: Path | None
    problem: UnreadableFileError | None = None


def unpack(archive: Path, into: Path) -> Iterator[Unpacked]:
    """Every file of the archive, written under ``into`` by number (never by its own name).

    Raises:
        DamagedFileError: no whole zip file.
        TooLargeError: more entries or bytes than may be.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            if len(entries) > LIMITS.archive_entries:
                raise TooLargeError(f"{archive.name}：{len(entries)} 个文件")
            if sum(entry.file_size for entry in entries) > LIMITS.archive_bytes:
                raise TooLargeError(archive.name)
            into.mkdir(parents=True, exist_ok=True)
            for number, entry in enumerate(entries):
                yield _entry(opened, entry, into / f"{number:06d}{_suffix(entry)}")
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DamagedFileError(archive.name) from error


def _suffix(entry: zipfile.ZipInfo) -> str:
    """The ending alone is kept (a csv is told by it), where it is a harmless one."""
    suffix = PurePosixPath(name_of(entry)).suffix.lower()
    return suffix if suffix[1:].isalnum() and suffix.isascii() else ""


def name_of(entry: zipfile.ZipInfo) -> str:
    """The entry's name: UTF-8 where the archive says so, else GBK as Chinese systems write it."""
    if entry.flag_bits & _UTF8_NAMES:
        return unicodedata.normalize("NFC", entry.filename)
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return entry.filename


def _entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> Unpacked:
    path = name_of(entry).replace("\\", "/")
    parts = PurePosixPath(path).parts
    if stat.S_ISLNK(entry.external_attr >> 16) or ".." in parts or path.startswith("/") or ":" in parts[0]:
        return Unpacked(path, None, UnsafeFileError(path))
    if entry.flag_bits & 1:
        return Unpacked(path, None, EncryptedFileError(path))
    if entry.file_size > LIMITS.file_bytes or entry.file_size > LIMITS.archive_ratio * max(entry.compress_size, 4096):
        return Unpacked(path, None, TooLargeError(path))
    try:
        _write(opened, entry, target)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return Unpacked(path, None, DamagedFileError(path))
    return Unpacked(path, target)


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Piece by piece, and no more than the archive said: a lying size is a damaged entry."""
    written = 0
    with opened.open(entry) as source, target.open("wb") as out:
        while piece := source.read(_PIECE):
            written += len(piece)
            if written > entry.file_size:
                raise zipfile.BadZipFile(entry.filename)
            out.write(piece)

"""Zip archives of strangers unpacked with care: names that climb out, links, bombs, names in GBK."""

from __future__ import annotations

import errno
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from extractors.limits import LIMITS
from extractors.names import plain_name
from pipeline.problems import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    TooLargeError,
    UnreadableFileError,
    UnsafeFileError,
)

_PIECE = 1 << 20
_UTF8_NAMES = 0x800
_FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, KeyError, RuntimeError,
)  # fmt: skip
"""What the standard library raises over zip files that are none."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One entry: its path in the archive, where it lies now, or why it was refused."""

    path: str
    local: Path | None
    problem: UnreadableFileError | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """How much one delivery may still unpack, and how deep the archive at hand may still be."""

    entries: int = LIMITS.archive_entries
    bytes: int = LIMITS.archive_bytes
    depth: int = LIMITS.archive_depth

    def less(self, entries: int, size: int) -> Room:
        """What is left after so many entries of so many bytes together."""
        return replace(self, entries=self.entries - entries, bytes=self.bytes - size)

    def at(self, depth: int) -> Room:
        """The room for a file that lies so many archives deep."""
        return replace(self, depth=LIMITS.archive_depth - depth)


def unpack(archive: Path, into: Path, room: Room | None = None) -> Iterator[Unpacked]:
    """Every file of the archive, written under ``into`` by number (never by its own name).

    Raises:
        DamagedFileError: no whole zip file.
        EmptyFileError: no file in it.
        TooLargeError: more entries or bytes than may be.
    """
    left = room or Room()
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            if not entries:
                raise EmptyFileError("压缩包内没有文件")
            if len(entries) > left.entries:
                raise TooLargeError(f"压缩包内有 {len(entries)} 个文件，本份申报还可解压 {max(0, left.entries)} 个")
            if sum(entry.file_size for entry in entries) > left.bytes:
                raise TooLargeError("压缩包解压后过大")
            into.mkdir(parents=True, exist_ok=True)
            for number, entry in enumerate(entries):
                yield _entry(opened, entry, into / f"{number:06d}{_suffix(entry)}")
    except BROKEN_ZIP as error:
        _unless_disk_full(error)
        raise DamagedFileError from error


def _unless_disk_full(error: BaseException) -> None:
    """A disk without room is no fault of the file."""
    if isinstance(error, OSError) and error.errno in _FULL_DISK:
        raise error


def _suffix(entry: zipfile.ZipInfo) -> str:
    """The ending alone is kept (a csv is told by it), where it is a harmless one."""
    suffix = PurePosixPath(_name(entry)).suffix.lower()
    return suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) < 10 else ""


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name: UTF-8 where the archive says so, else GBK as Chinese systems write it."""
    if entry.flag_bits & _UTF8_NAMES:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def name_of(entry: zipfile.ZipInfo) -> str:
    """The entry's path as it may be shown, ``/`` between its parts."""
    return "/".join(plain_name(part) for part in _name(entry).replace("\\", "/").split("/"))


def _climbs_out(path: str) -> bool:
    """Absolute, with a drive, or up and out: a name that is no place inside the archive."""
    parts = path.split("/")
    return path.startswith("/") or ".." in parts or parts[0][1:2] == ":" or not path.strip("./ ")


def _entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> Unpacked:
    path = name_of(entry)
    mode = entry.external_attr >> 16
    if _climbs_out(path) or stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Unpacked(path, None, UnsafeFileError("压缩包内的路径或链接指向包外"))
    if entry.flag_bits & 1:
        return Unpacked(path, None, EncryptedFileError())
    if entry.file_size > LIMITS.file_bytes or is_bomb(entry):
        return Unpacked(path, None, TooLargeError("解压后过大"))
    try:
        _write(opened, entry, target)
    except BROKEN_ZIP as error:
        _unless_disk_full(error)
        return Unpacked(path, None, DamagedFileError())
    return Unpacked(path, target)


def is_bomb(entry: zipfile.ZipInfo) -> bool:
    """Whether the entry grows more than any document does; small ones may grow as they like."""
    return entry.file_size > LIMITS.archive_ratio * max(entry.compress_size, 4096)


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Piece by piece. No more comes out than the entry says that it holds; where that is a lie, its sum is wrong."""
    with opened.open(entry) as source, target.open("wb") as out:
        shutil.copyfileobj(source, out, _PIECE)

"""The delivered folder: each subfolder or zip in it is one submission; every file is accounted for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.archives import unpack
from extractors.kinds import ZIP, media_type_of
from extractors.limits import LIMITS
from pipeline.problems import UnreadableFileError, UnsafeFileError, UnsupportedFileError

_JUNK = {".ds_store", "thumbs.db", "desktop.ini"}
_JUNK_PARTS = {"__macosx", ".git"}
LOOSE = "（未归入申报件的文件）"
"""The name under which files that lie directly in the folder are listed as refused."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivered file: its path in the submission (``/`` as separator), where it lies, its size and kind."""

    path: str
    local: Path
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A delivered file that is not read, and why."""

    path: str
    size: int
    problem: UnreadableFileError


@dataclass(frozen=True, slots=True)
class Delivery:
    """One submission as delivered."""

    name: str
    files: tuple[Delivered, ...]
    refused: tuple[Refused, ...]


def find_submissions(folder: Path, spool: Path) -> Iterator[Delivery]:
    """The submissions of a folder in the order of their names; zips are unpacked into ``spool``.

    Loose documents directly in the folder belong to no submission: they come last, refused, so that nothing is lost.
    A delivery without a file at all is a folder that holds nothing.
    """
    loose: list[Refused] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if _is_junk(entry.name):
            continue
        if entry.is_symlink():
            loose.append(Refused(entry.name, 0, UnsafeFileError(entry.name)))
        elif entry.is_dir():
            yield _sorted_out(entry.name, list(_files_below(entry, entry)), spool)
        elif entry.suffix.lower() == ".zip":
            found: list[tuple[str, Path | None, UnreadableFileError | None]] = [(entry.name, entry, None)]
            yield _sorted_out(unicodedata.normalize("NFC", entry.stem), found, spool, whole_archive=True)
        else:
            problem = UnsupportedFileError(f"{entry.name}不在任何申报件的文件夹中")
            loose.append(Refused(entry.name, entry.stat().st_size, problem))
    if loose:
        yield Delivery(LOOSE, (), tuple(loose))


Found = tuple[str, Path | None, UnreadableFileError | None]


def _is_junk(name: str) -> bool:
    lower = name.lower()
    return lower in _JUNK or lower.startswith("~$") or lower in _JUNK_PARTS


def _files_below(folder: Path, root: Path) -> Iterator[Found]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        path = unicodedata.normalize("NFC", entry.relative_to(root).as_posix())
        if _is_junk(entry.name):
            continue
        if entry.is_symlink():
            yield path, None, UnsafeFileError(path)
        elif entry.is_dir():
            yield from _files_below(entry, root)
        elif entry.is_file():
            yield path, entry, None


def _sorted_out(name: str, found: list[Found], spool: Path, whole_archive: bool = False) -> Delivery:
    """Tell readable files from others by their content; archives are opened, theirs too, to a limited depth."""
    files: list[Delivered] = []
    refused: list[Refused] = []
    waiting = [(item, 0) for item in reversed(found)]
    while waiting:
        (path, local, problem), depth = waiting.pop()
        if problem is not None or local is None:
            refused.append(Refused(path, 0, problem or UnsafeFileError(path)))
            continue
        size = local.stat().st_size
        try:
            kind = media_type_of(local)
            if kind == ZIP:
                prefix = "" if whole_archive and depth == 0 else f"{path}/"
                waiting.extend((item, depth + 1) for item in reversed(_inside(path, local, prefix, depth, spool)))
            else:
                files.append(Delivered(path, local, size, kind))
        except UnreadableFileError as error:
            refused.append(Refused(path, size, error))
    return Delivery(name, tuple(files), tuple(refused))


def _inside(path: str, local: Path, prefix: str, depth: int, spool: Path) -> list[Found]:
    if depth >= LIMITS.archive_depth:
        return [(path, None, UnsafeFileError(f"{path}：压缩包嵌套过深"))]
    target = spool / f"{len(list(spool.iterdir())) if spool.exists() else 0:06d}"
    entries = (each for each in unpack(local, target) if not _hidden(each.path))
    return [(f"{prefix}{each.path}", each.local, each.problem) for each in entries]


def _hidden(path: str) -> bool:
    return any(_is_junk(part) for part in path.split("/"))

"""The delivered folder: each subfolder or zip in it is one submission; every file is accounted for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from extractors.archives import Room
from extractors.gate import Looker, look
from extractors.kinds import ZIP
from extractors.limits import LIMITS
from extractors.names import plain_name, unlike
from pipeline.problems import LooseFileError, UnreadableFileError, UnsafeFileError

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


def find_submissions(folder: Path, spool: Path, look_at: Looker = look) -> Iterator[Delivery]:
    """The submissions of a folder in the order of their names; zips are unpacked into ``spool``.

    Folders come before zips. ``look_at`` tells what a file is (in a child process, where strangers deliver). Loose
    documents directly in the folder belong to no submission: they come last, refused, so that nothing is lost. Two
    deliveries never share a name: a zip beside a folder of its name is numbered. A delivery without a file is a folder
    that holds nothing.
    """
    loose: list[Refused] = []
    taken: dict[str, int] = {LOOSE: 1}
    places = (spool / f"{number:08d}" for number in count())
    for entry in map(folder.joinpath, _names_in(folder)):
        name = plain_name(entry.name)
        if _is_junk(entry.name):
            continue
        if entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
            loose.append(Refused(name, 0, UnsafeFileError("链接或特殊文件")))
        elif entry.is_dir():
            yield _Sorter(places, look_at).delivery(unlike(name, taken), _files_below(entry))
        elif entry.suffix.lower() == ".zip":
            whole = [Found(name, entry, whole=True)]
            yield _Sorter(places, look_at).delivery(unlike(plain_name(entry.stem), taken), whole)
        else:
            loose.append(Refused(name, entry.stat().st_size, LooseFileError()))
    if loose:
        yield Delivery(LOOSE, (), tuple(loose))


def _names_in(folder: Path) -> list[str]:
    """Files last, each kind by name. Words, not paths, which take five times as much: all are held to the end."""
    with os.scandir(folder) as entries:
        return [name for _, name in sorted((each.is_file(), each.name) for each in entries)]


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was found: its path in the submission, where it lies or why it was refused, how deep in archives.

    ``whole`` is said of a zip that is the submission itself: its files' paths begin inside it.
    """

    path: str
    local: Path | None
    problem: UnreadableFileError | None = None
    depth: int = 0
    whole: bool = False

    @property
    def junk(self) -> bool:
        """Whether its name is one that systems give to files of their own."""
        return any(_is_junk(part) for part in self.path.split("/"))


def _is_junk(name: str) -> bool:
    lower = name.lower()
    return lower in _JUNK or lower.startswith("~$") or lower in _JUNK_PARTS


def _files_below(folder: Path) -> list[Found]:
    """Every entry below the folder in the order of the paths; links and special files refused."""
    found: list[Found] = []
    waiting: list[tuple[Path, str]] = [(folder, "")]
    while waiting:
        parent, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(parent), key=lambda each: each.name)
        except OSError:
            found.append(Found(prefix.rstrip("/") or ".", None, UnreadableFileError("没有读取该文件夹的权限")))
            continue
        for entry in entries:
            path = prefix + plain_name(entry.name)
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), path + "/"))
            elif entry.is_file(follow_symlinks=False):
                found.append(Found(path, Path(entry.path)))
            else:
                found.append(Found(path, None, UnsafeFileError("链接或特殊文件")))
    return sorted(found, key=lambda each: each.path.split("/"))


@dataclass(slots=True)
class _Sorter:
    """Tells the readable files of one delivery from others by content; archives are opened, theirs too, to a depth.

    All archives of a delivery share one room: nesting multiplies nothing. Files that systems leave behind are passed
    over by their names, unless they are documents all the same.
    """

    places: Iterator[Path]
    look_at: Looker
    room: Room = field(default_factory=Room)
    files: list[Delivered] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    def delivery(self, name: str, found: list[Found]) -> Delivery:
        """All that was found, read or refused: nothing else is left of it."""
        waiting = list(reversed(found))
        while waiting:
            waiting.extend(reversed(self._sort(waiting.pop())))
        return Delivery(name, tuple(self.files), tuple(self.refused))

    def _sort(self, found: Found) -> list[Found]:
        """Put one file where it belongs; returns the files that it holds."""
        if found.problem is not None or found.local is None:
            return self._refuse(found, 0, found.problem or UnsafeFileError())
        size = found.local.stat().st_size
        seen = self.look_at(found.local, next(self.places), self.room.at(found.depth))
        if seen.problem is not None:
            return self._refuse(found, size, seen.problem)
        if found.depth > LIMITS.archive_depth or (seen.media_type == ZIP and found.depth == LIMITS.archive_depth):
            return self._refuse(found, size, UnsafeFileError("压缩包或附件嵌套过深"))
        if seen.media_type != ZIP:
            self.files.append(Delivered(unlike(found.path, self.taken), found.local, size, seen.media_type))
        sizes = (each.local.stat().st_size for each in seen.inside if each.local is not None)
        self.room = self.room.less(len(seen.inside), sum(sizes))
        prefix = "" if found.whole and seen.media_type == ZIP else f"{found.path}/"
        return [Found(f"{prefix}{each.path}", each.local, each.problem, found.depth + 1) for each in seen.inside]

    def _refuse(self, found: Found, size: int, problem: UnreadableFileError) -> list[Found]:
        if not found.junk:
            self.refused.append(Refused(unlike(found.path, self.taken), size, problem))
        return []

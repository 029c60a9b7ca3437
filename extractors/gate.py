"""The gate: one delivered file looked at by its content. Runs in a child process; nothing here trusts a byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extractors.archives import Room, Unpacked, unpack
from extractors.kinds import PDF, ZIP, media_type_of
from pipeline.problems import TooLargeError, UnreadableFileError


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is, or why it is refused; the files that it holds (an archive's entries, a PDF's attachments)."""

    media_type: str = ""
    problem: UnreadableFileError | None = None
    inside: tuple[Unpacked, ...] = ()


Looker = Callable[[Path, Path, Room], Look]
"""Looks at a file; writes what it holds under the second path, within the room that is left."""


def look(path: Path, into: Path, room: Room) -> Look:
    """Look at one file in this process; never raises for what the file is. A room of no depth leaves archives shut."""
    try:
        kind = media_type_of(path)
        if kind == ZIP:
            return Look(kind, None, tuple(unpack(path, into, room)) if room.depth > 0 else ())
        if kind == PDF:
            from extractors.pdf_contents import unpack_attachments

            return Look(kind, None, tuple(unpack_attachments(path, into, room)))
        return Look(kind)
    except UnreadableFileError as error:
        return Look(problem=error)
    except MemoryError:
        return Look(problem=TooLargeError("读取所需内存超出限制"))
    except PermissionError:
        return Look(problem=UnreadableFileError("没有读取该文件的权限"))

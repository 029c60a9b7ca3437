"""Landlock: from here on this process may change files below given folders only; read and run, where that is said."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.confinement.kernel import call

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_ASK_VERSION, _BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_MAKE_AND_REMOVE = sum(1 << bit for bit in range(4, 13))
_BIND_TCP, _CONNECT_TCP = 1, 2
_DEVICES = ("/dev/null", "/dev/shm", "/dev/urandom")  # noqa: S108 - where libraries share memory between processes


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


@dataclass(frozen=True, slots=True)
class Reach:
    """Files and folders, with all below them, that may be read and run; what is not there is passed over."""

    readable: Sequence[Path]
    runnable: Sequence[Path]


def _changes(version: int) -> int:
    """What the kernel's version of Landlock can forbid of the ways to change files."""
    rights = _WRITE_FILE | _MAKE_AND_REMOVE
    return rights | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)


def write_only_below(folders: Sequence[Path], reach: Reach | None = None) -> None:
    """Forbid every change to files but below these folders; TCP as well, where the kernel's Landlock knows it.

    With ``reach`` nothing else is read (these folders are) and no other program started.

    Raises:
        OSError: the kernel has no Landlock, or it is switched off.
    """
    version = call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))
    changes, reads = _changes(version), 0 if reach is None else _READ_FILE | _READ_FOLDER
    wanted = _Ruleset(changes | reads | (_EXECUTE if reach else 0), _BIND_TCP | _CONNECT_TCP if version >= 4 else 0)
    size = ctypes.sizeof(wanted) if version >= 4 else 8
    ruleset = call(_CREATE, ctypes.byref(wanted), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for folder in (*folders, *(Path(each) for each in _DEVICES)):
            _allow(ruleset, folder, changes | reads)
        if reach is not None:
            for place in reach.readable:
                _allow(ruleset, place, reads)
            for place in reach.runnable:
                _allow(ruleset, place, reads | _EXECUTE)
        call(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, place: Path, rights: int) -> None:
    if not place.exists():
        return
    handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        of_a_file = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
        rule = _Rule(rights if place.is_dir() else rights & of_a_file, handle)
        call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(handle)

"""The walls round LibreOffice: it becomes no other program, makes no process, reads and writes what it was given."""

from __future__ import annotations

import os
import resource
import socket
from contextlib import suppress
from errno import ENOSYS
from pathlib import Path

from flows.confinement.confine import limit_resources, raise_walls
from flows.confinement.files import Reach, write_only_below
from flows.confinement.syscalls import REFUSED, Answer, OnlyWith, refuse_calls

_CLONE_THREAD = 0x10000
_SYSTEM = tuple(
    Path(each)
    for each in (
        "/usr", "/lib", "/lib64", "/etc", "/var/cache/fontconfig", "/var/spool/libreoffice", "/var/lib/libreoffice",
        "/dev/null", "/dev/urandom", "/dev/random", "/sys/devices/system/cpu",
        "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/filesystems",
    )
)  # fmt: skip
"""What programs look up of the system: libraries, fonts, languages. No home, no store, no other process."""
_LOADERS = tuple(Path(each) for each in ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"))
_PARTICULAR = (
    OnlyWith("socket", socket.AF_UNIX),
    Answer("bind", 0),
    Answer("listen", 0),
    OnlyWith("clone", _CLONE_THREAD, is_mask=True),
    Answer("clone3", ENOSYS),
)
"""LibreOffice makes a socket to be called by its own kind, and gives up where it can't: it is told that it has one.

Nobody reaches it, for the socket gets no name. Threads are made, processes are not: the newer call for both hides which
it is, so it is said not to be there, and the C library takes the older one.
"""
_REFUSED = (
    *(name for name in REFUSED if name not in ("socket", "bind", "listen", "execve")),
    "fork", "vfork", "kill", "tkill", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "setsid", "setpgid",
)  # fmt: skip
"""Beside what readers may not: signals to others, and leaving the group that is killed as one.

A program must be started once, by this process itself; which one, Landlock says.
"""


def confine_office(folder: Path, program: Path, seconds: int, file_bytes: int) -> None:
    """Shut this process in before it becomes ``program``: all that it reads and writes of ours is in ``folder``.

    ``seconds`` of processor time and no more. Must run before the process starts threads.
    """
    limit_resources(file_bytes)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    reach = Reach((*_SYSTEM, program.parent.parent), (program.parent, *_LOADERS))
    raise_walls(lambda: write_only_below([folder], reach), _refuse_calls)


def _refuse_calls() -> None:
    """Threads may be signalled by their own process alone: that is how a program aborts."""
    refuse_calls(_REFUSED, (*_PARTICULAR, OnlyWith("tgkill", os.getpid())))

"""The walls round LibreOffice: it becomes no other program, makes no process, reads and writes what it was given."""

from __future__ import annotations

import logging
import os
import resource
import socket
from contextlib import suppress
from errno import ENOSYS
from pathlib import Path

from flows.confinement.confine import limit_resources
from flows.confinement.files import Reach, write_only_below
from flows.confinement.kernel import is_linux, leave_the_network, no_new_privileges
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
_REFUSED = {
    **{name: numbers for name, numbers in REFUSED.items() if name not in ("socket", "bind", "listen", "execve")},
    "kill": (62, 129), "tkill": (200, 130), "pidfd_send_signal": (424, 424),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "setsid": (112, 157), "setpgid": (109, 154),
}  # fmt: skip
"""Beside what readers may not: signals to others, and leaving the group that is killed as one.

A program must be started once, by this process itself; which one, Landlock says.
"""
_FORKS = (57, 58)

logger = logging.getLogger(__name__)


def confine_office(folder: Path, program: Path, seconds: int, file_bytes: int) -> None:
    """Shut this process in before it becomes ``program``: all that it reads and writes of ours is in ``folder``.

    ``seconds`` of processor time and no more. Must run before the process starts threads. Each wall stands by itself;
    where the kernel has none, the others stay.
    """
    limit_resources(file_bytes)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if not is_linux():
        return
    if not leave_the_network():
        logger.debug("no network namespace to be had")
    reach = Reach((*_SYSTEM, program.parent.parent), (program.parent, *_LOADERS))
    for wall in (no_new_privileges, lambda: write_only_below([folder], reach), _refuse_calls):
        try:
            wall()
        except (OSError, KeyError, AttributeError) as error:
            logger.debug("a wall of the confinement can't be had: %s", error)


def _refuse_calls() -> None:
    """LibreOffice makes a socket to be called by its own kind, and gives up where it can't: it is told that it has one.

    Nobody reaches it, for the socket gets no name. Threads are made, processes are not: the newer call for both hides
    which it is, so it is said not to be there, and the C library takes the older one.
    """
    particular: list[Answer | OnlyWith] = [
        OnlyWith((41, 198), socket.AF_UNIX),
        Answer((49, 200), 0),
        Answer((50, 201), 0),
        OnlyWith((56, 220), _CLONE_THREAD, is_mask=True),
        Answer((435, 435), ENOSYS),
        OnlyWith((234, 131), os.getpid()),
    ]
    refused = list(_REFUSED.values())
    if os.uname().machine == "x86_64":  # arm64 has no such calls
        refused += [(number, number) for number in _FORKS]
    refuse_calls(refused, particular)

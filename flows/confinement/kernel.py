"""Calls of the Linux kernel that the standard library does not know."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from functools import cache
from typing import Any

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def is_linux() -> bool:
    """Whether there is such a kernel at all."""
    return sys.platform == "linux"


def call(number: int, *arguments: Any) -> int:
    """A system call by its number.

    Raises:
        OSError: the kernel refused.
    """
    result = int(_libc().syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def no_new_privileges() -> None:
    """Nothing that this process starts may gain rights; filters without being root ask for this.

    Raises:
        OSError: the kernel refused.
    """
    if _libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def end_with_parent(parent: int | None = None) -> None:
    """Have this process killed when the thread that started it ends, however that dies: no child outlives its run.

    Where ``parent``, which started it, is gone by now it ends at once: the kernel tells of no earlier death.
    """
    if is_linux():
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    started_by = multiprocessing.parent_process()
    expected = parent or (started_by.pid if started_by else None)
    if expected is not None and os.getppid() != expected:
        os._exit(1)


def leave_the_network() -> bool:
    """Move into a network namespace of its own, which has no way out; False where the kernel forbids it.

    A process that is not root may do so only in a user namespace of its own, and only while it has a single thread.
    """
    for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET):
        with suppress(OSError, AttributeError):
            if _libc().unshare(flags) == 0:
                return True
    return False

"""A seccomp filter: system calls that no reader of files has any business with fail from here on.

Written as the kernel's own classic BPF: the bindings of libseccomp on PyPI are not kept, or not by its makers, and a
filter of one comparison a call needs no compiler.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flows.confinement.kernel import call

# By the name of the call: its number on x86-64, on arm64; None where the machine has no such call.
REFUSED: dict[str, tuple[int, int | None]] = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202),
    "accept4": (288, 242), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "execve": (59, 221), "execveat": (322, 281),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "setns": (308, 268),
    "unshare": (272, 97), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "kexec_load": (246, 104),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "open_by_handle_at": (304, 265),
}  # fmt: skip
"""Network (``io_uring`` is a way round the calls), other programs, other processes, the machine itself."""
_OTHERS: dict[str, tuple[int, int | None]] = {
    "fork": (57, None), "vfork": (58, None), "clone": (56, 220), "clone3": (435, 435),
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "pidfd_send_signal": (424, 424),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "setsid": (112, 157), "setpgid": (109, 154),
}  # fmt: skip
"""Calls that some program's walls name beside these: new processes, signals, leaving the group."""
_CALLS = {**REFUSED, **_OTHERS}

_MACHINES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}
"""Column in the table, audit architecture, number of ``seccomp`` itself."""
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _SHARES, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_X32 = 0x40000000
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _number(name: str, column: int) -> int:
    number = _CALLS[name][column]
    if number is None:
        raise KeyError(name)
    return number


@dataclass(frozen=True, slots=True)
class Answer:
    """A call that is answered with an error number without being made; 0 pretends that it was."""

    name: str
    error: int

    def steps(self, column: int) -> bytes:
        """Its part of a filter, reached with the call's number at hand, left with it where this is another call."""
        answer = _instruction(_RETURN, _ERRNO | self.error)
        return _instruction(_EQUAL, _number(self.name, column), 0, 1) + answer


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """A call that may be made with one first argument only (its lower half), or one that shares bits with a mask."""

    name: str
    value: int
    is_mask: bool = False

    def steps(self, column: int) -> bytes:
        """Its part of a filter, as an :class:`Answer`'s."""
        return b"".join((
            _instruction(_EQUAL, _number(self.name, column), 0, 4),
            _instruction(_LOAD, _FIRST_ARGUMENT_AT),
            _instruction(_SHARES if self.is_mask else _EQUAL, self.value, 0, 1),
            _instruction(_RETURN, _ALLOW),
            _instruction(_RETURN, _ERRNO | errno.EPERM),
        ))  # fmt: skip


def program(
    machine: str, refused: Collection[str] = tuple(REFUSED), particular: Sequence[Answer | OnlyWith] = ()
) -> bytes:
    """The filter for a machine: another machine's calls and the refused ones fail with EPERM, the rest pass.

    ``particular`` calls are told apart first; each must be one that every machine has.

    Raises:
        KeyError: an unknown machine or call.
    """
    column, audit, _ = _MACHINES[machine]
    numbers = sorted(number for name in refused if (number := _CALLS[name][column]) is not None)
    own = b"".join(each.steps(column) for each in particular)
    checks = len(numbers) + 1
    between = checks + len(own) // 8
    steps = [
        _instruction(_LOAD, _MACHINE_AT),
        _instruction(_EQUAL, audit, 0, between + 2),
        _instruction(_LOAD, _NUMBER_AT),
        _instruction(_AT_LEAST, _X32, between, 0),
        own,
    ]
    steps += [_instruction(_EQUAL, number, checks - 1 - at, 0) for at, number in enumerate(numbers)]
    steps += [_instruction(_RETURN, _ALLOW), _instruction(_RETURN, _ERRNO | errno.EPERM)]
    return b"".join(steps)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def refuse_calls(refused: Collection[str] = tuple(REFUSED), particular: Sequence[Answer | OnlyWith] = ()) -> None:
    """Put the filter over every thread of this process, and of what it becomes; it can't be taken off.

    Raises:
        OSError: the kernel has no such filters.
        KeyError: an unknown machine or call.
    """
    steps = program(platform.machine(), refused, particular)
    kept = ctypes.create_string_buffer(steps, len(steps))
    whole = _Program(len(steps) // 8, ctypes.cast(kept, ctypes.c_void_p))
    number = _MACHINES[platform.machine()][2]
    call(number, ctypes.c_ulong(_SET_MODE_FILTER), ctypes.c_ulong(_ALL_THREADS), ctypes.byref(whole))

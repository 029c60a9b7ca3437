"""What holds in this process, found by trying it: nothing is claimed that was not refused."""

from __future__ import annotations

import os
import resource
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

_ANSWERED = 127
_COMMON = ("/tmp", "/var/tmp")  # noqa: S108 - where anybody may write, unless he is shut in


@dataclass(frozen=True, slots=True)
class Proof:
    """What a child process can't do (True: tried, and refused), and its limits in bytes (None: none)."""

    no_network: bool
    no_programs: bool
    no_writing: bool
    memory: int | None
    file_size: int | None


def prove() -> Proof:
    """Try what must not work, in this process."""
    return Proof(
        no_network=not _can_use_network(),
        no_programs=not _can_start_programs(),
        no_writing=not any(_can_write(Path(each)) for each in (*_COMMON, Path.cwd(), Path.home())),
        memory=_limit(resource.RLIMIT_DATA),
        file_size=_limit(resource.RLIMIT_FSIZE),
    )


def _can_use_network() -> bool:
    """A socket of any kind is a way out, but for one in a namespace of its own, where there is nobody to reach."""
    for family, kind in ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET6, socket.SOCK_DGRAM)):
        with suppress(OSError), socket.socket(family, kind):
            return not _alone()
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM):
        return True
    return False


def _alone() -> bool:
    """Whether this process sees no network device but a loopback of its own, which is down."""
    with suppress(OSError):
        devices = Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines()[2:]
        routes = Path("/proc/self/net/route").read_text(encoding="ascii").splitlines()[1:]
        return [each.split(":")[0].strip() for each in devices] in ([], ["lo"]) and not routes
    return False


def _can_start_programs() -> bool:
    child = os.fork()
    if child == 0:
        with suppress(OSError):
            os.execv(sys.executable, [sys.executable, "-S", "-c", ""])  # noqa: S606 - what is tried here
        os._exit(_ANSWERED)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != _ANSWERED


def _can_write(folder: Path) -> bool:
    place = folder / f"heshu-{uuid4().hex}"
    try:
        place.write_bytes(b"")
    except OSError:
        return False
    place.unlink()
    return True


def _limit(kind: int) -> int | None:
    soft = resource.getrlimit(kind)[0]
    return None if soft == resource.RLIM_INFINITY else soft

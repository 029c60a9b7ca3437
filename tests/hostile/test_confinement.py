"""What the children that parse strangers' files can't do, tried in such children."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pebble import ProcessPool

from flows import child
from flows.confinement.syscalls import REFUSED, program
from flows.pool import Pool
from flows.versions import versions

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="walls of the Linux kernel")


@pytest.fixture(scope="module")
def spool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spool")


@pytest.fixture(scope="module")
def pool(spool: Path) -> Iterator[Pool]:
    with Pool(1, spool) as opened:
        yield opened


def _absent(reason: str) -> NoReturn:
    """A kernel without a wall is no fault on a user's machine; where everything is to be there, it is."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _in_child(pool: Pool, work: Callable[..., Any], *arguments: Any) -> Any:
    return pool._read(work, arguments, 60).result()


def _socket(family: int, kind: int) -> str:
    try:
        with socket.socket(family, kind):
            return "opened"
    except OSError as error:
        return errno.errorcode[error.errno or 0]


def _ring() -> str:
    ctypes.CDLL(None, use_errno=True).syscall(425, 1, ctypes.create_string_buffer(200))
    return errno.errorcode[ctypes.get_errno()]


def _written(path: Path) -> str:
    try:
        path.write_bytes(b"x")
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "written"


def _removed(path: Path) -> str:
    try:
        path.unlink()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "removed"


def _started() -> str:
    try:
        os.execv("/bin/true", ["true"])
    except OSError as error:
        return errno.errorcode[error.errno or 0]


def _hungry(size: int) -> str:
    try:
        kept = bytearray(size)
    except MemoryError:
        return "refused"
    return f"given {len(kept)}"


def _large_file(folder: Path, size: int) -> str:
    with (folder / "large").open("wb") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, size)
        except OSError as error:
            return errno.errorcode[error.errno or 0]
    return "written"


def test_what_is_claimed_holds(pool: Pool) -> None:
    """Whatever this kernel allows: where the proof says so, every way that was not tried for it fails too."""
    proof = pool.proof()
    if not proof.no_network:
        _absent("this kernel gives neither seccomp nor a network namespace")
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            assert _in_child(pool, _socket, family, kind) == "EPERM"


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="no filter for this machine")
def test_every_refused_call_fails(pool: Pool) -> None:
    if not pool.proof().no_programs:
        _absent("this kernel has no seccomp filters")
    assert _in_child(pool, _started) == "EPERM"
    assert _in_child(pool, _ring) == "EPERM"


def test_nothing_is_written_or_removed_but_in_the_spool(pool: Pool, spool: Path, tmp_path: Path) -> None:
    if not pool.proof().no_writing:
        _absent("this kernel has no Landlock")
    (tmp_path / "a").write_bytes(b"kept")
    assert _in_child(pool, _written, tmp_path / "a") == "EACCES"
    assert _in_child(pool, _written, tmp_path / "new") == "EACCES"
    assert _in_child(pool, _removed, tmp_path / "a") == "EACCES"
    assert (tmp_path / "a").read_bytes() == b"kept"
    assert _in_child(pool, _written, spool / "b") == "written"


def test_memory_and_files_have_an_end(pool: Pool, spool: Path) -> None:
    proof = pool.proof()
    assert proof.memory is not None
    assert proof.file_size is not None
    assert _in_child(pool, _hungry, proof.memory + 1) == "refused"
    assert _in_child(pool, _large_file, spool, proof.file_size + 1) == "EFBIG"


def test_a_child_that_extracts_may_reach_the_database(spool: Path) -> None:
    """The walls stand round strangers' bytes only: where the store is a server, the others must reach it."""
    with ProcessPool(1, initializer=child.start_trusted, initargs=[versions()]) as trusted:
        assert trusted.schedule(_socket, args=[socket.AF_INET, socket.SOCK_STREAM]).result() == "opened"


def test_the_filter_names_each_call_once_on_either_machine() -> None:
    for column, machine in enumerate(("x86_64", "aarch64")):
        numbers = [each[column] for each in REFUSED.values()]
        assert len(set(numbers)) == len(numbers)
        assert len(program(machine)) == 8 * (len(numbers) + 6)
    with pytest.raises(KeyError):
        program("vax")

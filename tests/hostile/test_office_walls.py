"""What LibreOffice can't do with a stranger's file, tried in a process that is shut in as it is."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from ctypes import c_size_t, c_uint32
from pathlib import Path
from typing import NoReturn

import pytest

from flows.confinement.kernel import call

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="walls of the Linux kernel")

_TRIED = """
import errno, json, os, platform, socket, sys, threading
from pathlib import Path
from flows.confinement.kernel import call
from flows.confinement.office import confine_office

folder, program, secret, parent = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), os.getppid()

def tried(what):
    try:
        return str(what())
    except OSError as error:
        return errno.errorcode[error.errno]

def thread():
    ran = []
    one = threading.Thread(target=ran.append, args=(1,))
    one.start()
    one.join()
    return ran

def named():
    one = socket.socket(socket.AF_UNIX)
    one.bind("/tmp/heshu-never-there")
    one.listen()
    return one.getsockname() == "" and not os.path.exists("/tmp/heshu-never-there")

confine_office(folder, program, 20, 1_000_000)
found = {
    "inet": tried(lambda: socket.socket(socket.AF_INET)),
    "inet6": tried(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
    "netlink": tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    "connect": tried(lambda: socket.socket(socket.AF_UNIX).connect("/run/x")),
    "named": tried(named),
    "thread": tried(thread),
    "fork": tried(os.fork),
    "fork of old": tried(lambda: call(57)) if platform.machine() == "x86_64" else "EPERM",
    "signal": tried(lambda: os.kill(parent, 0)),
    "session": tried(os.setsid),
    "own file": tried(lambda: (folder / "in").read_text()),
    "own writing": tried(lambda: (folder / "out").write_text("x")),
    "program": tried(lambda: (program.parent / "data").read_text()),
    "other file": tried(secret.read_text),
    "other folder": tried(lambda: os.listdir(secret.parent)),
    "other process": tried(lambda: Path(f"/proc/{parent}/environ").read_bytes()),
    "writing": tried(lambda: (secret.parent / "new").write_text("x")),
    "removing": tried(secret.unlink),
    "large": tried(lambda: (folder / "large").write_bytes(bytes(1_000_001))),
    "shell": "started",
}
print(json.dumps(found), flush=True)
found["shell"] = tried(lambda: os.execv("/bin/sh", ["sh", "-c", "echo"]))
print(json.dumps(found))
"""


def _absent(reason: str) -> NoReturn:
    """A kernel without a wall is no fault on a user's machine; where everything is to be there, it is."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("office")
    folder, program, secret = root / "folder", root / "office" / "program" / "it", root / "store" / "secret"
    for each in (folder, program.parent, secret.parent):
        each.mkdir(parents=True)
    (folder / "in").write_text("own")
    (program.parent / "data").write_text("its data")
    secret.write_text("another submission's")
    call_ = [sys.executable, "-c", _TRIED, str(folder), str(program), str(secret)]
    ended = subprocess.run(call_, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    told: dict[str, str] = json.loads(ended.stdout.splitlines()[-1] or "{}")
    return told


def test_it_has_no_network_no_other_process_and_no_name_to_be_called_by(found: dict[str, str]) -> None:
    if platform.machine() not in ("x86_64", "aarch64"):
        _absent("no filter for this machine")
    refused = dict.fromkeys(
        ("inet", "inet6", "netlink", "connect", "fork", "fork of old", "signal", "session"), "EPERM"
    )
    assert {name: found[name] for name in refused} == refused
    assert (found["named"], found["thread"]) == ("True", "[1]")


def test_it_reads_and_writes_its_own_folder_and_starts_nothing(found: dict[str, str]) -> None:
    try:
        call(444, None, c_size_t(0), c_uint32(1))
    except OSError:
        _absent("this kernel has no Landlock")
    refused = ("other file", "other folder", "other process", "writing", "removing", "shell")
    assert {name: found[name] for name in refused} == dict.fromkeys(refused, "EACCES")
    assert (found["own file"], found["own writing"], found["program"]) == ("own", "1", "its data")


def test_what_it_writes_has_an_end(found: dict[str, str]) -> None:
    assert found["large"] == "EFBIG"

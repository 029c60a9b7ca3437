"""A reader that can't live beside the others: a script with its own locked packages, run in a child process by uv."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image as Pillow

from pipeline.ports import Image

_SCRIPTS = Path(__file__).parent / "peers"
_TOLD = 3
"""Lines of what the child said last that tell why it ended."""


class Apart:
    """One child: pictures in, one after the other, answers (JSON) out. It ends with this process.

    Raises:
        RuntimeError: uv is not there, the environment can't be made (no network), or the child ended.
    """

    def __init__(self, script: str) -> None:
        uv = which("uv")
        if uv is None:
            raise RuntimeError("uv, which makes its environment, is not on the PATH")
        self._folder = TemporaryDirectory(prefix="heshu-bench-")
        self._errors = (Path(self._folder.name) / "errors").open("w+", encoding="utf-8")
        threads = str(_threads())
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        self._child = subprocess.Popen(
            [uv, "run", "--quiet", "--locked", "--python", python, "--script", str(_SCRIPTS / script), threads],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True,
            env={each: value for each, value in os.environ.items() if each not in ("VIRTUAL_ENV", "PYTHONPATH")},
        )  # fmt: skip

    def ask(self, pixels: Image) -> Any:
        """What the child read in one page image (RGB)."""
        picture = Path(self._folder.name) / "page.png"
        Pillow.fromarray(pixels).save(picture, compress_level=1)
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            self._child.stdin.write(f"{picture}\n")
            self._child.stdin.flush()
            said = self._child.stdout.readline()
        except BrokenPipeError:
            said = ""
        if not said:
            raise RuntimeError(self._why())
        return json.loads(said)

    def _why(self) -> str:
        self._child.wait()
        self._errors.seek(0)
        told = [line.strip() for line in self._errors if line.strip()]
        return " ".join(told[-_TOLD:]) or f"ended with {self._child.returncode}"


def _threads() -> int:
    """What this process may use; one where it is one of several."""
    return int(os.environ.get("OMP_NUM_THREADS") or len(os.sched_getaffinity(0)))

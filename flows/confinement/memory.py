"""The most memory that this process held, a file at a time."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_RESET = b"5"


class Peak:
    """The peak of resident memory since it was last forgotten. To be made before the process is shut in."""

    def __init__(self) -> None:
        self._reset: int | None = None
        with suppress(OSError):
            self._reset = os.open("/proc/self/clear_refs", os.O_WRONLY | os.O_CLOEXEC)

    def forget(self) -> None:
        """Begin anew from what is held now."""
        if self._reset is not None:
            os.write(self._reset, _RESET)

    def bytes(self) -> int | None:
        """The peak in bytes; None where the kernel does not tell."""
        if self._reset is None:
            return None
        status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        line = next((each for each in status if each.startswith("VmHWM:")), None)
        return int(line.split()[1]) * 1024 if line else None

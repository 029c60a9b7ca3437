"""What this processor can."""

from __future__ import annotations

from pathlib import Path

_FLAGS = {"avx512_vnni", "avx_vnni", "amx_int8"}
"""What a processor calls its instructions for eight bits; without them sums overflow."""


def has_eight_bits() -> bool:
    """Whether this processor multiplies eight bits exactly."""
    try:
        said = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False
    return any(_FLAGS & set(line.split()) for line in said.splitlines() if line.startswith("flags"))

"""The real children, but for the stages after reading: they hang or die as ``TROUBLE`` says."""

from __future__ import annotations

import os
import time
from pathlib import Path

from flows import child
from flows.child import count, look, measure, read, start, start_trusted
from pipeline.store.store import Address

__all__ = ["count", "crosscheck", "extract", "look", "measure", "read", "start", "start_trusted"]

HANGS, DIES, DIES_ONCE = "extraction hangs", "comparison dies", "comparison dies once"


def extract(address: Address, name: str) -> None:
    if os.environ["TROUBLE"] == HANGS:
        time.sleep(600)
    child.extract(address, name)


def crosscheck(address: Address) -> list[str]:
    trouble, mark = os.environ["TROUBLE"], Path(address.folder) / "died"
    if trouble == DIES or (trouble == DIES_ONCE and not mark.exists()):
        mark.touch()
        os.abort()
    return child.crosscheck(address)

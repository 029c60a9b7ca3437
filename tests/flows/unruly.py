"""Children that misbehave on certain pages, in place of the real readers: they die, hang, or want too much memory."""

from __future__ import annotations

import os
import time
import zlib
from pathlib import Path

from flows.child import Job, Measured, Outcome, count, crosscheck, extract, look, start, start_trusted
from pipeline.document import Frame, Page
from pipeline.document.json import page_to_json

__all__ = ["count", "crosscheck", "extract", "look", "measure", "read", "start", "start_trusted"]

PAGES, DIES, HANGS, SWELLS, DIES_ONCE = 14, 3, 6, 9, 12
"""Pages of every file, and those on which the child dies, hangs, swells, or dies the first time only."""


COUNTS = "UNRULY_COUNTS"
"""Where this is set, the child dies over the first count of pages."""


def measure(path: str, _media_type: str) -> Measured:
    if os.environ.get(COUNTS) and _first_time():
        os.abort()
    return Measured(PAGES)


def read(job: Job) -> Outcome:
    assert job.last is not None
    kept: list[tuple[int, bytes]] = []
    for number in range(job.first, job.last + 1):
        if number == DIES or (number == DIES_ONCE and _first_time()):
            os.abort()
        if number == HANGS:
            time.sleep(600)
        if number == SWELLS:
            try:
                bytearray(2_000_000_000)
            except MemoryError:
                return Outcome(tuple(kept), "too-large", "读取所需内存超出限制")
        page = Page(number, (), 595, 842, Frame.upright(595, 842))
        kept.append((number, zlib.compress(page_to_json(page))))
    return Outcome(tuple(kept))


def _first_time() -> bool:
    """Each life of a child leaves a mark, where children may write at all: in the spool."""
    marks = Path(os.environ["UNRULY_MARKS"])
    first = not list(marks.iterdir())
    (marks / "died").touch()
    return first

"""The real readers, but for one page: whoever reads that page dies over it."""

from __future__ import annotations

import os

from flows.child import Job, Outcome, count, crosscheck, extract, look, measure, start, start_trusted
from flows.child import read as really_read

__all__ = ["count", "crosscheck", "extract", "look", "measure", "read", "start", "start_trusted"]

BAD = 2


def read(job: Job) -> Outcome:
    if job.last is not None and job.first <= BAD <= job.last:
        os.abort()
    return really_read(job)

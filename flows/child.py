"""What runs in child processes: parsing of strangers' files, and extraction. A crash costs one job, never the batch."""

from __future__ import annotations

import json
import os
import resource
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from extractors.limits import LIMITS
from pipeline.problems import UnreadableFileError

_ENGINE_THREADS = "HESHU_OCR_THREADS"


@dataclass(frozen=True, slots=True)
class Job:
    """Pages ``first`` to ``last`` of a file; the whole file where it has no pages."""

    path: str
    media_type: str
    first: int = 1
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Pages as compressed JSON by number, or the problem's slug and sentence."""

    pages: tuple[tuple[int, bytes], ...] = ()
    problem: str = ""
    reason: str = ""


def start() -> None:
    """Set a child up: no more memory than a file may cost, one thread for arithmetic, quiet libraries."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (4 * LIMITS.memory_bytes, resource.RLIM_INFINITY))
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def measure(path: str, media_type: str) -> tuple[int | None, str, str]:
    """(pages, problem, reason) of a file: parsing even its page tree is a child's business."""
    from extractors.read import count_pages

    try:
        return count_pages(Path(path), media_type), "", ""
    except UnreadableFileError as error:
        return None, error.slug, str(error)


def read(job: Job) -> Outcome:
    """Read some pages."""
    from extractors.read import read_pages
    from pipeline.document.json import page_to_json

    try:
        pages = read_pages(Path(job.path), job.media_type, _engine, first=job.first, last=job.last)
        return Outcome(tuple((page.number, zlib.compress(page_to_json(page), 3)) for page in pages))
    except UnreadableFileError as error:
        return Outcome(problem=error.slug, reason=str(error))
    except MemoryError:
        return Outcome(problem="too-large", reason="读取所需内存超出限制")


@cache
def _engine():  # type: ignore[no-untyped-def]
    from extractors.ocr.rapid import RapidEngine

    return RapidEngine(int(os.environ.get(_ENGINE_THREADS, "1")))


def extract(store_folder: str, name: str) -> str:
    """Assemble, check and keep one submission's record; returns what was found as JSON for the progress shown."""
    from flows.processing import process
    from pipeline.store import open_store

    summary = process(open_store(Path(store_folder)), name)
    return json.dumps(asdict(summary), ensure_ascii=False)

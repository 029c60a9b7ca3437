"""What runs in child processes: parsing of strangers' files, and extraction. A crash costs one job, never the batch."""

from __future__ import annotations

import logging
import os
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.archives import Room
from extractors.gate import Look
from flows.confinement import Proof, confine, prove
from flows.confinement.confine import limit_resources
from flows.confinement.kernel import end_with_parent
from flows.confinement.memory import Peak
from flows.versions import Versions, pin
from pipeline.problems import UnreadableFileError

if TYPE_CHECKING:  # readers do without the database
    from pipeline.store import Store
    from pipeline.store.store import Address

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Pages ``first`` to ``last`` of a file; the whole file where it has no pages. ``second``: it is tried again."""

    path: str
    media_type: str
    first: int = 1
    last: int | None = None
    second: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Pages as compressed JSON by number, or the problem's slug and sentence.

    ``told`` is what a person should know of what was read.
    """

    pages: tuple[tuple[int, bytes], ...] = ()
    problem: str = ""
    reason: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with a job: the problem's slug and its sentence for the clerk."""

    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A file before it is read: its pages (None where it has none of its own), or why they can't be told.

    ``told`` is what a person should know of the file all the same.
    """

    pages: int | None = None
    failure: Failure | None = None
    told: str = ""


def start(versions: Versions, writable: Path | None = None) -> None:
    """Set a child up that parses strangers' files: shut in as far as the kernel allows, one thread for arithmetic."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["RUST_BACKTRACE"] = "0"  # a reader's panic is the file's problem, not the clerk's to read
    end_with_parent()
    pin(versions)
    _peak()
    if writable is not None:
        tempfile.tempdir = str(writable)
    confine(writable)


def start_trusted(versions: Versions) -> None:
    """Set a child up that works on what was read: it needs the database, so only its memory is limited."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    end_with_parent()
    pin(versions)
    limit_resources(None)


@cache
def _peak() -> Peak:
    return Peak()


def forget_peak() -> None:
    """What comes counts as this child's most memory, not what was before."""
    _peak().forget()


def peak() -> int | None:
    """The most memory that this child held since then, in bytes; None where the kernel does not tell."""
    return _peak().bytes()


def tell() -> Proof:
    """What holds in this child."""
    return prove()


def look(path: Path, into: Path, room: Room) -> Look:
    """Look at one delivered file; unpack what it holds."""
    from extractors import gate

    try:
        return gate.look(path, into, room)
    except OSError:
        raise  # a disk without room is no fault of the file
    except Exception as error:
        return Look(problem=UnreadableFileError(_failure(error, str(path)).reason))


def measure(path: str, media_type: str) -> Measured:
    """How many pages a file has: parsing even its page tree is a child's business."""
    from extractors.read import count_pages
    from extractors.told import told_of_file

    try:
        return Measured(count_pages(Path(path), media_type), told=told_of_file(Path(path), media_type))
    except Exception as error:
        return Measured(failure=_failure(error, path))


def count(files: Sequence[tuple[Path, str]]) -> list[int | None]:
    """The pages of each file; None where it has none of its own, or they can't be counted."""
    return [_count(path, media_type) for path, media_type in files]


def _count(path: Path, media_type: str) -> int | None:
    from extractors.read import count_pages

    try:
        return count_pages(path, media_type)
    except Exception:
        return None  # what is wrong with the file is said when it is read


def read(job: Job) -> Outcome:
    """Read some pages; those before the first that can't be read are kept."""
    from extractors.read import read_pages
    from extractors.told import told_of_notes
    from pipeline.document.json import page_to_json

    pages: list[tuple[int, bytes]] = []
    notes: set[str] = set()
    try:
        for page in read_pages(Path(job.path), job.media_type, _engine, first=job.first, last=job.last):
            pages.append((page.number, zlib.compress(page_to_json(page), 3)))
            notes.update(page.notes)
    except Exception as error:
        failure = _failure(error, job.path)
        return Outcome(tuple(pages), failure.slug, failure.reason)
    return Outcome(tuple(pages), told=told_of_notes(notes))


def _failure(error: Exception, path: str) -> Failure:
    """The error in words. What no reader foresaw is our own fault: it is logged with its traceback."""
    if isinstance(error, UnreadableFileError):
        return Failure(error.slug, error.reason if error.detail == Path(path).name else str(error))
    if isinstance(error, MemoryError):
        return Failure("too-large", "读取所需内存超出限制")
    if isinstance(error, RecursionError):
        return Failure("too-large", "内部结构嵌套过深")
    logger.error("a reader failed on %r", Path(path).name, exc_info=error)
    return Failure("failed", f"读取程序遇到意外错误（{type(error).__name__}），请将该文件交给管理员")


@cache
def _engine():  # type: ignore[no-untyped-def]
    from extractors.ocr.choose import chosen, make_engine

    return make_engine(chosen())


def extract(address: Address, name: str) -> None:
    """Assemble, check and keep one submission's record."""
    from flows.processing import process

    process(_store(address), name)


def crosscheck(address: Address) -> list[str]:
    """Compare the submissions that changed and keep what is found; returns the submissions concerned."""
    from flows.crosschecking import crosscheck_changed

    return crosscheck_changed(_store(address))


@cache
def _store(address: Address) -> Store:
    from pipeline.store import open_store_at

    return open_store_at(address.folder, address.database, address.blobs)

"""One file to pages: what is missing of it, in parts, wherever they are read; how that ended is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack

from flows.part_reading import missing_pages
from flows.parts import MOST_SAID, FileToRead, Part, PartDone, ReadParts
from flows.patience import patiently
from flows.place import Place
from flows.reading_notes import note_end
from pipeline.records.record import PARTLY_READ, READ
from pipeline.store import Store
from pipeline.store.claims import claimed
from pipeline.store.store import Reading

PAGES_A_PART = 40
"""A part is what a flow shows as one task and hands to another machine: seconds of text, minutes of scans."""


def read_file(file: FileToRead, store: Store, place: Place, read_parts: ReadParts) -> int:
    """Read what is missing of a file and say how that ended; returns the number of pages read now.

    The same bytes delivered twice are read once, on whatever machine.
    """
    version = file.version
    with place.files, ExitStack() as held:
        held.callback(place.tally.end, file.sha256)
        patiently(lambda: held.enter_context(claimed(store.engine, store.folder, file.sha256)))
        if patiently(store.reading, file.sha256, version) is not None:
            return 0
        local = patiently(lambda: held.enter_context(store.blobs.as_file(file.sha256, place.spool)))
        measured = place.pool.measure(local, file.media_type)
        if measured.failure:
            _end(file, store, Reading(0, measured.failure.slug, measured.failure.reason))
            return 0
        pages, told = measured.pages, measured.told
        parts = [Part(file, told=told)] if pages is None else list(_parts(file, pages, store))
        place.tally.begin(
            file.sha256, 1 if pages is None else pages - patiently(store.pages_kept, file.sha256, version)
        )
        done: list[PartDone] = []
        for each in read_parts(store, parts):
            done.append(each)
            place.tally.reached(file.sha256, file.name, sum(part.pages for part in done))
        if pages is not None:
            _end(file, store, _paged(file, store, pages, done, told))
        return sum(each.pages for each in done)


def _parts(file: FileToRead, pages: int, store: Store) -> Iterator[Part]:
    missing = missing_pages(file, store, 1, pages)
    for first in sorted({number - (number - 1) % PAGES_A_PART for number in missing}):
        yield Part(file, first, min(first + PAGES_A_PART - 1, pages))


def _paged(file: FileToRead, store: Store, pages: int, done: Sequence[PartDone], told: str) -> Reading:
    """How the reading of a paged file ended: it is read where every page of it is stored, and only there.

    What was read of it counts all the same: half a list is better than none as long as everybody is told.
    """
    kept = patiently(store.pages_read, file.sha256, file.version)
    if len(kept) == pages:
        return Reading(pages, READ, told)
    failed = PartDone()
    for each in done:
        failed = failed.with_problem(each.problem, each.reason) if each.problem else failed
    reason = failed.reason or "原因不明"
    if not kept:
        return Reading(0, failed.problem or "failed", reason)
    missing = runs(number for number in range(1, pages + 1) if number not in kept)
    return Reading(pages, PARTLY_READ, f"第{missing}页未能读出，其余 {len(kept)} 页已读：{reason}")


def runs(numbers: Iterable[int]) -> str:
    """Page numbers for a person: neighbours together, not without end."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    said = [str(first) if first == last else f"{first}—{last}" for first, last in found]
    return "、".join(said) if len(said) <= MOST_SAID else "、".join(said[:MOST_SAID]) + "等"


def _end(file: FileToRead, store: Store, ended: Reading) -> None:
    patiently(store.end_reading, file.sha256, file.version, ended)
    note_end(file, ended)

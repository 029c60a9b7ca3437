"""The scanned pages of a submission as they are compared with those of others, and the pages themselves."""

from __future__ import annotations

from collections.abc import Iterator

from flows.versions import reading_version
from pipeline.checks.across.picture import Picture
from pipeline.checks.signals.signal import PageOf
from pipeline.document import Page
from pipeline.records import Record
from pipeline.store import Store


def pictures_of(store: Store, record: Record) -> Iterator[Picture]:
    """What the scanned pages of its files are looked for by, one page at a time; the same bytes once."""
    from pipeline.checks.across.picturing import picture_of  # takes OpenCV

    kinds = {file.sha256: file.media_type for file in store.files(record.name) if file.outcome == "read"}
    for sha256, media_type in kinds.items():
        for page in store.pages(sha256, reading_version(media_type)):
            made = picture_of(sha256, page, record.form)
            if made is not None:
                yield made


def page_of(store: Store) -> PageOf:
    """Pages of the store, by file and number."""

    def find(sha256: str, number: int) -> Page | None:
        pages = store.pages(sha256, reading_version())
        return pages[number - 1] if number <= len(pages) else None

    return find

"""Any delivered file as pages, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from extractors.kinds import CSV, DOCX, OFD, PDF, XLS, XLSX
from extractors.limits import LIMITS
from pipeline.document import Page
from pipeline.ports import OcrEngine
from pipeline.problems import TooLargeError, UnsupportedFileError


def count_pages(path: Path, media_type: str) -> int | None:
    """Number of pages of a paged file; None for Word, Excel and text tables.

    Raises:
        UnreadableFileError: it can't be opened, or has more pages than may be.
    """
    pages = _count(path, media_type)
    if pages is not None and pages > LIMITS.pages:
        raise TooLargeError(f"{path.name}：{pages} 页")
    return pages


def _count(path: Path, media_type: str) -> int | None:
    if media_type == PDF:
        from extractors.readers.pdf import count_pdf_pages

        return count_pdf_pages(path)
    if media_type == OFD:
        from extractors.readers.ofd import count_ofd_pages

        return count_ofd_pages(path)
    if media_type.startswith("image/"):
        from extractors.readers.picture import count_pictures

        return count_pictures(path)
    return None


def read_pages(
    path: Path, media_type: str, engine: Callable[[], OcrEngine], *, first: int = 1, last: int | None = None
) -> Iterator[Page]:
    """Pages ``first`` to ``last`` (counted from 1) of a paged file; all of any other.

    ``engine`` is asked for only where pixels have to be read.

    Raises:
        UnreadableFileError: the file or a page of it can't be read.
    """
    from extractors.readers.hidden import without_hidden

    yield from map(without_hidden, _pages(path, media_type, engine, first, last))


def _pages(
    path: Path, media_type: str, engine: Callable[[], OcrEngine], first: int, last: int | None
) -> Iterator[Page]:
    if media_type == PDF:
        from extractors.readers.pdf import read_pdf

        yield from read_pdf(path, engine, first, last)
    elif media_type.startswith("image/"):
        from extractors.readers.picture import read_pictures

        yield from read_pictures(path, engine, first, last)
    elif media_type == OFD:
        from extractors.readers.ofd import read_ofd

        yield from read_ofd(path, engine, first, last)
    elif media_type == DOCX:
        from extractors.readers.word import read_word

        yield from read_word(path)
    elif media_type in (XLSX, XLS):
        from extractors.readers.sheet import read_sheets

        yield from read_sheets(path)
    elif media_type == CSV:
        from extractors.readers.sheet import read_csv

        yield from read_csv(path)
    else:
        raise UnsupportedFileError(path.name)

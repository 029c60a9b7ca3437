"""Pages and rows that load as they are looked at: a long list is never held whole by accident."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import overload

from sqlalchemy import Engine, select

from pipeline.document import Frame, Page
from pipeline.document.json import page_from_json
from pipeline.records import Row
from pipeline.store.packing import unpack_row
from pipeline.store.sessions import reading
from pipeline.store.tables import ListRow, PageRow

_KEPT = 64
_PART = 500
_A4 = (595.0, 842.0)


class StoredPages(Sequence[Page]):
    """The pages of one file, the last few looked at kept in memory.

    In the place of a page that could not be read stands an empty one with the note ``not-read``.
    """

    def __init__(self, engine: Engine, sha256: str, version: str, count: int) -> None:
        self._engine, self._sha256, self._version, self._count = engine, sha256, version, count
        self._page = lru_cache(maxsize=_KEPT)(self._load)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...
    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        if isinstance(index, slice):
            return [self._page(n) for n in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        return self._page(index % self._count)

    def __iter__(self) -> Iterator[Page]:
        return (self._page(n) for n in range(self._count))

    def _load(self, index: int) -> Page:
        wanted = select(PageRow.data).where(
            PageRow.sha256 == self._sha256, PageRow.version == self._version, PageRow.number == index + 1
        )
        with reading(self._engine) as session:
            data = session.execute(wanted).scalar_one_or_none()
        return page_from_json(zlib.decompress(data)) if data is not None else _not_read(index + 1)


def _not_read(number: int) -> Page:
    frame = Frame.upright(*_A4)
    return Page(number, (), *_A4, frame, reader="blank", notes=("not-read",))


class StoredRows(Sequence[Row]):
    """The rows of one list, loaded in parts; the last part looked at is kept in memory."""

    def __init__(self, engine: Engine, submission: str, kind: str, count: int) -> None:
        self._engine, self._submission, self._kind, self._count = engine, submission, kind, count
        self._part = lru_cache(maxsize=2)(self._load)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        part, within = divmod(index % self._count, _PART)
        return self._part(part)[within]

    def _load(self, part: int) -> list[Row]:
        wanted = (
            select(ListRow.data)
            .where(ListRow.submission == self._submission, ListRow.kind == self._kind)
            .where(ListRow.position >= part * _PART, ListRow.position < (part + 1) * _PART)
            .order_by(ListRow.position)
        )
        with reading(self._engine) as session:
            return [unpack_row(data) for data in session.execute(wanted).scalars()]

"""Pages and rows that load as they are looked at: a long list is never held whole by accident."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import overload

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from pipeline.document import Page
from pipeline.document.json import page_from_json
from pipeline.store.tables import PageRow

_KEPT = 64


class StoredPages(Sequence[Page]):
    """The pages of one file, the last few looked at kept in memory."""

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
        with Session(self._engine) as session:
            data = session.execute(wanted).scalar_one()
        return page_from_json(zlib.decompress(data))

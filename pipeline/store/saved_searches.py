"""Searches that people keep under a name: in the system of record, as the index is built anew at will."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from pipeline.problems import UsageError
from pipeline.store.sessions import reading, writing
from pipeline.store.tables import SavedSearchRow
from pipeline.store.upserts import keep_last

LONGEST_NAME = 40
LONGEST_QUERY = 1000
MOST = 200
"""Searches that one owner may keep."""

_SHORTEST = 2
"""Characters of the shortest name."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name. ``owner`` is a login, "" for the office as a whole; ``sort`` as the index knows it."""

    owner: str
    name: str
    query: str
    sort: str
    saved_at: datetime


class SavedSearches:
    """The saved searches in the store's database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, owner: str) -> list[SavedSearch]:
        """The owner's and the office's searches, by name."""
        wanted = select(SavedSearchRow).where(SavedSearchRow.owner.in_({owner, ""}))
        with reading(self._engine) as session:
            rows = session.execute(wanted.order_by(SavedSearchRow.name, SavedSearchRow.owner)).scalars()
            return [_search(row) for row in rows]

    def named(self, owner: str, name: str) -> SavedSearch | None:
        """The owner's search of that name, else the office's; None where there is none."""
        found = [each for each in self.of(owner) if each.name == name.strip()]
        return max(found, key=lambda each: each.owner, default=None)

    def keep(self, owner: str, name: str, query: str, sort: str = "") -> SavedSearch:
        """Keep a query under a name; one of the same name and owner is replaced.

        Raises:
            UsageError: name or query are empty or too long, or the owner has too many.
        """
        name = name.strip()
        _check(name, query)
        now = datetime.now(UTC)
        row = {"owner": owner, "name": name, "query": query, "sort": sort, "saved_at": now}
        with writing(self._engine) as session:
            others = (SavedSearchRow.owner == owner, SavedSearchRow.name != name)
            count = session.execute(select(func.count()).select_from(SavedSearchRow).where(*others)).scalar_one()
            if count >= MOST:
                raise UsageError(f"保存的检索已达 {MOST} 条，请先删除不用的")
            keep_last(session, SavedSearchRow, row)
        return SavedSearch(owner, name, query, sort, now)

    def forget(self, owner: str, name: str) -> bool:
        """Delete the owner's search of that name; False where there is none."""
        wanted = (SavedSearchRow.owner == owner, SavedSearchRow.name == name.strip())
        with writing(self._engine) as session:
            there = session.get(SavedSearchRow, (owner, name.strip())) is not None
            session.execute(delete(SavedSearchRow).where(*wanted))
        return there


def forget_searches(session: Session, told: Collection[str]) -> int:
    """Delete, in the session's transaction, every search that holds one of these words; returns how many."""
    words = {each.strip() for each in told if len(each.strip()) >= _SHORTEST}
    found = [
        row for row in session.execute(select(SavedSearchRow)).scalars()
        if any(word in said for said in (row.query, row.name) for word in words)
    ]  # fmt: skip
    for row in found:
        session.delete(row)
    return len(found)


def _check(name: str, query: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        raise UsageError(f"检索的名称应为 1 到 {LONGEST_NAME} 个字")
    if not query.strip() or len(query) > LONGEST_QUERY:
        raise UsageError(f"检索式应为 1 到 {LONGEST_QUERY} 个字符")


def _search(row: SavedSearchRow) -> SavedSearch:
    at = row.saved_at if row.saved_at.tzinfo else row.saved_at.replace(tzinfo=UTC)  # SQLite forgets the zone
    return SavedSearch(row.owner, row.name, row.query, row.sort, at)

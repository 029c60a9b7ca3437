"""The port that both engines fill: the spine's Index, and what the reviewer's desk asks beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from pipeline.ports import Answer, Entry, Hit, Index

SORTS = ("", "relevance", "number", "-number", "submission", "-submission")
"""How an answer may be sorted; ``""`` is by relevance, a minus descending. By number: only hits that have one."""

FACETS = ("kind", "form", "city", "type", "list", "key", "slug", "severity", "status", "submission", "applicant")
"""What an answer can be counted by."""


class Finder(Index, Protocol):
    """An index with what the desk needs: likeness, whole result sets, and sight limited to a role."""

    def similar(self, entry_id: str, *, limit: int = 20, other_submissions: bool = True) -> Answer:
        """The rows or passages most like the given one, other applicants' only unless told otherwise.

        Raises:
            KeyError: there is no such entry.
        """

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id, or None."""

    def export(self, query: str, *, batch: int = 500, sort: str = "") -> Iterator[Hit]:
        """Every hit of a query in the order of a search, of the moment when the first is asked for, never all at once.

        Raises:
            QuerySyntaxError: the query is malformed.
            UsageError: there is no such order.
        """

    def limited_to(self, allowed: Mapping[str, Sequence[str]]) -> Finder:
        """The same index, seeing only entries with the allowed facets, e.g. ``{"city": ["合肥市"]}``.

        An empty sequence allows nothing.
        """

    def size(self) -> int:
        """The number of entries (0 where nothing was indexed yet)."""

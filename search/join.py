"""Limits of joins: a condition on submissions is answered by naming those that meet it."""

from __future__ import annotations

from search.problems import SearchTooWideError

MOST_JOINED = 50_000
"""Submissions that a condition on submissions may hold for; a query of as many names is still answered at once."""


def bounded(names: list[str]) -> list[str]:
    """The names, where they are not more than a query may hold; asked for one more than that, none is left out.

    Raises:
        SearchTooWideError: they are more.
    """
    if len(names) > MOST_JOINED:
        raise SearchTooWideError(f"超过 {MOST_JOINED} 份")
    return names

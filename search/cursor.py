"""Where the next page begins, as an opaque text that a caller hands back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from typing import Any

from pipeline.problems import UsageError

PAGE_LIMIT = 1000
"""Hits a page may hold at most; whole result sets are exported."""


def pack(state: dict[str, Any]) -> str:
    """The cursor for a state."""
    return urlsafe_b64encode(json.dumps(state, ensure_ascii=False).encode()).decode()


def unpack(cursor: str | None) -> dict[str, Any]:
    """The state of a cursor; empty for none.

    Raises:
        UsageError: it is not one of ours.
    """
    if not cursor:
        return {}
    try:
        state = json.loads(urlsafe_b64decode(cursor.encode()))
    except (ValueError, Error):
        raise UsageError("翻页标记无效") from None
    if not isinstance(state, dict):
        raise UsageError("翻页标记无效")
    return state


def checked_limit(limit: int) -> int:
    """The limit, refused where it is absurd.

    Raises:
        UsageError: it is below 1 or above PAGE_LIMIT.
    """
    if not 1 <= limit <= PAGE_LIMIT:
        raise UsageError(f"每页条数应在1到{PAGE_LIMIT}之间：{limit}")
    return limit


def count_of(state: Mapping[str, Any], name: str) -> int:
    """A count that a cursor's state holds; 0 where it holds none.

    Raises:
        UsageError: it is no count.
    """
    count = state.get(name, 0)
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count < 2**31:
        raise UsageError("翻页标记无效")
    return count

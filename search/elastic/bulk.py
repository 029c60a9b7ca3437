"""Writes many documents: in pieces, a few on the way at once, slower where the server says so, errors one by one."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import orjson

from search.elastic.server import OverloadedError, Server
from search.problems import DocumentsRefusedError, SearchServerError, SearchServerReadOnlyError

PIECE_DOCUMENTS = 1000
PIECE_BYTES = 8_000_000
IN_FLIGHT = 3
AHEAD = 2
"""Pieces that lie ready while those in flight are waited for: the server never waits for us to make the next."""
_TRIES = 8
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 10.0
_NAMED_REFUSALS = 5
_REASON = 200
"""Characters of the server's own words; it likes to quote whole documents."""


@dataclass(frozen=True, slots=True)
class Action:
    """One document to write, or (``source`` None) to delete."""

    key: str
    source: dict[str, Any] | None

    def lines(self) -> bytes:
        """The action as lines of the bulk request, each with its end."""
        if self.source is None:
            return _line({"delete": {"_id": self.key}})
        return _line({"index": {"_id": self.key}}) + _line(self.source)


@dataclass(frozen=True, slots=True)
class Written:
    """How a write ended: documents sent, and for each that was refused for good which and why."""

    count: int
    refusals: tuple[str, ...] = ()

    def checked(self) -> int:
        """The count.

        Raises:
            DocumentsRefusedError: some were refused; all others are in.
        """
        if self.refusals:
            named = "；".join(self.refusals[:_NAMED_REFUSALS])
            raise DocumentsRefusedError(f"{len(self.refusals)}条；{named}")
        return self.count


def write(server: Server, index: str, actions: Iterable[Action]) -> Written:
    """Write all that the server takes. Documents are made no faster than that.

    Raises:
        SearchServerReadOnlyError: the server takes no writes.
        SearchServerError: it is gone, or was overloaded for too long.
    """
    refusals: list[str] = []
    count = 0
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        under_way: deque[Future[list[str]]] = deque()
        try:
            for piece in pieces(actions):
                count += len(piece)
                under_way.append(pool.submit(_send, server, index, piece))
                if len(under_way) >= IN_FLIGHT + AHEAD:
                    refusals += under_way.popleft().result()
            while under_way:
                refusals += under_way.popleft().result()
        finally:
            for each in under_way:
                each.cancel()
    return Written(count, tuple(refusals))


def pieces(actions: Iterable[Action]) -> Iterator[list[bytes]]:
    """The lines of the actions, in pieces of bounded number and size; documents would take several times the memory."""
    piece: list[bytes] = []
    size = 0
    for action in actions:
        piece.append(action.lines())
        size += len(piece[-1])
        if len(piece) >= PIECE_DOCUMENTS or size >= PIECE_BYTES:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _send(server: Server, index: str, piece: list[bytes]) -> list[str]:
    """Send until each document is in or refused for good; returns the refusals."""
    pause = _FIRST_PAUSE
    refusals: list[str] = []
    for _ in range(_TRIES):
        results = _results(server, index, piece)
        refusals += [_refusal(result) for result in results if _is_refused(result)]
        piece = [lines for lines, result in zip(piece, results, strict=True) if _is_busy(result)]
        if not piece:
            return refusals
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
    raise SearchServerError(f"{server.settings.address} 持续过载，{len(piece)}条未能写入")


def _results(server: Server, index: str, piece: list[bytes]) -> list[dict[str, Any]]:
    """What became of each document; where the server took none of them, all were busy."""
    try:
        answer = server.bulk(f"/{index}/_bulk", b"".join(piece))
    except OverloadedError:
        return [{"status": 429}] * len(piece)
    if not answer.get("errors"):
        return [{"status": 200}] * len(piece)
    return [next(iter(item.values())) for item in answer["items"]]


def _is_busy(result: dict[str, Any]) -> bool:
    """Too many writes at once may be tried again; a read-only index may not."""
    error = result.get("error") or {}
    if error.get("type") == "cluster_block_exception":
        raise SearchServerReadOnlyError(str(error.get("reason", "")))
    return result["status"] in (429, 503)


def _is_refused(result: dict[str, Any]) -> bool:
    return result["status"] >= 400 and result["status"] not in (404, 429, 503)


def _refusal(result: dict[str, Any]) -> str:
    error = result.get("error") or {}
    return f"{result.get('_id')} {error.get('type')}：{str(error.get('reason'))[:_REASON]}"


def _line(value: dict[str, Any]) -> bytes:
    """One line of the request; a broken text layer may hold halves of characters, which no line can."""
    try:
        return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace") + b"\n"

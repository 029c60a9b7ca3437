"""Our index rate on Elasticsearch against the plain client's ``parallel_bulk`` of the same documents, turn by turn.

Turn by turn, so that what else the machine does falls on all ways alike. Index, mapping and settings are the same for
all: ``search/mapping``. Three questions: is our writer as fast as theirs with documents that lie ready; are we as fast
with documents made on the way on both sides; and how much of the rate does the making cost where theirs lie ready.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from elasticsearch.helpers import parallel_bulk

from pipeline.ports import Entry
from search import open_index
from search.elastic.bulk import Action, write
from search.elastic.documents import key_of, source_of
from search.elastic.server import Server
from search.elastic.settings import ServerSettings
from search.mapping import mapping

ALIAS, PLAIN = "heshu-benchmark", "heshu-benchmark-plain"
TURNS = 3
_PAIRS = (
    ("our writer, documents ready", "parallel_bulk, documents ready"),
    ("rebuild", "parallel_bulk, documents made on the way"),
    ("rebuild", "parallel_bulk, documents ready"),
)

Ready = list[tuple[str, dict[str, Any]]]


def rate(write: Callable[[], object], count: int) -> float:
    """How many a second."""
    start = time.perf_counter()
    write()
    return count / (time.perf_counter() - start)


def against_plain_client(entries: Iterable[Entry], url: str, folder: Path) -> dict[str, Any]:
    """The median rate of each way, and of each pair the median of the turns' ratios."""
    some = list(entries)
    ready = [_made(entry) for entry in some]
    index, server = open_index(folder, url), Server(ServerSettings.of(url, folder))
    ways: dict[str, Callable[[], object]] = {
        "our writer, documents ready": lambda: _ours(server, ready),
        "parallel_bulk, documents ready": lambda: _plain(server, ready),
        "rebuild": lambda: index.rebuild([("all", some)]),
        "parallel_bulk, documents made on the way": lambda: _plain(server, map(_made, some)),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(TURNS + 1):
        for name, way in ways.items():
            found = rate(way, len(some))
            if turn:  # the first one warms the server up
                rates[name].append(found)
            forget(server)
    ratios = {
        f"{ours} / {theirs}": statistics.median(a / b for a, b in zip(rates[ours], rates[theirs], strict=True))
        for ours, theirs in _PAIRS
    }
    return {"entries": len(some), "a second": {n: statistics.median(f) for n, f in rates.items()}, "ratios": ratios}


def forget(server: Server) -> None:
    """Delete every index of the benchmark."""
    for name in server.get(f"/{ALIAS}*/_alias"):
        server.call("DELETE", f"/{name}")


def _made(entry: Entry) -> tuple[str, dict[str, Any]]:
    return key_of(entry.id), source_of(entry)


def _ours(server: Server, ready: Ready) -> None:
    name = _fresh(server)
    write(server, name, (Action(key, source) for key, source in ready)).checked()
    server.call("POST", f"/{name}/_refresh")


def _plain(server: Server, documents: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """What a program without ours would do: an index with the mapping, everything into it, and it can be searched."""
    name = _fresh(server)
    for fine, result in parallel_bulk(server.client, _actions(documents), thread_count=3, chunk_size=1000, index=name):
        assert fine, result
    server.call("POST", f"/{name}/_refresh")


def _actions(documents: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    return ({"_id": key, "_source": source} for key, source in documents)


def _fresh(server: Server) -> str:
    name = f"{PLAIN}-{time.monotonic_ns()}"
    server.call("PUT", f"/{name}", mapping())
    return name

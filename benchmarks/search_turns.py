"""Our index rate against the plain client's ``parallel_bulk``, with all of a set: each way fills an index of its own.

    python benchmarks/search_turns.py --rows 1000000 --node 8 [--slice 20000] [--ways …] [--minutes 90]

The set comes in slices, and the ways take turns at each, in changing order, so that what else the machine does falls
on all alike. Making entries is not timed. Documents that lie ready are made by another process, as what we keep of
cells that come again would otherwise lie ready for us too. Memory holds one slice. After ``--minutes`` no further
slice is begun; what was reached is printed after each.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from elasticsearch.helpers import parallel_bulk
from search_bulk import PLAIN, forget
from search_entries import submissions
from search_node import node
from search_speed import peak

from pipeline.ports import Entry
from search.elastic.bulk import Action, write
from search.elastic.documents import key_of, source_of
from search.elastic.server import Server
from search.elastic.settings import ServerSettings
from search.mapping import mapping

MADE, READY = "ours, made on the way", "ours, documents ready"
THEIRS_MADE, THEIRS_READY = "parallel_bulk, made on the way", "parallel_bulk, documents ready"
_WAYS = {"ours": READY, "theirs": THEIRS_READY, "ours-made": MADE, "theirs-made": THEIRS_MADE}
_PAIRS = ((READY, THEIRS_READY), (MADE, THEIRS_MADE), (MADE, THEIRS_READY))
WARM = 10_000

Document = tuple[str, dict[str, Any]]


@dataclass
class Slice:
    """One slice of the set, as entries and as documents that lie ready."""

    entries: list[Entry]
    ready: list[Document]


@dataclass
class Turns:
    """Each way's index and the seconds that it took for each slice."""

    server: Server
    run: str
    ways: list[str]
    counts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seconds: dict[str, list[float]] = {_WAYS[way]: [] for way in self.ways}
        for way in self.seconds:
            self.server.call("PUT", f"/{self.index(way)}", mapping())

    def index(self, way: str) -> str:
        return f"{PLAIN}-{self.run}-{list(self.seconds).index(way)}"

    def take(self, given: Slice) -> None:
        """Every way writes the slice."""
        ways = self._ways(given)
        for name in _order(list(self.seconds), len(self.counts)):
            start = time.perf_counter()
            ways[name](self.index(name))
            self.seconds[name].append(time.perf_counter() - start)
        self.counts.append(len(given.entries))

    def close(self) -> dict[str, Any]:
        """What it comes to; the refresh after which all can be searched counts as well."""
        for name, spent in self.seconds.items():
            start = time.perf_counter()
            self.server.call("POST", f"/{self.index(name)}/_refresh")
            spent[-1] += time.perf_counter() - start
        held = {way: self.server.get(f"/{self.index(way)}/_count")["count"] for way in self.seconds}
        return {**self.reached(), "documents held": held}

    def reached(self) -> dict[str, Any]:
        count = sum(self.counts)
        return {
            "entries": count,
            "a second": {way: round(count / sum(spent)) for way, spent in self.seconds.items()},
            "ratios: all; least, median, most of the slices": {
                f"{ours} / {theirs}": _ratios(self.seconds[ours], self.seconds[theirs])
                for ours, theirs in _PAIRS
                if {ours, theirs} <= self.seconds.keys()
            },
            "peak memory MB": peak(),
            "load": round(os.getloadavg()[0], 1),
        }

    def _ways(self, given: Slice) -> dict[str, Callable[[str], object]]:
        made, made_for_them = map(_made, given.entries), map(_made, given.entries)
        return {
            READY: lambda index: _ours(self.server, index, given.ready),
            THEIRS_READY: lambda index: _theirs(self.server, index, given.ready),
            MADE: lambda index: _ours(self.server, index, made),
            THEIRS_MADE: lambda index: _theirs(self.server, index, made_for_them),
        }


def _order(ways: list[str], turn: int) -> list[str]:
    """Each way comes first as often as any other, and before any other as often as after it."""
    shift = turn % len(ways)
    order = ways[shift:] + ways[:shift]
    return order[::-1] if turn // len(ways) % 2 else order


def _made(entry: Entry) -> Document:
    return key_of(entry.id), source_of(entry)


def _ours(server: Server, index: str, documents: Iterable[Document]) -> None:
    write(server, index, (Action(key, source) for key, source in documents)).checked()


def _theirs(server: Server, index: str, documents: Iterable[Document]) -> None:
    """A server short of memory refuses a whole request; what a program without ours would have to do then is done."""
    actions: Iterable[dict[str, Any]] = ({"_id": key, "_source": source} for key, source in documents)
    while actions:
        silent = {"raise_on_exception": False, "raise_on_error": False}
        written = parallel_bulk(server.client, actions, thread_count=3, chunk_size=1000, index=index, **silent)
        refused = [result["index"] for fine, result in written if not fine]
        assert all(result["status"] == 429 for result in refused), refused[0]
        actions = [{"_id": result["_id"], "_source": result["data"]} for result in refused]


def _ratios(ours: list[float], theirs: list[float]) -> list[float]:
    """Of the rates, so of their seconds to ours."""
    each = [a / b for a, b in zip(theirs, ours, strict=True)]
    return [round(ratio, 3) for ratio in (sum(theirs) / sum(ours), min(each), statistics.median(each), max(each))]


def ready_of(entries: list[Entry]) -> list[Document]:
    """The documents of the entries, made."""
    return list(map(_made, entries))


def _slices(rows: int, size: int, other: ProcessPoolExecutor, skip: int = 0) -> Iterator[Slice]:
    entries = (entry for _, given in islice(submissions(rows), skip, None) for entry in given)
    while some := list(islice(entries, size)):
        yield Slice(some, other.submit(ready_of, some).result())


def _measure(server: Server, given: argparse.Namespace) -> None:
    until = time.monotonic() + 60 * given.minutes
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
        warm = Turns(server, "warm", given.ways)
        warm.take(next(_slices(given.rows, WARM, other)))
        turns = Turns(server, str(time.monotonic_ns()), given.ways)
        for each in _slices(given.rows, given.slice, other, given.skip):
            turns.take(each)
            print(json.dumps(turns.reached(), ensure_ascii=False), flush=True)
            if time.monotonic() > until:
                print("ended by the clock, not by the set", flush=True)
                break
    print(json.dumps(turns.close(), ensure_ascii=False, indent=1), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--slice", type=int, default=20_000, help="entries of a turn")
    parser.add_argument("--skip", type=int, default=0, help="submissions of the set that an earlier run has had")
    parser.add_argument("--ways", nargs="+", choices=_WAYS, default=list(_WAYS))
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--url", default=os.environ.get("HESHU_SEARCH_URL", ""))
    parser.add_argument("--node", default="", choices=["", "8", "9"], help="run the tests' server of that version")
    parser.add_argument("--heap", default="2g", help="memory of that server: three indexes of a million share it")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as data,
        node(given.node, Path(data), given.heap) if given.node else nullcontext(given.url) as url,
    ):
        server = Server(ServerSettings.of(url, Path(data)))
        forget(server)
        try:
            _measure(server, given)
        finally:
            forget(server)


if __name__ == "__main__":
    main()

"""Search speed on submissions of the maker: the embedded index and Elasticsearch, in one run.

    python benchmarks/search_speed.py --rows 10000 100000 1000000 [--url http://127.0.0.1:9200] [--times 20]

A tenth as many passages as rows. Prints, for each number of rows and each engine: entries indexed a second, bytes of
index for each byte of text, p50/p95 of twelve typical queries in milliseconds, the most memory that our process took
until then. With ``--url`` (or HESHU_SEARCH_URL) also the ratios that Elasticsearch is held to: our index rate against
``parallel_bulk`` of the same ``--compare`` documents (made on the way, as ours are, and made beforehand), and at every
number our queries against DSL bodies written by hand that bring the same hits. Figures compare within one run on one
machine; they say nothing across machines.
"""

from __future__ import annotations

import argparse
import os
import pickle
import resource
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from elasticsearch.helpers import parallel_bulk
from search_by_hand import QUERIES, body_of
from search_entries import submissions

from pipeline.ports import Entry
from search import open_index
from search.document import entry_from
from search.elastic.documents import key_of, source_of
from search.elastic.server import Server
from search.elastic.settings import ServerSettings
from search.finder import Finder
from search.mapping import mapping

SETTLING_SECONDS = 40
TURNS = 3
ALIAS, PLAIN = "heshu-benchmark", "heshu-benchmark-plain"


class Entries:
    """Entries made once and kept in a file, so that making them does not count; read as the engines ask for them."""

    def __init__(self, rows: int, folder: Path) -> None:
        self._path = folder / f"{rows}.pickle"
        self.count, self.text_bytes, self.kinds = 0, 0, Counter[str]()
        with self._path.open("wb") as file:
            for name, entries in submissions(rows):
                made = list(entries)
                self.count += len(made)
                self.kinds.update(entry.kind for entry in made)
                self.text_bytes += sum(len(entry.text.encode()) for entry in made)
                pickle.dump((name, made), file)

    def show(self) -> None:
        said = ", ".join(f"{count} {kind}s" for kind, count in sorted(self.kinds.items()))
        print(f"{self.count} entries ({said}), {self.text_bytes / 1e6:.1f} MB of text, peak memory {peak()} MB")

    def __iter__(self) -> Iterator[tuple[str, list[Entry]]]:
        with self._path.open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)
                except EOFError:
                    return

    def all(self) -> Iterator[Entry]:
        return (entry for _, entries in self for entry in entries)


def rate(write: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    write()
    return count / (time.perf_counter() - start)


def milliseconds(ask: Callable[[str], object], queries: Iterable[str], times: int) -> dict[str, list[float]]:
    """How long each query took, after one round to warm up."""
    spent: dict[str, list[float]] = {query: [] for query in queries}
    for round_ in range(times + 1):
        for query, found in spent.items():
            start = time.perf_counter()
            ask(query)
            if round_:
                found.append((time.perf_counter() - start) * 1000)
    return spent


def p(spent: dict[str, list[float]], share: int) -> float:
    return statistics.quantiles([each for found in spent.values() for each in found], n=100)[share - 1]


def show(name: str, entries: Entries, rate_: float, size: float, spent: dict[str, list[float]]) -> None:
    cells = (f"{entries.count:>9} entries", f"{rate_:7.0f}/s", f"{size / entries.text_bytes:5.2f} bytes/byte",
             f"p50 {p(spent, 50):7.2f} ms", f"p95 {p(spent, 95):7.2f} ms")  # fmt: skip
    print(f"{name:16}", *cells, f"peak memory {peak()} MB", flush=True)


def peak() -> int:
    """The most memory that this process has taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def embedded(entries: Entries, times: int, folder: Path) -> None:
    index = open_index(folder)
    fast = rate(lambda: index.rebuild(entries), entries.count)
    spent = milliseconds(index.search, QUERIES, times)
    show("embedded", entries, fast, size_of(folder), spent)
    shutil.rmtree(folder)


def elasticsearch(entries: Entries, times: int, url: str, folder: Path) -> None:
    index, server = open_index(folder, url), Server(ServerSettings.of(url, folder))
    try:
        ours = rate(lambda: index.rebuild(entries), entries.count)
        spent = milliseconds(index.search, QUERIES, times)
        show("Elasticsearch", entries, ours, _stored(server), spent)
        _against_hand_written(server, index, times)
        _settle(server)
        settled = _stored(server) / entries.text_bytes
        print(f"  {settled:.2f} bytes/byte when the server has merged its segments", flush=True)
    finally:
        _forget(server)


def _stored(server: Server) -> int:
    return int(server.get(f"/{ALIAS}/_stats/store")["_all"]["primaries"]["store"]["size_in_bytes"])


def _settle(server: Server) -> None:
    """What the server keeps of each document for replicas to catch up goes with the first merge a while after."""
    server.call("POST", f"/{ALIAS}/_flush")
    time.sleep(SETTLING_SECONDS)
    server.client.options(request_timeout=1800).indices.forcemerge(index=ALIAS, max_num_segments=1)


def against_plain_client(entries: Entries, compared: int, url: str, folder: Path) -> None:
    """Our index rate against the plain client's, turn by turn, so that what else the machine does falls on all."""
    some = [entry for entry, _ in zip(entries.all(), range(compared), strict=False)]
    beforehand = [_action(entry) for entry in some]
    index, server = open_index(folder, url), Server(ServerSettings.of(url, folder))
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: index.rebuild([("all", some)]),
        "documents made on the way": lambda: _parallel_bulk(server, map(_action, some)),
        "documents made beforehand": lambda: _parallel_bulk(server, iter(beforehand)),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(TURNS):
        for name, write in ways.items():
            rates[name].append(rate(write, len(some)))
    _forget(server)
    for name, found in rates.items():
        ratio = statistics.median(ours / theirs for ours, theirs in zip(rates["ours"], found, strict=True))
        told = "" if name == "ours" else f": ours is {ratio:.2f} of it (at least 0.9 wanted)"
        print(f"  {len(some)} entries, {name}, {statistics.median(found):.0f}/s{told}", flush=True)


def _action(entry: Entry) -> dict[str, Any]:
    return {"_id": key_of(entry.id), "_source": source_of(entry)}


def _parallel_bulk(server: Server, actions: Iterator[dict[str, Any]]) -> None:
    """What a program without ours would do: an index with the mapping, everything into it, and it can be searched."""
    name = f"{PLAIN}-{time.monotonic_ns()}"
    server.call("PUT", f"/{name}", mapping())
    for fine, result in parallel_bulk(server.client, actions, thread_count=3, chunk_size=1000, index=name):
        assert fine, result
    server.call("POST", f"/{name}/_refresh")


def _forget(server: Server) -> None:
    for name in server.get(f"/{ALIAS}*/_alias"):
        server.call("DELETE", f"/{name}")


def _against_hand_written(server: Server, index: Finder, times: int) -> None:
    """Turn by turn, so that what else the machine does falls on both; the server's own time is told as well."""

    def by_hand(query: str) -> list[Entry]:
        """The hits' entries: a body that nobody reads would be no answer."""
        found = server.call("POST", f"/{ALIAS}/_search", body_of(query))["hits"]["hits"]
        return [entry_from(each["_source"]["body"]) for each in found]

    for query in QUERIES:
        ours = index.search(query).total
        theirs = server.call("POST", f"/{ALIAS}/_search", body_of(query))["hits"]["total"]["value"]
        if ours != theirs:
            print(f"  not the same hits: {query}: {ours}, by hand {theirs}")
    mine: dict[str, list[float]] = {query: [] for query in QUERIES}
    hand: dict[str, list[float]] = {query: [] for query in QUERIES}
    for _ in range(times):
        for query in QUERIES:
            for ask, spent in ((index.search, mine), (by_hand, hand)):
                start = time.perf_counter()
                ask(query)
                spent[query].append((time.perf_counter() - start) * 1000)
    for share in (50, 95):
        print(f"  queries against DSL by hand, p{share}: {p(mine, share) / p(hand, share):.2f} (at most 1.2 wanted)")
    for query in QUERIES:
        print(
            f"    {statistics.median(mine[query]):8.2f} {statistics.median(hand[query]):8.2f} ms  {query}", flush=True
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000], help="rows of lists, smallest first")
    parser.add_argument("--compare", type=int, default=20_000, help="entries of the comparison with parallel_bulk")
    parser.add_argument("--times", type=int, default=20, help="times that each query is asked")
    parser.add_argument("--engines", nargs="+", default=["embedded", "elasticsearch"])
    parser.add_argument("--url", default=os.environ.get("HESHU_SEARCH_URL", ""))
    given = parser.parse_args()
    os.environ["HESHU_SEARCH_ALIAS"] = ALIAS
    folder = Path(tempfile.mkdtemp())
    try:
        for rows in given.rows:
            entries = Entries(rows, folder)
            entries.show()
            if "embedded" in given.engines:
                embedded(entries, given.times, folder / "embedded")
            if given.url and "elasticsearch" in given.engines:
                elasticsearch(entries, given.times, given.url, folder / "elastic")
        if given.url and given.compare:
            against_plain_client(entries, given.compare, given.url, folder / "elastic")
        if not given.url:
            print("Elasticsearch: not measured, no --url")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

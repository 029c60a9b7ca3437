"""Search speed on submissions of the maker: the embedded index and Elasticsearch, in one run.

    python benchmarks/search_speed.py --rows 10000 100000 1000000 --node 8 [--folder KEPT] [--times 20]

A tenth as many passages as rows. Tells, for each number of rows and each engine: entries indexed a second, bytes of
index for each byte of text, p50/p95 of twelve typical queries in milliseconds, the most memory that our process took
until then, and the machine's load (other work makes all figures worse). ``--node`` runs the tests' Elasticsearch of
that version; ``--url`` takes one that runs already. With either also the ratios that Elasticsearch is held to: our
index rate against ``parallel_bulk`` of the same ``--compare`` documents, and at every number our queries against DSL
bodies written by hand that bring the same hits.

What was measured is written to ``KEPT/results.json`` at once, and a run that finds it goes on where the last one
ended. Figures compare within one run on one machine; they say nothing across machines.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

from search_bulk import ALIAS, against_plain_client, forget, rate
from search_by_hand import QUERIES, body_of
from search_entries import submissions
from search_node import node

from pipeline.ports import Entry
from search import open_index
from search.document import entry_from
from search.elastic.server import Server
from search.elastic.settings import ServerSettings
from search.finder import Finder

SETTLING_SECONDS = 40


class Entries:
    """Entries made once and kept in a file, so that making them does not count; read as the engines ask for them."""

    def __init__(self, rows: int, folder: Path) -> None:
        self._path, known = folder / f"entries-{rows}.pickle", folder / f"entries-{rows}.json"
        if not known.exists():
            known.write_text(json.dumps(self._make(rows)))
        said = json.loads(known.read_text())
        self.count, self.text_bytes = int(said["entries"]), int(said["text bytes"])

    def _make(self, rows: int) -> dict[str, Any]:
        kinds, text_bytes = Counter[str](), 0
        with self._path.open("wb") as file:
            for name, entries in submissions(rows):
                made = list(entries)
                kinds.update(entry.kind for entry in made)
                text_bytes += sum(len(entry.text.encode()) for entry in made)
                pickle.dump((name, made), file)
        return {"entries": kinds.total(), "text bytes": text_bytes, "kinds": kinds, "peak memory MB": peak()}

    def __iter__(self) -> Iterator[tuple[str, list[Entry]]]:
        with self._path.open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)
                except EOFError:
                    return

    def all(self) -> Iterator[Entry]:
        return (entry for _, entries in self for entry in entries)


class Results:
    """What was measured so far, in a file: a run that was ended goes on with what is not in it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "results.json"
        self._known: dict[str, Any] = json.loads(self._path.read_text()) if self._path.exists() else {}

    def measure(self, name: str, measured: Callable[[], dict[str, Any]]) -> None:
        """Measure it unless it is known, and show it."""
        if name not in self._known:
            load = os.getloadavg()[0]
            self._known[name] = {**measured(), "load before": load, "load after": os.getloadavg()[0]}
            self._path.write_text(json.dumps(self._known, ensure_ascii=False, indent=1))
        print(name, json.dumps(_rounded(self._known[name]), ensure_ascii=False, indent=1), flush=True)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return round(value, 2) if isinstance(value, float) else value


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


def figures(entries: Entries, rate_: float, size: float, spent: dict[str, list[float]]) -> dict[str, Any]:
    return {
        "entries": entries.count, "text MB": entries.text_bytes / 1e6, "a second": rate_,
        "bytes a byte": size / entries.text_bytes, "p50 ms": p(spent, 50), "p95 ms": p(spent, 95),
        "peak memory MB": peak(), "median ms": {query: statistics.median(found) for query, found in spent.items()},
    }  # fmt: skip


def peak() -> int:
    """The most memory that this process has taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def embedded(entries: Entries, times: int, folder: Path) -> dict[str, Any]:
    shutil.rmtree(folder, ignore_errors=True)
    index = open_index(folder)
    fast = rate(lambda: index.rebuild(entries), entries.count)
    spent = milliseconds(index.search, QUERIES, times)
    found = figures(entries, fast, size_of(folder), spent)
    shutil.rmtree(folder)
    return found


def elasticsearch(entries: Entries, times: int, url: str, folder: Path) -> dict[str, Any]:
    index, server = open_index(folder, url), Server(ServerSettings.of(url, folder))
    forget(server)
    try:
        ours = rate(lambda: index.rebuild(entries), entries.count)
        spent = milliseconds(index.search, QUERIES, times)
        found = figures(entries, ours, _stored(server), spent) | _against_hand_written(server, index, times)
        _settle(server)
        merged = milliseconds(index.search, QUERIES, times)
        settled = {"bytes a byte": _stored(server) / entries.text_bytes, "p50": p(merged, 50), "p95": p(merged, 95)}
        return {**found, "merged": settled}
    finally:
        forget(server)


def _stored(server: Server) -> int:
    return int(server.get(f"/{ALIAS}/_stats/store")["_all"]["primaries"]["store"]["size_in_bytes"])


def _settle(server: Server) -> None:
    """What the server keeps of each document for replicas to catch up goes with the first merge a while after."""
    server.call("POST", f"/{ALIAS}/_flush")
    time.sleep(SETTLING_SECONDS)
    server.client.options(request_timeout=1800).indices.forcemerge(index=ALIAS, max_num_segments=1)


def _against_hand_written(server: Server, index: Finder, times: int) -> dict[str, Any]:
    """Turn by turn, so that what else the machine does falls on both."""

    def by_hand(query: str) -> list[Entry]:
        """The hits' entries: a body that nobody reads would be no answer."""
        found = server.call("POST", f"/{ALIAS}/_search", body_of(query))["hits"]["hits"]
        return [entry_from(each["_source"]["body"]) for each in found]

    others = []
    for query in QUERIES:
        ours = index.search(query).total
        theirs = server.call("POST", f"/{ALIAS}/_search", body_of(query))["hits"]["total"]["value"]
        others += [] if ours == theirs else [f"{query}: {ours}, by hand {theirs}"]
    mine: dict[str, list[float]] = {query: [] for query in QUERIES}
    hand: dict[str, list[float]] = {query: [] for query in QUERIES}
    ways: list[tuple[Callable[[str], object], dict[str, list[float]]]] = [(index.search, mine), (by_hand, hand)]
    for _ in range(times):
        ways.reverse()  # who asks second finds the server's caches warm
        for query in QUERIES:
            for ask, spent in ways:
                start = time.perf_counter()
                ask(query)
                spent[query].append((time.perf_counter() - start) * 1000)
    return {
        "other hits by hand": others,
        "by hand, median ms": {query: statistics.median(hand[query]) for query in QUERIES},
        "against DSL by hand": {f"p{share}": p(mine, share) / p(hand, share) for share in (50, 95)},
    }


def _measure(given: argparse.Namespace, url: str, folder: Path) -> None:
    results = Results(folder)
    for rows in given.rows:
        entries = Entries(rows, folder)
        if "embedded" in given.engines:
            place = folder / "embedded"
            results.measure(f"embedded {rows}", lambda: embedded(entries, given.times, place))  # noqa: B023
        if url:
            place = folder / "elastic"
            name = f"elasticsearch {given.node} {rows}"
            results.measure(name, lambda: elasticsearch(entries, given.times, url, place))  # noqa: B023
            if entries.count >= given.compare:
                some = islice(entries.all(), given.compare)
                results.measure(f"bulk {given.node}", lambda: against_plain_client(some, url, place))  # noqa: B023


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000], help="rows of lists, smallest first")
    parser.add_argument("--compare", type=int, default=40_000, help="entries of the comparison with parallel_bulk")
    parser.add_argument("--times", type=int, default=20, help="times that each query is asked")
    parser.add_argument("--engines", nargs="+", default=["embedded", "elasticsearch"])
    parser.add_argument("--url", default=os.environ.get("HESHU_SEARCH_URL", ""))
    parser.add_argument("--node", default="", choices=["", "8", "9"], help="run the tests' server of that version")
    parser.add_argument("--folder", type=Path, help="keeps entries and results for a run that goes on with them")
    given = parser.parse_args()
    os.environ["HESHU_SEARCH_ALIAS"] = ALIAS
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    wanted = "elasticsearch" in given.engines
    with tempfile.TemporaryDirectory() as data:
        server = node(given.node, Path(data)) if given.node and wanted else nullcontext(given.url if wanted else "")
        try:
            with server as url:
                _measure(given, url, folder)
        finally:
            if not given.folder:
                shutil.rmtree(folder)


if __name__ == "__main__":
    main()

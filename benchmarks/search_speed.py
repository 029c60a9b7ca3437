"""Search speed on made-up list rows and passages: embedded, SQLite FTS5 (trigram) and Elasticsearch, in one run.

    python benchmarks/search_speed.py [--rows 100000] [--url http://127.0.0.1:9200] [--queries 30]

Prints, for each engine: entries indexed a second, bytes of index for each byte of text, and p50/p95 of typical
queries in milliseconds; then the ratios. With ``--url`` (or HESHU_SEARCH_URL) Elasticsearch is measured as well: our
adapter against the plain bulk helper and against the DSL body written by hand. Figures compare engines within one run
on one machine; they say nothing across machines.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.ports import Entry
from search import open_index
from search.elastic.bulk import Action, pieces
from search.elastic.documents import key_of, source_of
from search.elastic.server import Server, _node
from search.elastic.settings import ServerSettings
from search.finder import Finder
from search.mapping import mapping

_MACHINES = (
    "数控车床",
    "立式加工中心",
    "注塑机",
    "冲压机",
    "激光切割机",
    "工业机器人",
    "空压机",
    "焊接工作站",
    "热处理炉",
    "磨床",
)
_PLACES = ("合肥", "芜湖", "蚌埠", "淮南", "马鞍山", "安庆", "滁州", "阜阳", "宿州", "六安", "亳州", "池州")
_TRADES = ("精密机械", "汽车零部件", "家用电器", "电子材料", "轴承制造", "矿山装备", "纺织服装", "食品加工")
_SENTENCES = (
    "平台已接入工业设备{n}台，覆盖{p}等地的{t}企业。", "依托标识解析二级节点，为{t}行业提供预测性维护。",
    "面向{m}建立机理模型{n}个，故障预警准确率提高。", "与{p}的高校共建实验室，完成{m}的数字孪生。",
)  # fmt: skip
QUERIES = (
    "数控车床", "合肥 注塑机", '"预测性维护"', "轴承", "焊", "DEV0001234", "12000", "附件:设备清单 磨床",
    "地市:芜湖 激光切割机",
    "(空压机 OR 冲压机) NOT 家用电器", "设备数量:>5000 热处理炉", "标识解析二级节点",
)  # fmt: skip


def submissions(rows: int) -> Iterator[tuple[str, Iterator[Entry]]]:
    """About 1,000 entries a submission: nine rows to one passage, and one field that claims a number."""
    for number in range(max(1, rows // 1000)):
        name = f"申报{number:05d}"
        yield name, _entries(name, random.Random(number), min(rows, 1000))


def _entries(name: str, rnd: random.Random, count: int) -> Iterator[Entry]:
    about = {"form": "anhui-2023", "city": f"{rnd.choice(_PLACES)}市", "type": "行业型"}
    claim = float(rnd.randint(100, 20000))
    label = {"key": "devices.total", "key_label": "工业设备连接数量(个)"}
    said = f"工业设备连接数量(个)：{claim:.0f}"
    yield Entry(f"{name}/f", name, "field", said, label["key_label"], "书.pdf", 4, (0.1, 0.2, 0.3, 0.4), None,
                {**about, **label}, {"devices.total": claim})  # fmt: skip
    for at in range(1, count):
        words = {
            "m": rnd.choice(_MACHINES),
            "p": rnd.choice(_PLACES),
            "t": rnd.choice(_TRADES),
            "n": rnd.randint(1, 30000),
        }
        if at % 10 == 0:
            text = "".join(rnd.sample(_SENTENCES, 3)).format(**words)
            yield Entry(f"{name}/{at}", name, "passage", text, "平台基础能力", "书.pdf", at % 30, None, None, about)
        else:
            text = f"{at} | {{m}} | DEV{rnd.randint(0, 9999999):07d} | {{p}}{{t}}有限公司".format(**words)
            yield Entry(f"{name}/{at}", name, "row", text, "工业设备清单", "清单.pdf", at % 90, None, None,
                        {**about, "list": "devices", "list_title": "附件1 工业设备清单"})  # fmt: skip


def milliseconds(ask: Callable[[str], object], queries: tuple[str, ...], times: int) -> list[float]:
    """How long each query took, after one round to warm up."""
    spent = []
    for round_ in range(times + 1):
        for query in queries:
            start = time.perf_counter()
            ask(query)
            if round_:
                spent.append((time.perf_counter() - start) * 1000)
    return spent


def p(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1]


def show(name: str, rate: float, size: float, spent: list[float]) -> None:
    cells = (f"{rate:9.0f}/s", f"{size:6.2f}", f"p50 {p(spent, 50):7.2f} ms", f"p95 {p(spent, 95):7.2f} ms")
    print(f"{name:28}", *cells, flush=True)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def filled(index: Finder, rows: int) -> float:
    start = time.perf_counter()
    count = index.rebuild(submissions(rows))
    return count / (time.perf_counter() - start)


def embedded(rows: int, times: int, text_bytes: int, folder: Path) -> list[float]:
    index = open_index(folder)
    rate = filled(index, rows)
    spent = milliseconds(index.search, QUERIES, times)
    show("embedded", rate, size_of(folder) / text_bytes, spent)
    return spent


def sqlite_trigram(rows: int, times: int, text_bytes: int, folder: Path) -> list[float]:
    """Only the queries it can answer: words of three characters or more, without fields."""
    path = folder / "fts.db"
    base = sqlite3.connect(path)
    base.execute("create virtual table rows using fts5(text, id unindexed, tokenize='trigram')")
    start = time.perf_counter()
    given = ((entry.text, entry.id) for _, entries in submissions(rows) for entry in entries)
    count = base.executemany("insert into rows values (?, ?)", given).rowcount
    base.commit()
    rate = count / (time.perf_counter() - start)

    def ask(query: str) -> object:
        quoted = f'"{query}"'
        total = base.execute("select count(*) from rows where rows match ?", (quoted,)).fetchone()
        found = base.execute("select text from rows where rows match ? order by rank limit 20", (quoted,)).fetchall()
        return total, found

    spent = milliseconds(ask, PLAIN, times)
    show("SQLite FTS5 trigram", rate, size_of(folder) / text_bytes, spent)
    return spent


PLAIN = ("数控车床", "预测性维护", "DEV0001234", "标识解析二级节点", "激光切割机")


def elasticsearch(rows: int, times: int, text_bytes: int, url: str, folder: Path) -> list[float]:
    os.environ["HESHU_SEARCH_ALIAS"] = "heshu-benchmark"
    index = open_index(folder, url)
    rate = filled(index, rows)
    spent = milliseconds(index.search, QUERIES, times)
    server = Server(ServerSettings.of(url, folder))
    stats = server.get("/heshu-benchmark/_stats/store")
    show("Elasticsearch", rate, stats["_all"]["primaries"]["store"]["size_in_bytes"] / text_bytes, spent)
    _against_plain_client(rows, url, rate)
    _against_hand_written(server, index, times)
    for name in server.get("/heshu-benchmark*/_alias"):
        server.call("DELETE", f"/{name}")
    return spent


def _against_plain_client(rows: int, url: str, rate: float) -> None:
    """The same documents by the official client's parallel_bulk, told to speak plain JSON where the server is older."""
    import elasticsearch
    from elastic_transport import Transport

    settings = ServerSettings.of(url, Path())
    server = Server(settings)
    server.call("PUT", "/heshu-benchmark-plain", mapping())
    start = time.perf_counter()
    if server.get("/")["version"]["number"].startswith("9"):
        actions = (
            {"_index": "heshu-benchmark-plain", "_id": key_of(entry.id), "_source": source_of(entry)}
            for _, entries in submissions(rows)
            for entry in entries
        )
        count = sum(1 for _ in elasticsearch.helpers.parallel_bulk(elasticsearch.Elasticsearch(url), actions, 2, 1000))
        name = "parallel_bulk"
    else:
        count, name = _plain_bulk(rows, Transport([_node(settings)])), "bulk, one request at a time"
    plain = count / (time.perf_counter() - start)
    print(f"  index rate against plain {name}: {rate / plain:.2f} (at least 0.9 wanted)")


def _plain_bulk(rows: int, transport: Any) -> int:
    headers = {"accept": "application/json", "content-type": "application/x-ndjson"}
    entries = (entry for _, given in submissions(rows) for entry in given)
    count = 0
    for piece in pieces(Action(key_of(entry.id), source_of(entry)) for entry in entries):
        body = b"\n".join([*(line for _, lines in piece for line in lines), b""])
        transport.perform_request("POST", "/heshu-benchmark-plain/_bulk", body=body, headers=headers)
        count += len(piece)
    return count


def _against_hand_written(server: Server, index: Finder, times: int) -> None:
    """A phrase as one would write it by hand, and as the query language makes it."""
    phrases = {"数控车床": "数控 控车 车床", "激光切割机": "激光 光切 切割 割机", "预测性维护": "预测 测性 性维 维护"}

    def by_hand(query: str) -> object:
        body = {"query": {"match_phrase": {"grams": phrases[query]}}, "size": 20, "track_total_hits": True}
        return server.call("POST", "/heshu-benchmark/_search", body)

    ours = milliseconds(lambda query: index.search(f'"{query}"'), tuple(phrases), times)
    theirs = milliseconds(by_hand, tuple(phrases), times)
    for share in (50, 95):
        ratio = p(ours, share) / p(theirs, share)
        print(f"  query language against DSL by hand, p{share}: {ratio:.2f} (at most 1.2 wanted)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=20, help="times that each query is asked")
    parser.add_argument("--url", default=os.environ.get("HESHU_SEARCH_URL", ""))
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        text_bytes = sum(len(entry.text.encode()) for _, entries in submissions(given.rows) for entry in entries)
        print(f"{given.rows} entries, {text_bytes / 1e6:.1f} MB of text; rate, index bytes per byte of text, queries")
        ours = embedded(given.rows, given.queries, text_bytes, folder / "embedded")
        (folder / "sqlite").mkdir()
        theirs = sqlite_trigram(given.rows, max(2, given.queries // 5), text_bytes, folder / "sqlite")
        print(f"  SQLite takes {p(theirs, 50) / p(ours, 50):.1f} times as long as embedded (p50)")
        if given.url:
            elasticsearch(given.rows, given.queries, text_bytes, given.url, folder / "elastic")
        else:
            print("Elasticsearch: not measured, no --url")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

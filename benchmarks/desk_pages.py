"""How long the desk's pages take on the server side: 1,000 submissions, a million rows of lists.

``python benchmarks/desk_pages.py [--postgres | --keep FOLDER] [submissions] [rows of a submission]``. The store is made
of invented records put in directly: seven tenths of the rows are devices, the others customers; every tenth submission
has the customers and the contact of the one before. All are signed and compared as delivered ones are. The index holds
the fields and findings of the first 50 submissions (search has a benchmark of its own). ``first``: of all requests.
The making takes minutes; with ``--keep`` the store stays in that folder and is measured again by the next call.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from desk.office import Office
from desk.office.passwords import hash_password
from desk.web import make_app
from flows.crosschecking import crosscheck_store
from flows.indexing import index_submissions
from flows.processing import signature_to
from flows.versions import record_key
from pipeline.document import Source
from pipeline.records import Evidence, FieldValue, FileEntry, Finding, ListRecord, Record, Row, Severity
from pipeline.records.load import load_form
from pipeline.store import Store
from pipeline.store.opening import open_store_at
from pipeline.store.people import Person
from tests.postgres_server import programs, running_postgres

_FORM = load_form("anhui-2023")
_CITIES = ("合肥市", "芜湖市", "蚌埠市", "淮南市", "马鞍山市", "滁州市", "安庆市", "六安市")
_SLUGS = ("count-below-claim", "bad-phone", "duplicate-row", "seal-missing", "sum-mismatch", "serial-gap")
_SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
_NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"
_SHA = "ab" * 32


def _record(number: int, rows: int) -> Record:
    name = f"申报{number:04d}"
    city = _CITIES[number % len(_CITIES)]
    owner = _owner(number)
    said = {
        "applicant.name": f"{city}虚构{number}科技有限公司", "cover.recommender": f"{city}经济和信息化局",
        "contact.mobile": f"139{owner:08d}",
    }  # fmt: skip
    fields: list[FieldValue] = []
    for each in _FORM.fields:
        place = Source(_SHA, 3, (0.3, 0.3, 0.5, 0.32), reader="rapidocr")
        value: int | str = 10 + number % 977 if each.is_number else said.get(each.key, "虚构的内容")
        sure = 0.6 if each.is_number and (number + len(fields)) % 9 == 0 else 0.97
        fields.append(FieldValue(each.key, each.label, value, str(value), "filled", sure, each.unit, (place,)))
    broken = FileEntry("坏.pdf", "", "", 1, None, "damaged", "已损坏")
    files = (FileEntry("申报书.pdf", _SHA, "application/pdf", 1, 60), broken)
    return Record(name, _FORM.id, files, tuple(fields), _lists(number, rows))


def _owner(number: int) -> int:
    """Whose customers and contact it has: every tenth has those of the one before."""
    return number - 1 if number % 10 == 9 else number


def _lists(number: int, rows: int) -> tuple[ListRecord, ...]:
    place = Source(_SHA, 9, (0.1, 0.1, 0.9, 0.12))
    devices = tuple(
        Row({"serial": str(n), "name": f"数控车床{n}", "device_id": f"SB{number:04d}{n:06d}"}, place)
        for n in range(1, rows * 7 // 10 + 1)
    )
    rng = random.Random(_owner(number))
    customers = tuple(
        Row({"serial": str(n), "name": _customer(rng), "amount": f"{rng.lognormvariate(3, 1):.2f}"}, place)
        for n in range(1, rows - len(devices) + 1)
    )
    return ListRecord("devices", devices), ListRecord("enterprises", customers)


def _customer(rng: random.Random) -> str:
    """One in ten is known all over the province, the others to few."""
    n = rng.randrange(2_000) if rng.random() < 0.1 else rng.randrange(2_000_000)
    return "".join(_NAMES[n // 16**at % 16] for at in range(6)) + "精密制造有限公司"


def _findings(number: int) -> list[Finding]:
    place = Source(_SHA, 3, (0.3, 0.3, 0.5, 0.32))
    both = (Evidence("申报值", "12", place), Evidence("附件清单", "9行", place))
    made = []
    for n in range(12):
        slug, severity = _SLUGS[(number + n) % len(_SLUGS)], _SEVERITIES[n % 3]
        made.append(Finding(f"HC{n}", slug, severity, f"虚构的发现{n}", (f"key.{n}",), both))
    return made


def _signature(number: int, rows: int) -> bytes:
    return signature_to(_record(number, rows))


def fill(store: Store, submissions: int, rows: int) -> None:
    """Make the submissions, their signatures in processes beside; then compare them as an ingest does."""
    began = time.perf_counter()
    with Pool() as pool:
        signatures = pool.imap(partial(_signature, rows=rows), range(submissions), chunksize=4)
        for number, signature in enumerate(signatures):
            record = _record(number, rows)
            store.receive(record.name, record.files, str(number))
            store.keep_record(record, record_key(str(number), {}), signature)
            store.keep_findings(record.name, "own", _findings(number), "k")
    made = time.perf_counter()
    crosscheck_store(store)
    compared = time.perf_counter()
    index_submissions(store, [f"申报{n:04d}" for n in range(min(50, submissions))])
    print(f"made in {made - began:.0f} s, compared in {compared - made:.0f} s", flush=True)


def times(call: Callable[[], object], count: int = 15) -> tuple[float, float, float, float]:
    """(first, median, worst) by the clock and the mean of the processor's time, in milliseconds."""
    taken = []
    busy = time.process_time()
    for _ in range(count):
        began = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - began))
    return taken[0], statistics.median(taken), max(taken), 1000 * (time.process_time() - busy) / count


def line(title: str, taken: tuple[float, float, float, float]) -> None:
    print(f"{title:30}" + "".join(f" {each:8.0f}" for each in taken), flush=True)


def _get(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200, address


def pages(office: Office) -> Iterator[tuple[str, str]]:
    finding = office.glance.findings("申报0500")[0].finding.identity
    yield "batch", "/"
    yield "batch, filtered and sorted", "/?q=虚构5&city=合肥市&sort=-open"
    yield "batch, page 7", "/?page=7"
    yield "files not read", "/refused"
    yield "quotas and deadlines", "/due"
    yield "validation queue", "/validation"
    yield "search", "/search?q=虚构"
    yield "figures", "/figures?key=devices.total"
    yield "audit", "/audit"
    yield "submission", "/submissions/申报0500"
    yield "rows of a list", "/submissions/申报0500/lists/devices?start=600"
    yield "rows, filtered and sorted", "/submissions/申报0500/lists/devices?q=床9&sort=-device_id"
    yield "finding", f"/submissions/申报0500/findings/{finding}"
    yield "relations", "/across"
    yield "two side by side", "/across/申报0498/申报0499?show_list=enterprises"
    yield "two side by side, every row", "/across/申报0498/申报0499?show_list=devices&every=true"
    yield "clearing", "/erasing?years=1"
    yield "people", "/people"


def measure(store: Store) -> None:
    office = Office(store)
    password = hash_password("only-measured-1")
    person = Person("lead", "虚构", ("lead", "auditor", "admin"), password=password, must_change=False)
    office.people.keep(person, "bench", "made")
    client = TestClient(make_app(office), base_url="http://127.0.0.1")
    client.post("/sign-in", data={"login": "lead", "password": "only-measured-1"})
    print(f"{'page':30} {'first':>8} {'median':>8} {'worst':>8} {'cpu':>8}  ms")
    for title, address in pages(office):
        line(title, times(partial(_get, client, address)))
    viewer = office.door.viewer(client.cookies["heshu_session"])
    assert viewer is not None
    line("a correction taken", times(lambda: office.correct(viewer, "申报0007", "devices.total", "12"), 5))
    office.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    where.add_argument("--keep", type=Path, metavar="FOLDER", help="make the store here, or measure what is here")
    parser.add_argument("submissions", type=int, nargs="?", default=1000)
    parser.add_argument("rows", type=int, nargs="?", default=1000)
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(TemporaryDirectory(prefix="heshu-")))
        address = ""
        if given.postgres:
            there = programs()
            if there is None:
                parser.error("PostgreSQL is not installed")
            address = stack.enter_context(running_postgres(there)).new_database()
        store = open_store_at(folder, address)
        if not store.standings():
            fill(store, given.submissions, given.rows)
        print(f"{len(store.standings())} submissions, {given.rows} rows each", flush=True)
        measure(store)
        store.engine.dispose()


if __name__ == "__main__":
    main()

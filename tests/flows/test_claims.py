"""Two readers of one file at once: a run that is gone while its part is read on, and the one that goes on after it."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from flows.child import Job, Outcome
from flows.part_reading import PAGES_A_JOB, read_part
from flows.parts import FileToRead, Part, PartDone
from flows.place import Place, opened
from flows.versions import reading_version
from pipeline.document import Frame, Page
from pipeline.document.json import page_to_json
from pipeline.store import Store
from pipeline.store.claims import claimed
from pipeline.store.opening import open_store_at
from tests.postgres_server import PostgresServer

_PAGES = 4 * PAGES_A_JOB
_MORE_THAN_ITS_POOL = 24
"""Claims held at a time; SQLAlchemy's pool gives out fifteen connections."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres").new_database())


@pytest.fixture
def stores(address: str, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """The same store, opened by two."""
    both = open_store_at(tmp_path / "store", address), open_store_at(tmp_path / "store", address)
    yield both
    for each in both:
        each.engine.dispose()


class _Pool:
    """Children in whose place the test decides when a job is done; it notes what they were given."""

    workers = 1

    def __init__(self) -> None:
        self.given: list[int] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.meanwhile: Callable[[], object] = lambda: None

    def submit(self, job: Job) -> Future[Outcome]:
        pages = range(job.first, (job.last or job.first) + 1)
        self.given += pages
        self.begun.set()
        self.meanwhile()
        done: Future[Outcome] = Future()
        threading.Thread(target=self._answer, args=(done, pages)).start()
        return done

    def _answer(self, done: Future[Outcome], pages: range) -> None:
        self.go_on.wait(60)
        done.set_result(Outcome(tuple((number, _page(number)) for number in pages)))


def _page(number: int) -> bytes:
    return zlib.compress(page_to_json(Page(number, (), 595, 842, Frame.upright(595, 842))))


def _reader(store: Store, pool: _Pool, held: ExitStack) -> Place:
    given: Any = pool
    return replace(held.enter_context(opened(store.folder, 1)), pool=given)


@pytest.mark.parametrize("paged", [True, False])
def test_a_part_that_somebody_reads_is_waited_for_and_not_read_again(stores: tuple[Store, Store], paged: bool) -> None:
    one, two = _Pool(), _Pool()
    file = FileToRead(stores[0].blobs.put(b"%PDF-"), "application/pdf", "书.pdf", "甲")
    part, done = Part(file, 1, _PAGES if paged else None), list[PartDone]()

    def read(store: Store, place: Place) -> None:
        done.append(read_part(part, store, place))

    with ExitStack() as held:
        places = _reader(stores[0], one, held), _reader(stores[1], two, held)
        readers = [threading.Thread(target=read, args=each) for each in zip(stores, places, strict=True)]
        readers[0].start()
        assert one.begun.wait(60)
        readers[1].start()
        assert not two.begun.wait(1.0)
        one.go_on.set()
        two.go_on.set()
        for each in readers:
            each.join(60)
    assert two.given == []
    assert sorted(one.given) == list(range(1, (_PAGES if paged else 1) + 1))
    assert sorted(each.pages for each in done) == [0, _PAGES if paged else 1]


def test_a_page_that_is_stored_meanwhile_is_not_begun(stores: tuple[Store, Store]) -> None:
    """As where the database was restarted, and with it went the claim."""
    pool, other = _Pool(), stores[1]
    file = FileToRead(stores[0].blobs.put(b"%PDF-"), "application/pdf", "书.pdf", "甲")
    elsewhere = [(number, _page(number)) for number in range(_PAGES - 5, _PAGES)]
    pool.meanwhile = lambda: other.keep_packed_pages(file.sha256, reading_version(), elsewhere)
    pool.go_on.set()
    with ExitStack() as held:
        done = read_part(Part(file, 1, _PAGES), stores[0], _reader(stores[0], pool, held))
    assert sorted(pool.given) == [*range(1, _PAGES - 5), _PAGES]
    assert done.pages == len(pool.given)
    assert stores[0].pages_read(file.sha256, reading_version()) == set(range(1, _PAGES + 1))


@pytest.mark.postgres
def test_whoever_lost_the_claim_with_the_database_leaves_the_rest_to_who_has_it_now(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    one, two = _Pool(), _Pool()
    address = postgres.new_database()
    stores = [open_store_at(tmp_path / "store", address) for _ in range(2)]
    file = FileToRead(stores[0].blobs.put(b"%PDF-"), "application/pdf", "书.pdf", "甲")
    with ExitStack() as held:
        places = _reader(stores[0], one, held), _reader(stores[1], two, held)
        readers = [
            threading.Thread(target=read_part, args=(Part(file, 1, _PAGES), store, place))
            for store, place in zip(stores, places, strict=True)
        ]
        readers[0].start()
        assert one.begun.wait(60)
        with stores[1].engine.connect() as connection:
            connection.execute(text("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"))
        readers[1].start()
        assert two.begun.wait(60)
        one.begun.clear()
        one.go_on.set()
        assert not one.begun.wait(1.0)
        two.go_on.set()
        for each in readers:
            each.join(60)
    in_hand, rest = set(range(1, 2 * PAGES_A_JOB + 1)), set(range(2 * PAGES_A_JOB + 1, _PAGES + 1))
    assert set(one.given) <= in_hand
    assert rest <= set(two.given)
    assert stores[0].pages_read(file.sha256, reading_version()) == in_hand | rest
    for store in stores:
        store.engine.dispose()


def test_claims_leave_the_store_to_be_read_and_written(stores: tuple[Store, Store]) -> None:
    store = stores[0]
    with ExitStack() as held:
        for number in range(_MORE_THAN_ITS_POOL):
            held.enter_context(claimed(store.engine, store.folder, f"{number:03x}" + "0" * 61))
        store.receive("甲", (), "k")
        assert [each.name for each in store.standings()] == ["甲"]

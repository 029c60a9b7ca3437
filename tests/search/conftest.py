"""The small corpus, both engines filled with it, and a real Elasticsearch node where this machine can run one."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from pipeline.document.source import Source
from pipeline.ports import Entry
from pipeline.records import Evidence, FieldValue, FileEntry, Finding, ListRecord, Record, Row
from search import open_index
from search.entries import entries_of
from search.finder import Finder
from tests.search.fake_server import FakeServer, running_fake

HERE = Path(__file__).parent


def _node_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("search_test_node", HERE / "node" / "node.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def _node(major: str, folder: Path) -> Iterator[str]:
    """The address of a real node; without JDK or Maven the tests skip, in CI they fail."""
    node = _node_module()
    try:
        node.built(node.release(major))
    except RuntimeError as error:
        if os.environ.get("CI"):
            pytest.fail(f"CI must run the tests on Elasticsearch: {error}")
        pytest.skip(str(error))
    with node.running(folder, major=major) as url:
        yield url


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node of version 8.19, or of 9 for all tests by ``HESHU_TEST_ES=9``."""
    with _node(os.environ.get("HESHU_TEST_ES", "8"), tmp_path_factory.mktemp("elasticsearch")) as url:
        yield url


@pytest.fixture(scope="session")
def elasticsearch9_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node of version 9."""
    with _node("9", tmp_path_factory.mktemp("elasticsearch9")) as url:
        yield url


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    """A server that does what its script says."""
    with running_fake() as server:
        yield server


def _record(name: str, given: dict[str, Any]) -> Record:
    book, sheet = "b" * 64, "5" * 64
    files = (
        FileEntry("申报书.pdf", book, "application/pdf", pages=9),
        FileEntry("附件一.xlsx" if name.startswith("乙") else "清单.pdf", sheet, "application/octet-stream"),
    )
    fields = tuple(_field(key, said, Source(book, 4, (0.1, 0.2, 0.3, 0.25))) for key, said in given["fields"].items())
    page = None if name.startswith("乙") else 7
    lists = tuple(
        ListRecord(
            kind, tuple(Row(cells, Source(sheet, page, None, f"Sheet1!A{at + 2}")) for at, cells in enumerate(rows))
        )
        for kind, rows in given["lists"].items()
    )
    return Record(name, given["form"], files, fields, lists)


def _field(key: str, said: list[Any], source: Source) -> FieldValue:
    label, raw, *number = said
    return FieldValue(key, label, number[0] if number else raw, raw, "filled", 0.99, sources=(source,))


def _findings(given: dict[str, Any]) -> list[Finding]:
    place = Source("b" * 64, 4, (0.1, 0.2, 0.3, 0.25))
    return [
        Finding("HC000", slug, severity, message, (key,), (Evidence("申报值", message, place),), status)
        for slug, severity, status, message, key in given["findings"]
    ]


@pytest.fixture(scope="session")
def corpus() -> dict[str, list[Entry]]:
    """The entries of every submission of the corpus."""
    given = yaml.safe_load((HERE / "contract" / "corpus.yaml").read_text(encoding="utf-8"))
    return {name: list(entries_of(_record(name, each), _findings(each))) for name, each in given.items()}


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    """Makes an entry of a submission with a text, for tests that need no more."""

    def made(submission: str, text: str, number: int = 0, **facets: str) -> Entry:
        return Entry(
            f"{submission}/row/{number}", submission, "row", text, "设备清单", facets={"list": "devices", **facets}
        )

    return made


def _filled(index: Finder, corpus: dict[str, list[Entry]]) -> Finder:
    for name, entries in corpus.items():
        index.replace(name, entries)
    return index


@pytest.fixture(scope="session")
def embedded(corpus: dict[str, list[Entry]], tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """The embedded index with the corpus in it."""
    return _filled(open_index(tmp_path_factory.mktemp("store")), corpus)


@pytest.fixture(scope="session")
def elastic(corpus: dict[str, list[Entry]], elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """Elasticsearch with the corpus in it."""
    return _filled(open_index(tmp_path_factory.mktemp("store"), elasticsearch_url), corpus)


@pytest.fixture(scope="session")
def elastic9(
    corpus: dict[str, list[Entry]], elasticsearch9_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Finder:
    """Elasticsearch 9 with the corpus in it."""
    return _filled(open_index(tmp_path_factory.mktemp("store"), elasticsearch9_url), corpus)


_ON_ELASTICSEARCH = [pytest.param(name, marks=pytest.mark.elasticsearch) for name in ("elastic", "elastic9")]


@pytest.fixture(params=["embedded", *_ON_ELASTICSEARCH])
def any_engine(request: pytest.FixtureRequest) -> Finder:
    """Each engine in turn, Elasticsearch of both versions, with the corpus in it."""
    found: Finder = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["embedded", _ON_ELASTICSEARCH[0]])
def engine(request: pytest.FixtureRequest) -> Finder:
    """Each engine in turn, with the corpus in it."""
    found: Finder = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["embedded", pytest.param("elastic", marks=pytest.mark.elasticsearch)])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Finder]:
    """Opens an index of each engine in turn that holds nothing yet; every call opens the same one anew."""
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elastic" else None
    return lambda: open_index(tmp_path, url)

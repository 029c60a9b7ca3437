"""A small real store: two invented born-digital submissions read, checked, compared and indexed in this process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from desk.office import Office
from desk.web import make_app
from extractors.read import count_pages, read_pages
from flows.correcting import compare_again
from flows.indexing import index_submissions
from flows.maker import pdf, sheets, word
from flows.maker.filled import Style
from flows.maker.marks import add_marks
from flows.maker.truth import Truth, make_truth
from flows.processing import process
from flows.versions import delivery_key, reading_version
from pipeline.ports import OcrEngine
from pipeline.problems import EngineMissingError
from pipeline.records import FileEntry
from pipeline.records.load import load_form
from pipeline.store import Store, open_store
from pipeline.store.people import Person
from pipeline.store.store import Reading

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PASSWORD = "only-for-these-tests-7"
HASHED = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
FIRST, SECOND = "甲-智造平台", "乙-跨行业平台"
ROLES = {
    "clerk": ("clerk",), "reviewer": ("reviewer",), "reviewer2": ("reviewer",), "lead": ("lead",),
    "auditor": ("auditor",), "admin": ("admin",),
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """The store's folder, the delivered files' folder, and the truth by submission."""

    store: Path
    inbox: Path
    truths: dict[str, Truth]


def first_submission(folder: Path, name: str = FIRST) -> Truth:
    """A book and lists as PDF that claims nine apps more than it lists."""
    truth = make_truth(name, load_form("anhui-2023"), 22, rows=9)
    truth.fields["apps.total"] = str(int(str(truth.fields["apps.total"])) + 9)
    folder.mkdir(parents=True)
    pdf.write_book(truth, folder / "申报书.pdf", Style(ticked="■", keep_notes=False))
    add_marks(folder / "申报书.pdf", truth, 22)
    pdf.write_lists(truth, list(truth.lists), folder / "附件.pdf")
    return truth


def second_submission(folder: Path, first: Truth, name: str = SECOND) -> Truth:
    """A book as Word and lists as Excel, with the first one's contact."""
    truth = make_truth(name, load_form("fujian-2023"), 5, rows=6)
    truth.fields["contact.mobile"] = first.fields["contact.mobile"]
    folder.mkdir(parents=True)
    word.write_book(truth, folder / "申报书.docx", Style())
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")
    return truth


def deliver(store: Store, folder: Path) -> None:
    """Read and check one submission in this process: what the flows do in children."""
    entries = []
    for path in sorted(folder.iterdir()):
        kind = {".pdf": PDF, ".xlsx": XLSX, ".docx": DOCX}[path.suffix]
        digest = sha256(path.read_bytes()).hexdigest()
        store.blobs.put(path.read_bytes())
        pages = list(read_pages(path, kind, _no_pixels))
        store.keep_pages(digest, reading_version(), pages)
        store.end_reading(digest, reading_version(), Reading(len(pages), "read", ""))
        entries.append(FileEntry(path.name, digest, kind, path.stat().st_size, count_pages(path, kind)))
    store.receive(folder.name, entries, delivery_key(entries))
    process(store, folder.name)
    index_submissions(store, [folder.name])


def _no_pixels() -> OcrEngine:
    """These submissions are born digital; whose their seals are is not asked here."""
    raise EngineMissingError


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The store that every test copies."""
    root = tmp_path_factory.mktemp("desk")
    one = first_submission(root / "inbox" / FIRST)
    two = second_submission(root / "inbox" / SECOND, one)
    store = open_store(root / "store")
    for name in (FIRST, SECOND):
        deliver(store, root / "inbox" / name)
    compare_again(store)
    _doubt(store, FIRST, "models.total")
    people = Office(store).people
    for login, roles in ROLES.items():
        people.keep(Person(login, f"虚构{login}", roles, "", HASHED, False), "test", "made")
    people.keep(Person("city", "虚构地市", ("reviewer",), "合肥市", HASHED, False), "test", "made")
    store.engine.dispose()
    return Made(root / "store", root / "inbox", {FIRST: one, SECOND: two})


def _doubt(store: Store, name: str, key: str) -> None:
    """A value that the reader was not sure of, as scans have them."""
    record, standing = store.bare_record(name), store.standing(name)
    assert record is not None
    assert standing is not None
    fields = tuple(
        replace(each, confidence=0.55, alternatives=("88", "3")) if each.key == key else each for each in record.fields
    )
    store.keep_fields(replace(record, fields=fields), standing.record_key)
    process(store, name)


@pytest.fixture
def office(made: Made, tmp_path: Path) -> Iterator[Office]:
    """An office over a copy of the store."""
    shutil.copytree(made.store, tmp_path / "store")
    opened = Office(open_store(tmp_path / "store"))
    yield opened
    opened.close()
    opened.store.engine.dispose()


class Desk:
    """A person's browser without its scripts: signed in, with the session's proof at hand."""

    def __init__(self, office: Office, login: str = "") -> None:
        self.client = TestClient(make_app(office), base_url="http://127.0.0.1", follow_redirects=False)
        self.proof = ""
        if login:
            answer = self.client.post("/sign-in", data={"login": login, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
            viewer = office.door.viewer(self.client.cookies["heshu_session"])
            assert viewer is not None
            self.proof = viewer.proof

    def get(self, address: str, **more):  # type: ignore[no-untyped-def]
        return self.client.get(address, **more)

    def post(self, address: str, data: Mapping[str, object] | None = None, **more):  # type: ignore[no-untyped-def]
        return self.client.post(address, data={"proof": self.proof, **(data or {})}, **more)

    def send(self, method: str, address: str, **more):  # type: ignore[no-untyped-def]
        return self.client.request(method, address, headers={"X-Heshu-Proof": self.proof}, **more)


@pytest.fixture
def desk(office: Office) -> Desk:
    """A reviewer at the desk."""
    return Desk(office, "reviewer")


THIRD = "丙-同样的平台"


def third_submission(folder: Path) -> None:
    """The second one's book and lists handed in again by somebody else."""
    form = load_form("fujian-2023")
    truth, other = make_truth(THIRD, form, 5, rows=6), make_truth(THIRD, form, 6, rows=6)
    for key, value in other.fields.items():
        if key.startswith(("applicant.", "cover.applicant", "cover.platform", "contact.", "platform.name")):
            truth.fields[key] = value
    folder.mkdir(parents=True)
    word.write_book(truth, folder / "申报书.docx", Style())
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")


@pytest.fixture
def alike(office: Office, tmp_path: Path) -> Office:
    """The office with a third submission that is much like the second."""
    third_submission(tmp_path / "inbox" / THIRD)
    deliver(office.store, tmp_path / "inbox" / THIRD)
    compare_again(office.store)
    return office

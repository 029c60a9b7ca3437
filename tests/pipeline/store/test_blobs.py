"""What keeps delivered files promises the same in a folder and in a bucket of an S3 server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from flows.ingest import ingest
from flows.maker import pdf, sheets
from flows.maker.truth import make_truth
from flows.verifying import verify_store
from pipeline.problems import FilesUnavailableError, StoreDamagedError
from pipeline.records.load import load_form
from pipeline.store.backup import back_up, restore
from pipeline.store.blobs import FolderBlobs
from pipeline.store.opening import open_store_at
from tests.s3_server import BUCKET, S3Server, jars, running_s3

_NOBODY = "0" * 64
_BIG = 12_000_000
"""More than one part of a multipart upload."""


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    where = jars()
    if where is None:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests on an S3 server")
        pytest.skip("no S3 server: that takes Java and Maven (Debian: apt-get install openjdk-17-jdk-headless maven)")
    with running_s3(where, tmp_path_factory.mktemp("s3")) as server, pytest.MonkeyPatch.context() as patch:
        for name, value in server.settings.items():
            patch.setenv(name, value)
        yield server


@pytest.fixture(params=["folder", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return f"file://{tmp_path / 'blobs'}"
    request.getfixturevalue("s3")
    return f"s3://{BUCKET}/{uuid4().hex}"


@pytest.fixture
def blobs(address: str) -> FolderBlobs:
    return FolderBlobs(address)


def test_bytes_come_back_as_they_went_in_and_are_kept_once(blobs: FolderBlobs, tmp_path: Path) -> None:
    (tmp_path / "大.pdf").write_bytes(os.urandom(_BIG))
    small, big = blobs.put("申报".encode()), blobs.put_file(tmp_path / "大.pdf")
    assert blobs.put("申报".encode()) == small
    assert blobs.get(small) == "申报".encode()
    assert blobs.digest(big) == big
    assert blobs.has(big)
    assert sorted(blobs.names()) == sorted([small, big])


def test_what_is_not_there_is_said_to_be_not_there(blobs: FolderBlobs, tmp_path: Path) -> None:
    assert not blobs.has(_NOBODY)
    assert blobs.digest(_NOBODY) is None
    assert not blobs.remove(_NOBODY)
    with pytest.raises(KeyError):
        blobs.get(_NOBODY)
    with pytest.raises(StoreDamagedError), blobs.as_file(_NOBODY, tmp_path):
        pass


def test_a_blob_is_a_file_to_read_while_it_is_needed(blobs: FolderBlobs, tmp_path: Path) -> None:
    name = blobs.put(b"%PDF-")
    with blobs.as_file(name, tmp_path) as outer, blobs.as_file(name, tmp_path) as inner:
        assert (outer, inner.read_bytes()) == (inner, b"%PDF-")
    assert list(tmp_path.glob("*.part")) == []
    assert blobs.remove(name)
    assert not blobs.has(name)


def test_another_process_sees_what_was_put(address: str) -> None:
    one, other = FolderBlobs(address), FolderBlobs(address)
    assert list(other.names()) == []
    name = one.put(b"later")
    assert other.has(name)
    assert list(other.names()) == [name]


def test_blobs_go_from_one_kind_of_place_to_the_other_and_back(blobs: FolderBlobs, tmp_path: Path) -> None:
    name, folder = blobs.put(os.urandom(_BIG)), FolderBlobs(f"file://{tmp_path / 'backup'}")
    assert blobs.copy_to(folder, name)
    assert not blobs.copy_to(folder, name)
    blobs.remove(name)
    assert folder.copy_to(blobs, name)
    assert blobs.digest(name) == name


def test_a_folder_is_ingested_backed_up_and_restored(address: str, tmp_path: Path) -> None:
    truth = make_truth("甲", load_form("anhui-2023"), 3, rows=30)
    (tmp_path / "in" / "甲").mkdir(parents=True)
    sheets.write_lists(truth, list(truth.lists), tmp_path / "in" / "甲" / "附件.xlsx")
    pdf.write_lists(truth, ["apps"], tmp_path / "in" / "甲" / "附件.pdf")
    store = open_store_at(tmp_path / "store", "", address)
    report = ingest(tmp_path / "in", store, workers=1)
    assert (report.failed, report.refused) == ([], [])
    assert list(verify_store(store)) == []
    assert back_up(store, tmp_path / "backup").missing == ()
    back = restore(tmp_path / "backup", tmp_path / "back", "", f"{address}-back")
    assert list(verify_store(back)) == []
    assert sorted(back.blobs.names()) == sorted(store.blobs.names())


def test_a_bucket_that_is_gone_is_said_in_words_and_is_found_again(s3: S3Server) -> None:
    blobs = FolderBlobs(f"s3://{BUCKET}/{uuid4().hex}")
    name = blobs.put(b"before")
    s3.stop()
    try:
        for ask in (lambda: blobs.put(b"meanwhile"), lambda: blobs.get(name), lambda: blobs.has(name)):
            with pytest.raises(FilesUnavailableError, match="存放原文件的位置暂时无法访问"):
                ask()
    finally:
        s3.start()
    assert blobs.get(name) == b"before"
    with pytest.raises(FilesUnavailableError, match="存放原文件的位置"):
        FolderBlobs("s3://no-such-bucket/x").put(b"x")

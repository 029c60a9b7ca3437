"""How the reading of a file is said to have ended: the first problem counts, all are told, as far as one line goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.kinds import PDF, XLSX
from flows.parts import MOST_SAID, FileToRead, PartDone
from flows.reading import _paged, runs
from flows.submission import pages_ahead
from pipeline.document import Frame, Page
from pipeline.records import FileEntry
from pipeline.store import open_store
from pipeline.store.store import Reading


def test_the_first_problem_names_the_end_and_every_one_is_told() -> None:
    done = PartDone(3).with_problem("timeout", "超时（第2页）").with_problem("crashed", "退出（第5页）")
    assert done == PartDone(3, "timeout", "超时（第2页）；退出（第5页）")


def test_problems_without_end_are_told_as_far_as_one_line_goes() -> None:
    done = PartDone()
    for page in range(1, 30):
        done = done.with_problem("timeout", f"第{page}页")
    said = done.reason.split("；")
    assert (len(said), said[0], said[-1]) == (MOST_SAID + 1, "第1页", "等")


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([], ""),
        ([4], "4"),
        ([1, 2, 3, 7, 9, 10], "1—3、7、9—10"),
        (range(1, 60, 2), "1、3、5、7、9、11、13、15等"),
    ],
)
def test_page_numbers_are_said_in_runs(pages: list[int], said: str) -> None:
    assert runs(pages) == said


def test_a_file_is_read_partly_read_or_not_at_all_by_the_pages_that_are_stored(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    file, failed = FileToRead("a" * 64, PDF, "书.pdf", "甲"), [PartDone(), PartDone(0, "timeout", "读取超时（第1页）")]
    assert _paged(file, store, 3, failed, "含宏") == Reading(0, "timeout", "读取超时（第1页）")
    assert _paged(file, store, 3, [], "") == Reading(0, "failed", "原因不明")
    page = Frame.upright(9, 9)
    store.keep_pages(file.sha256, file.version, [Page(number, (), 9, 9, page) for number in (2, 3)])
    told = "第1页未能读出，其余 2 页已读：读取超时（第1页）"
    assert _paged(file, store, 3, failed, "含宏") == Reading(3, "partly-read", told)
    store.keep_pages(file.sha256, file.version, [Page(1, (), 9, 9, page)])
    assert _paged(file, store, 3, failed, "含宏") == Reading(3, "read", "含宏")


def test_pages_ahead_are_those_that_are_not_stored_and_one_for_a_file_without_pages(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    book, sheet = "a" * 64, "b" * 64
    store.receive(
        "甲",
        (
            FileEntry("书.pdf", book, PDF, 9, 3),
            FileEntry("副本.pdf", book, PDF, 9, 3),
            FileEntry("表.xlsx", sheet, XLSX),
        ),
        "k",
    )
    assert pages_ahead(store, ["甲"]) == {book: 3, sheet: 1}
    file = FileToRead(book, PDF, "书.pdf", "甲")
    store.keep_pages(book, file.version, [Page(2, (), 9, 9, Frame.upright(9, 9))])
    assert pages_ahead(store, ["甲"]) == {book: 2, sheet: 1}
    store.end_reading(book, file.version, Reading(3, "read", ""))
    assert pages_ahead(store, ["甲"]) == {sheet: 1}

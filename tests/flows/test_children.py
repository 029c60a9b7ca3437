"""What a child process says of a file that it could not read, and what is asked of it once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import read
from extractors.kinds import PDF
from flows import child, pool
from flows.child import Failure, Measured
from flows.pool import Pool
from pipeline.problems import EncryptedFileError, TooLargeError
from tests.flows import unruly


@pytest.mark.parametrize(
    ("error", "slug", "reason"),
    [
        (EncryptedFileError("书.pdf"), "encrypted", "文件已加密，需要密码"),
        (TooLargeError("书.pdf：30000 页"), "too-large", "文件超出大小限制：书.pdf：30000 页"),
        (MemoryError(), "too-large", "读取所需内存超出限制"),
        (RecursionError(), "too-large", "内部结构嵌套过深"),
        (ZeroDivisionError(), "failed", "读取程序遇到意外错误（ZeroDivisionError），请将该文件交给管理员"),
    ],
)
def test_what_went_wrong_is_said_for_the_clerk_without_the_file_s_name_twice(
    error: Exception, slug: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(read, "count_pages", fails)
    assert child.measure("收件/甲/书.pdf", PDF) == Measured(failure=Failure(slug, reason))


def test_a_child_that_dies_over_counting_pages_is_asked_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been killed from outside."""
    marks = tmp_path / "spool" / "marks"
    marks.mkdir(parents=True)
    monkeypatch.setenv("UNRULY_MARKS", str(marks))
    monkeypatch.setenv(unruly.COUNTS, "1")
    monkeypatch.setattr(pool, "child", unruly)
    with Pool(1, tmp_path / "spool") as opened:
        assert opened.measure(Path("书.pdf"), PDF) == Measured(unruly.PAGES)
    assert list(marks.iterdir())

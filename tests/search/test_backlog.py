"""What the index could not take is brought in later, and nothing is lost in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pipeline.ports import Entry
from search import open_index
from search.backlog import Backlog, keep_up
from search.local.index import LocalIndex
from search.problems import SearchServerError

MakeEntry = Callable[..., Entry]


class _Moody(LocalIndex):
    """An index that is gone while ``gone``; one name breaks it."""

    gone = False

    def replace(self, submission: str, entries: Iterable[Entry]) -> int:
        if self.gone:
            raise SearchServerError("gone")
        return super().replace(submission, entries)


def test_what_failed_is_caught_up_with(tmp_path: Path, make_entry: MakeEntry) -> None:
    index, backlog = _Moody(tmp_path / "index"), Backlog(tmp_path)
    asked: list[str] = []

    def entries(name: str) -> list[Entry]:
        asked.append(name)
        return [make_entry(name, "数控车床")]

    index.gone = True
    assert isinstance(keep_up(index, backlog, ["甲", "乙"], entries), SearchServerError)
    assert asked == ["甲"]
    assert Backlog(tmp_path).pending() == ("甲", "乙")
    index.gone = False
    assert keep_up(index, backlog, ["丙", "甲"], entries) is None
    assert backlog.pending() == ()
    assert {hit.entry.submission for hit in open_index(tmp_path).search("车床").hits} == {"甲", "乙", "丙"}


def test_a_bug_is_no_backlog_but_stays_pending(tmp_path: Path) -> None:
    def broken(name: str) -> list[Entry]:
        raise ValueError(name)

    backlog = Backlog(tmp_path)
    with pytest.raises(ValueError, match="甲"):
        keep_up(open_index(tmp_path), backlog, ["甲"], broken)
    assert backlog.pending() == ("甲",)


def test_a_rebuild_clears_it(tmp_path: Path) -> None:
    backlog = Backlog(tmp_path)
    assert backlog.pending() == ()
    backlog.note(["甲"])
    backlog.clear()
    assert backlog.pending() == ()

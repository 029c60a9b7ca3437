"""What the index could not take is brought in later, and nothing is lost in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pipeline.ports import Entry
from pipeline.problems import HeshuError
from search import open_index
from search.backlog import Backlog, keep_up
from search.local.index import LocalIndex
from search.lock import locked
from search.problems import DocumentsRefusedError, IndexBusyError, IndexDamagedError, SearchServerError

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


def test_what_a_rebuild_brought_in_is_done_with(tmp_path: Path) -> None:
    backlog = Backlog(tmp_path)
    assert backlog.pending() == ()
    backlog.note(["甲", "乙"])
    before = backlog.notes()
    backlog.note(["乙"])  # it changed once more while the rebuild went on
    backlog.done_all(before)
    assert backlog.pending() == ("乙",)


def test_a_change_while_it_is_being_indexed_is_not_forgotten(tmp_path: Path, make_entry: MakeEntry) -> None:
    backlog = Backlog(tmp_path)

    def entries(name: str) -> list[Entry]:
        Backlog(tmp_path).note([name])  # another process has just changed it
        return [make_entry(name, "数控车床")]

    assert keep_up(open_index(tmp_path), backlog, ["甲"], entries) is None
    assert backlog.pending() == ("甲",)


def test_refused_documents_do_not_hold_up_the_others(tmp_path: Path, make_entry: MakeEntry) -> None:
    class Picky(LocalIndex):
        def replace(self, submission: str, entries: Iterable[Entry]) -> int:
            count = super().replace(submission, entries)
            if submission == "甲":
                raise DocumentsRefusedError("1条")
            return count

    index, backlog = Picky(tmp_path / "index"), Backlog(tmp_path)
    problem = keep_up(index, backlog, ["甲", "乙"], lambda name: [make_entry(name, "数控车床")])
    assert isinstance(problem, DocumentsRefusedError)
    assert backlog.pending() == ("甲",)
    assert index.size() == 2


@pytest.mark.parametrize("problem", [SearchServerError, IndexBusyError, IndexDamagedError])
def test_whatever_keeps_an_index_from_being_kept_up_stops_it_and_loses_nothing(
    tmp_path: Path, make_entry: MakeEntry, problem: type[HeshuError]
) -> None:
    class Failing(LocalIndex):
        def replace(self, submission: str, entries: Iterable[Entry]) -> int:
            raise problem("not now")

    asked: list[str] = []

    def entries(name: str) -> list[Entry]:
        asked.append(name)
        return [make_entry(name, "数控车床")]

    backlog = Backlog(tmp_path)
    assert isinstance(keep_up(Failing(tmp_path / "index"), backlog, ["甲", "乙"], entries), problem)
    assert asked == ["甲"]
    assert keep_up(open_index(tmp_path), backlog, (), entries) is None
    assert open_index(tmp_path).search("车床").total == 2


def test_the_first_of_several_refusals_is_told(tmp_path: Path) -> None:
    class Strict(LocalIndex):
        def replace(self, submission: str, entries: Iterable[Entry]) -> int:
            raise DocumentsRefusedError(submission)

    backlog = Backlog(tmp_path)
    assert "甲" in str(keep_up(Strict(tmp_path / "index"), backlog, ["甲", "乙"], lambda _: ()))
    assert backlog.pending() == ("甲", "乙")


def test_who_is_noted_again_keeps_his_place(tmp_path: Path) -> None:
    backlog = Backlog(tmp_path)
    backlog.note(["甲", "乙"])
    backlog.note(["甲"])
    assert backlog.pending() == ("甲", "乙")


def test_a_note_is_there_as_a_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backlog, whole = Backlog(tmp_path), Path.write_text
    backlog.note(["甲"])

    def dies(path: Path, text: str, **given: str) -> int:
        whole(path, text[:9], **given)
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "write_text", dies)
    for name in ("甲", "乙"):
        with pytest.raises(OSError, match="full"):
            backlog.note([name])
    assert backlog.pending() == ("甲",)


def test_notes_are_written_and_taken_away_in_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a note that comes between the look and the taking away would be lost."""
    backlog = Backlog(tmp_path)
    backlog.note(["甲"])
    noted = backlog.notes()
    monkeypatch.setattr("search.lock.WAIT_SECONDS", 0.0)
    with locked(tmp_path / "index" / "backlog"):
        with pytest.raises(IndexBusyError):
            backlog.done_all(noted)
        with pytest.raises(IndexBusyError):
            backlog.note(["乙"])
    assert backlog.pending() == ("甲",)


def test_noting_one_of_many_costs_no_more_than_the_one(tmp_path: Path) -> None:
    backlog = Backlog(tmp_path)
    backlog.note(f"申报{number:04d}" for number in range(300))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "index" / "backlog").glob("*.json")}
    backlog.note(["申报9999"])
    assert len(backlog.pending()) == 301
    assert all(path.stat().st_mtime_ns == at for path, at in before.items())

"""How far a run is and how long it may still take: told by what was read, never more than there is."""

from __future__ import annotations

import pytest

from flows.progress import Pace, Silent, in_words
from flows.tally import Tally


class _Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


def test_how_long_it_takes_is_said_when_there_is_something_to_judge_by(clock: _Clock) -> None:
    pace = Pace(clock)
    pace.expect(100)
    assert (pace.share, pace.seconds_left) == (0.0, None)
    clock.seconds = 10
    pace.page(10)
    assert (pace.share, pace.seconds_left) == (0.1, None)
    clock.seconds = 40
    pace.page(10)
    assert (pace.share, pace.seconds_left) == (0.2, 160.0)


def test_what_is_left_is_judged_by_the_pages_of_late(clock: _Clock) -> None:
    pace = Pace(clock)
    pace.expect(1000)
    for _ in range(500):  # text: a hundred pages a second
        clock.seconds += 0.01
        pace.page(1)
    assert pace.seconds_left is None
    for _ in range(200):  # scans: six seconds each
        clock.seconds += 6
        pace.page(1)
    assert pace.share == 0.7
    assert pace.seconds_left == pytest.approx(300 * 6, rel=0.02)


def test_more_pages_than_expected_are_all_of_them(clock: _Clock) -> None:
    pace = Pace(clock)
    assert pace.share == 0.0
    pace.expect(2)
    clock.seconds = 30
    pace.page(3)
    assert (pace.share, pace.seconds_left) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0, "不到 1 分钟"), (59, "不到 1 分钟"), (60, "约 1 分钟"), (3600, "约 60 分钟"), (7200, "约 2 小时")],
)
def test_the_time_left_is_said_as_a_clerk_says_it(seconds: float | None, words: str) -> None:
    assert in_words(seconds) == words


class _Watch(Silent):
    def __init__(self) -> None:
        self.expected = self.read = 0

    def expect(self, pages: int) -> None:
        self.expected += pages

    def page(self, file: str, pages: int) -> None:
        self.read += pages


@pytest.fixture
def watch() -> _Watch:
    return _Watch()


def test_what_was_foreseen_and_does_not_come_is_taken_back(watch: _Watch) -> None:
    tally = Tally(watch)
    tally.foresee({"a" * 64: 10, "b" * 64: 1})
    tally.foresee({"a" * 64: 10})
    assert watch.expected == 11
    tally.page("a" * 64, "书.pdf", 7)
    tally.end("a" * 64)
    tally.end("b" * 64)
    tally.end("b" * 64)
    assert (watch.expected, watch.read) == (7, 7)


def test_what_is_really_to_be_read_takes_the_place_of_what_was_foreseen(watch: _Watch) -> None:
    tally = Tally(watch)
    tally.foresee({"a" * 64: 10})
    tally.begin("a" * 64, 4)
    tally.begin("b" * 64, 3)
    assert watch.expected == 7
    tally.page("a" * 64, "书.pdf", 4)
    tally.end("a" * 64)
    assert (watch.expected, watch.read) == (7, 4)


def test_pages_read_elsewhere_are_told_once_and_never_more_than_there_are(watch: _Watch) -> None:
    tally = Tally(watch)
    tally.foresee({"a" * 64: 10})
    tally.page("a" * 64, "书.pdf", 2)
    tally.reached("a" * 64, "书.pdf", 6)
    tally.reached("a" * 64, "书.pdf", 6)
    assert watch.read == 6
    tally.reached("a" * 64, "书.pdf", 40)
    assert watch.read == 10
    tally.reached("b" * 64, "别的.pdf", 3)
    assert watch.read == 10


def test_a_file_that_another_machine_is_done_with_counts_as_read(watch: _Watch) -> None:
    tally = Tally(watch)
    tally.foresee({"a" * 64: 10})
    tally.page("a" * 64, "书.pdf", 2)
    tally.passed("a" * 64, "书.pdf")
    tally.passed("a" * 64, "书.pdf")
    assert (watch.expected, watch.read) == (10, 10)

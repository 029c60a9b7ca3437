"""The progress of an ingest: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn

from flows.progress import Pace, in_words

_EVERY_SECONDS = 10.0


class _Bar:
    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("读取", total=0, left="", file="")
        self._pace = Pace()

    def expect(self, pages: int) -> None:
        self._pace.expect(pages)
        self._bar.update(self._task, total=self._pace.expected)

    def page(self, file: str, pages: int) -> None:
        self._pace.page(pages)
        self._bar.update(self._task, advance=pages, left=_left(self._pace), file=file)

    def submission(self, name: str, done: int, of: int) -> None:
        self._bar.update(self._task, description=f"提取与核查 {done}/{of}", file=name)

    def stage(self, words: str) -> None:
        self._bar.update(self._task, description=words, file="")


class _Lines:
    def __init__(self) -> None:
        self._pace, self._said = Pace(), time.monotonic()

    def expect(self, pages: int) -> None:
        self._pace.expect(pages)

    def page(self, file: str, pages: int) -> None:
        self._pace.page(pages)
        if time.monotonic() - self._said > _EVERY_SECONDS:
            self._said = time.monotonic()
            left = _left(self._pace)
            share = f"已读 {self._pace.done}/{self._pace.expected} 页（{self._pace.share:.0%}）"
            sys.stderr.write("，".join(each for each in (share, left, f"当前 {file}") if each) + "\n")

    def submission(self, name: str, done: int, of: int) -> None:
        sys.stderr.write(f"已核查 {done}/{of}：{name}\n")

    def stage(self, words: str) -> None:
        sys.stderr.write(f"{words}…\n")


def _left(pace: Pace) -> str:
    words = in_words(pace.seconds_left)
    return f"还需{words}" if words else ""


@contextmanager
def shown_progress(quiet: bool = False) -> Iterator[_Bar | _Lines]:
    """Shows progress on the error stream while the block runs."""
    if quiet or not sys.stderr.isatty():
        yield _Lines()
        return
    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed}/{task.total} 页"),
        TextColumn("{task.fields[left]}"), TextColumn("{task.fields[file]}", markup=False),
    )  # fmt: skip
    with Progress(*columns, transient=True) as bar:
        yield _Bar(bar)

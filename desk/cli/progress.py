"""The progress of an ingest: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

_EVERY_SECONDS = 10.0


class _Bar:
    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("读取", total=0, speed="", file="")
        self._total, self._done, self._start = 0, 0, time.monotonic()

    def expect(self, pages: int) -> None:
        self._total += pages
        self._bar.update(self._task, total=self._total)

    def page(self, file: str, pages: int) -> None:
        self._done += pages
        minutes = (time.monotonic() - self._start) / 60
        speed = f"{self._done / minutes:.0f} 页/分" if minutes > 0.02 else ""
        self._bar.update(self._task, advance=pages, speed=speed, file=file)

    def submission(self, name: str, done: int, of: int) -> None:
        self._bar.update(self._task, description=f"提取与核查 {done}/{of}", file=name)

    def stage(self, words: str) -> None:
        self._bar.update(self._task, description=words, file="")


class _Lines:
    def __init__(self) -> None:
        self._total, self._done, self._said = 0, 0, time.monotonic()

    def expect(self, pages: int) -> None:
        self._total += pages

    def page(self, file: str, pages: int) -> None:
        self._done += pages
        if time.monotonic() - self._said > _EVERY_SECONDS:
            self._said = time.monotonic()
            sys.stderr.write(f"已读 {self._done}/{self._total} 页，当前 {file}\n")

    def submission(self, name: str, done: int, of: int) -> None:
        sys.stderr.write(f"已核查 {done}/{of}：{name}\n")

    def stage(self, words: str) -> None:
        sys.stderr.write(f"{words}…\n")


@contextmanager
def shown_progress(quiet: bool = False) -> Iterator[_Bar | _Lines]:
    """Shows progress on the error stream while the block runs."""
    if quiet or not sys.stderr.isatty():
        yield _Lines()
        return
    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed}/{task.total} 页"),
        TextColumn("{task.fields[speed]}"), TimeRemainingColumn(), TextColumn("{task.fields[file]}", markup=False),
    )  # fmt: skip
    with Progress(*columns, transient=True) as bar:
        yield _Bar(bar)

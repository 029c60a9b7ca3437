"""Clearing submissions for good: database, delivered files, index, what others' findings say of them.

The intent is kept first and taken away last: whatever ends a call in its middle, the next one goes on with it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.crosschecking import crosscheck_store
from flows.indexing import index_of, reindex
from flows.journal import journal
from flows.spool import is_held, sweep
from pipeline.problems import UsageError
from pipeline.store import Store
from pipeline.store.claims import claimed
from pipeline.store.erasing import Erasure, Erasures

Tell = Callable[[str], None]
_HOUR = 3600.0


def before(years: int, now: datetime | None = None) -> datetime:
    """The moment so many years ago: what was last delivered before it has been kept long enough.

    Raises:
        UsageError: not a sensible number of years.
    """
    if not 1 <= years <= 100:
        raise UsageError("保存年限应为 1 到 100 年")
    moment = now or datetime.now(UTC)
    leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=moment.year - years, day=28 if leap_day else moment.day)


def begin(store: Store, names: Sequence[str], who: str, reason: str = "") -> None:
    """Keep the intent to clear these; :func:`finish` is to follow.

    Raises:
        UsageError: something is being read just now, or there is no such submission.
    """
    if is_held(store.folder / "spool"):
        raise UsageError("正在读取材料，请等读取结束后再清除")
    erasures = Erasures(store.engine)
    for name in names:
        try:
            erasures.begin(name, who, reason)
        except KeyError as error:
            raise UsageError(f"没有申报件「{name}」") from error


def finish(store: Store, tell: Tell = lambda _: None) -> list[Erasure]:
    """End every clearing that has begun; returns them.

    Raises:
        StoreUnavailableError, SearchServerError: database or index do not answer; a later call ends it.
        UsageError: something is being read just now.
    """
    erasures = Erasures(store.engine)
    names = [each.submission for each in erasures.pending()]
    if not names:
        return []
    if is_held(store.folder / "spool"):
        raise UsageError("正在读取材料，请等读取结束后再清除")
    tell("清除数据库中的记录…")
    begun = [erasures.clear(name) for name in names]
    tell("清除原文件…")
    for each in begun:
        index_of(store).remove(each.submission)
        _forget_files(store, erasures, each)
    _compare_others(store, erasures, begun)
    tell("重建检索索引…")
    reindex(store, keep_old=False)
    tell("抹去数据库文件中的残留…")
    erasures.sweep()
    for each in begun:
        erasures.end(each.submission)
        journal().info("erased", submission=each.submission, files=len(each.files))
    return begun


def _forget_files(store: Store, erasures: Erasures, each: Erasure) -> None:
    for sha256 in each.files:
        with claimed(store.engine, store.folder, sha256):
            if not erasures.is_wanted(sha256):
                store.blobs.remove(sha256)
    store.blobs.sweep(now=time.time() + 2 * _HOUR)  # nothing is being read: every half file is a dead run's
    sweep(store.folder / "spool")
    for upload in (store.folder / "uploads").glob("*/files"):
        _forget_upload(upload, each.submission)


def _forget_upload(folder: Path, name: str) -> None:
    """A delivery that waits to be read would bring the submission back."""
    for path in (folder / name, *(each for each in folder.glob("*") if each.is_file() and each.stem == name)):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        shutil.rmtree(folder.parent, ignore_errors=True)


def _compare_others(store: Store, erasures: Erasures, begun: Sequence[Erasure]) -> None:
    """What was alike with a cleared submission is so no more."""
    there = {each.name for each in store.standings()}
    concerned = sorted({name for each in begun for name in each.others} & there)
    crosscheck_store(store, concerned)  # none too: a quota or a median says nothing of whom it counted
    for each in begun:
        erasures.forget_what_others_say(each.submission)

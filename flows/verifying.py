"""The conservation law: delivered = read + refused; pages of read files = pages stored; nothing changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.versions import delivery_key
from pipeline.records import FileEntry
from pipeline.records.record import PARTLY_READ, READ
from pipeline.store import Store, seals
from pipeline.store.sessions import reading
from pipeline.store.store import Standing

_MOST_NAMED = 10


def verify_store(store: Store) -> Iterator[str]:
    """What does not agree, one sentence each; nothing where all is well."""
    broken = store.broken_event()
    if broken is not None:
        yield f"审计日志自第 {broken} 条起与前文不符"
    standings = store.standings()
    yield from _submissions_gone(store, {each.name for each in standings})
    checked: set[str] = set()
    for standing in standings:
        files = store.files(standing.name)
        yield from _delivery(standing, files)
        for file in files:
            if file.sha256 and file.sha256 not in checked:
                checked.add(file.sha256)
                where = f"{standing.name}/{file.path}"
                yield from _blob(store, where, file.sha256)
                yield from _pages(store, where, file.sha256)
        yield from _record(store, standing.name)


def _submissions_gone(store: Store, there: set[str]) -> Iterator[str]:
    """Whoever was received once is there: nothing deletes a submission."""
    for name in sorted(store.names_received() - there):
        yield f"{name}：审计日志记有接收，但库中没有这份申报"


def _delivery(standing: Standing, files: Sequence[FileEntry]) -> Iterator[str]:
    """Delivered = read + refused with a reason, and the files are those that were noted when they were received."""
    if delivery_key(files) != standing.delivery_key:
        yield f"{standing.name}：文件清单与接收时不符"
    for file in files:
        if file.outcome != "read" and not file.reason:
            yield f"{standing.name}/{file.path}：未读取，但没有原因"


def _blob(store: Store, where: str, name: str) -> Iterator[str]:
    found = store.blobs.digest(name)
    if found is None:
        yield f"{where}：原文件已丢失"
    elif found != name:
        yield f"{where}：原文件的内容被改动"


def _pages(store: Store, where: str, name: str) -> Iterator[str]:
    """Every reading of the file, by whatever version of the readers."""
    ended = store.readings(name)
    if not ended:
        yield f"{where}：读取记录已丢失"
    for version, outcome in ended:
        if outcome.outcome not in (READ, PARTLY_READ):
            continue
        kept = store.pages_kept(name, version)
        if kept != outcome.pages and (outcome.outcome == READ or not kept):
            yield f"{where}：应有 {outcome.pages} 页，存有 {kept} 页"
        with reading(store.engine) as session:
            broken = seals.broken_pages(session, name, version)
        if broken is None:
            yield f"{where}：页面的校验记录已丢失"
        elif broken:
            yield f"{where}：第 {_numbers(broken)} 页丢失或被改动"


def _record(store: Store, name: str) -> Iterator[str]:
    with reading(store.engine) as session:
        if seals.record_broken(session, name):
            yield f"{name}：记录丢失或被改动"
        for kind, broken in seals.broken_rows(session, name).items():
            if broken is None:
                yield f"{name}：清单 {kind} 的校验记录已丢失"
            elif broken:
                yield f"{name}：清单 {kind} 第 {_numbers(broken)} 行丢失或被改动"


def _numbers(numbers: Sequence[int]) -> str:
    shown = "、".join(str(each) for each in numbers[:_MOST_NAMED])
    return shown if len(numbers) <= _MOST_NAMED else f"{shown} 等 {len(numbers)}"

"""The conservation law: delivered = read + refused; pages of read files = pages stored; nothing changed since."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from flows.versions import reading_version
from pipeline.store import Store


def verify_store(store: Store) -> Iterator[str]:
    """What does not agree, one sentence each; nothing where all is well."""
    broken = store.broken_event()
    if broken is not None:
        yield f"审计日志自第 {broken} 条起与前文不符"
    counts = store.page_counts()
    checked: set[str] = set()
    for standing in store.standings():
        for file in store.files(standing.name):
            where = f"{standing.name}/{file.path}"
            if file.outcome != "read":
                if not file.reason:
                    yield f"{where}：未读取，但没有原因"
                continue
            yield from _pages(store, where, file.sha256, counts)
            if file.sha256 not in checked:
                checked.add(file.sha256)
                yield from _blob(store, where, file.sha256)
        yield from _rows(store, standing.name)


def _pages(store: Store, where: str, name: str, counts: dict[tuple[str, str], int]) -> Iterator[str]:
    reading = store.reading(name, reading_version())
    if reading is not None and counts.get((name, reading_version()), 0) != reading.pages:
        yield f"{where}：应有 {reading.pages} 页，存有 {counts.get((name, reading_version()), 0)} 页"


def _blob(store: Store, where: str, name: str) -> Iterator[str]:
    try:
        data = store.blobs.get(name)
    except KeyError:
        yield f"{where}：原文件已丢失"
        return
    if sha256(data).hexdigest() != name:
        yield f"{where}：原文件的内容被改动"


def _rows(store: Store, name: str) -> Iterator[str]:
    for kind, kept, counted in store.row_counts(name):
        if kept != counted:
            yield f"{name}：清单 {kind} 应有 {counted} 行，存有 {kept} 行"

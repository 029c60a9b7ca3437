"""Comparisons over the whole store, or of what changed with it."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from hashlib import sha256

from flows.indexing import note_changes
from flows.picturing import pictures_of
from flows.processing import signature_from
from pipeline.checks.across import OldSignatureError, Signature, crosscheck, crosscheck_new, lone_slugs, signature_of
from pipeline.records import Record
from pipeline.store import Store
from pipeline.store.claims import claimed

_KEPT = 16
_FEW = 0.05
"""Up to this share of the store, new submissions are compared with all the others one by one."""
_ONE_AT_A_TIME = sha256(b"comparison across applicants").hexdigest()

log = logging.getLogger(__name__)


def crosscheck_store(store: Store, names: Collection[str] | None = None) -> list[str]:
    """Compare submissions by their signatures and keep the findings; returns the submissions concerned.

    ``names`` are the new or changed ones: where they are few, only they and their counterparts are looked at. Without
    names everything is compared.
    """
    with claimed(store.engine, store.folder, _ONE_AT_A_TIME):
        seen = {each.name: each.checked_key for each in store.standings()}
        if names is not None and len(names) <= max(1.0, _FEW * len(seen)):
            about = {*names, *_counterparts(store, names)}
            told = store.messages(lone_slugs())
            found = crosscheck_new(about, lambda: signatures(store), _fetcher(store), told)
            seen = {name: seen[name] for name in names if name in seen}
        else:
            found = crosscheck(signatures(store), _fetcher(store))
            found |= {name: () for name in seen if name not in found and store.across(name)}
        note_changes(store, found)
        for name, findings in found.items():
            store.keep_findings(name, "across", findings, "")
        store.note_compared(seen)
    return sorted(found)


def crosscheck_changed(store: Store) -> list[str]:
    """Compare what changed since it was last compared; returns the submissions concerned.

    What changed is what the store says, not the caller: nothing is forgotten where a run was killed in between.
    """
    names = store.uncompared()
    return crosscheck_store(store, names) if names else []


def _counterparts(store: Store, names: Collection[str]) -> Iterator[str]:
    """Those with whom the submissions were found alike before: it may hold no longer, and is said of both.

    A finding names one counterpart, the most alike: others may name a submission that does not name them.
    """
    yield from store.citing(names)
    for name in names:
        for finding in store.findings(name):
            yield from (side.submission for side in finding.evidence if side.submission)


def signatures(store: Store) -> Iterator[Signature]:
    """The signatures that the store keeps, one at a time; those of an earlier version are made anew."""
    for data in store.signatures():
        try:
            yield signature_from(data)
        except OldSignatureError:
            name = json.loads(zlib.decompress(data))["submission"]
            log.info("signature of an earlier version made anew: %s", name)
            record = store.record(name)
            if record is not None:
                yield signature_of(record, pictures_of(store, record))


def _fetcher(store: Store) -> Callable[[str], Record]:
    @lru_cache(maxsize=_KEPT)
    def fetch(name: str) -> Record:
        record = store.record(name)
        return record if record is not None else Record(name, None)

    return fetch

"""Comparisons over the whole store."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from flows.processing import signature_from
from pipeline.checks.across import crosscheck
from pipeline.records import Record
from pipeline.store import Store

_KEPT = 16


def crosscheck_store(store: Store) -> list[str]:
    """Compare all submissions by their signatures and keep the findings; returns the submissions concerned."""
    signatures = [signature_from(data) for data in store.signatures()]
    found = crosscheck(signatures, _fetcher(store))
    concerned = []
    for standing in store.standings():
        findings = found.get(standing.name, ())
        before = store.across(standing.name)
        if findings or before:
            store.keep_findings(standing.name, "across", findings, "")
            concerned.append(standing.name)
    return concerned


def _fetcher(store: Store) -> Callable[[str], Record]:
    @lru_cache(maxsize=_KEPT)
    def fetch(name: str) -> Record:
        record = store.record(name)
        return record if record is not None else Record(name, None)

    return fetch

"""Which scope, value or field a reviewer means by a name: from names.json and from what the index itself holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from search.words.normal import plain

_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\[\d+\])?(?:[./][a-z0-9_\[\]]+)+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the index holds fields of: (key, label) pairs, e.g. ``("devices.total", "工业设备连接数量(个)")``."""

    fields: tuple[tuple[str, str], ...] = ()

    def keys_for(self, name: str) -> tuple[str, ...]:
        """The keys that a name means: by key, by a known short name, then by label: equal, holding, in order."""
        wanted = _bare(name)
        known = _shorts().get(wanted)
        if known:
            return (known,)
        if _KEY.fullmatch(name.lower()):
            return (name.lower(),)
        for fits in (_equal, _holding, _in_order):
            found = tuple(dict.fromkeys(key for key, label in self.fields if fits(wanted, _bare(label))))
            if found:
                return found
        return ()

    def close_to(self, name: str) -> str:
        """The known name most like this one, or ""."""
        labels = [part for _, label in self.fields for part in label.split("/")]
        return next(iter(get_close_matches(name, [*_scopes(), *labels], n=1, cutoff=0.5)), "")


def _bare(text: str) -> str:
    return re.sub(r"\s", "", plain(text))


def _equal(wanted: str, label: str) -> bool:
    return wanted in re.split(r"[/(]", label)


def _holding(wanted: str, label: str) -> bool:
    return wanted in label


def _in_order(wanted: str, label: str) -> bool:
    """设备数量 means 工业设备连接数量: its characters stand in the label in that order."""
    rest = iter(label)
    return len(wanted) >= 3 and all(char in rest for char in wanted)


def scope_of(name: str) -> str | None:
    """The scope a name stands for (``地市`` is ``city``), or None."""
    return _scopes().get(_bare(name))


def name_of_scope(scope: str) -> str:
    """The first of the Chinese names that stand for a scope."""
    names: Iterable[str] = _table()["scopes"].get(scope, ())
    return next(iter(names), scope)


def value_of(scope: str, written: str) -> str | None:
    """The facet value a Chinese word stands for in a scope (``高`` is ``high``), or None."""
    return _values(scope).get(_bare(written))


def chinese_names_of(scope: str, value: str) -> tuple[str, ...]:
    """The Chinese words for a facet value, e.g. of a finding's slug."""
    return tuple(_table()["values"].get(scope, {}).get(value, ()))


def is_of_submission(scope: str) -> bool:
    """Whether a scope says something of the whole submission, not of one entry."""
    return scope in _table()["of_submission"]


def witnesses_of(scope: str) -> tuple[str, ...]:
    """The fields that show what a scope of the submission says."""
    return tuple(_table()["witnesses"].get(scope, ()))


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("search.query").joinpath("names.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _scopes() -> Mapping[str, str]:
    return dict(_turned(_table()["scopes"]))


@cache
def _values(scope: str) -> Mapping[str, str]:
    table: Mapping[str, Iterable[str]] = _table()["values"].get(scope, {})
    return {**dict(_turned(table)), **{value: value for value in table}}


@cache
def _shorts() -> Mapping[str, str]:
    return dict(_turned(_table()["numbers"]))


def _turned(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for meant, names in table.items():
        for name in names:
            yield _bare(name), meant

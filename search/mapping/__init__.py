"""Mappings and settings as JSON files. A changed mapping is a new file with the next number, never an edited one."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

CURRENT = "entries.v3"


WORDS = "words.v1"
"""The field that a word analyzer of the server makes, where one is asked for."""


def mapping(name: str = CURRENT, *, words: str = "") -> dict[str, Any]:
    """The body that creates an index; with a field of ``words`` where a word analyzer of the server is named."""
    body = _loaded(name)
    if words:
        added = _loaded(WORDS)
        added["words"]["analyzer"] = words
        body["mappings"]["properties"].update(added)
    return body


def version(*, words: str = "") -> str:
    """What stands in an index's name: an index of another version is built anew, never written to."""
    number = CURRENT.rpartition(".")[2]
    return f"{number}.{words.lower()}" if words else number


def _loaded(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("search.mapping").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return loaded

"""Mappings and settings as JSON files. A changed mapping is a new file with the next number, never an edited one."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

CURRENT = "entries.v2"


def mapping(name: str = CURRENT) -> dict[str, Any]:
    """The body that creates an index."""
    loaded: dict[str, Any] = json.loads(files("search.mapping").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return loaded

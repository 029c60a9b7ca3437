"""The words that invented submissions are made of."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words() -> dict[str, Any]:
    """The vocabulary: lists of words by kind, cities by province."""
    text = files("flows.maker").joinpath("data/names.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))

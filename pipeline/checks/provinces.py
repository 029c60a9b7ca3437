"""Provinces by the code of their administrative division (GB/T 2260) and by the words of an address."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from pipeline.checks.case import plain


@cache
def _by_code() -> dict[str, str]:
    return {each["code"]: each["name"] for each in _data()}


@cache
def _by_words() -> dict[str, str]:
    """The beginnings of addresses: provinces without their last character, then cities."""
    names = [each["name"] for each in _data()]
    shorts = {name[:3] if name.startswith(("内蒙古", "黑龙江")) else name[:2]: name for name in names}
    return shorts | {city: each["name"] for each in _data() for city in each["cities"]}


@cache
def _data() -> list[dict[str, str]]:
    text = files("pipeline.checks").joinpath("data/provinces.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))


def province_of_code(uscc: str) -> str | None:
    """The province in which the holder of an 18-character code is registered; None for the centre (10, 00)."""
    return _by_code().get(uscc[2:4])


def province_of_address(address: str) -> str | None:
    """The province that an address names, by itself or by its city; None where it names none."""
    words = plain(address)
    return next((province for start, province in _by_words().items() if words.startswith(start)), None)

"""Provinces by the code of their administrative division (GB/T 2260), and the cities that addresses begin with."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.checks.wording import plain

_LONG = ("内蒙古", "黑龙江")


@cache
def _data() -> tuple[dict[str, Any], ...]:
    text = files("pipeline.checks").joinpath("data/provinces.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text))


def _short(name: str) -> str:
    return name[:3] if name.startswith(_LONG) else name[:2]


@cache
def _cities() -> dict[str, tuple[str, str]]:
    """(city with its 市, province) by the city's name without 市, longest first so that no name hides a longer one."""
    pairs = [(city, each["name"]) for each in _data() for city in each["cities"]]
    return {city: (city + "市", province) for city, province in sorted(pairs, key=lambda pair: -len(pair[0]))}


@cache
def known_places() -> tuple[str, ...]:
    """Every province and city of prefecture level as texts write them, with and without 省 or 市, longest first."""
    provinces = {each["name"] for each in _data()}
    cities = {city for each in _data() for city in each["cities"]}
    written = provinces | {_short(name) for name in provinces} | cities | {f"{city}市" for city in cities}
    return tuple(sorted(written, key=lambda name: (-len(name), name)))


def province_of_code(code: str) -> str | None:
    """The province in which the holder of an 18-character code is registered; None for the centre (10, 00)."""
    return next((each["name"] for each in _data() if each["code"] == code[2:4]), None)


def province_of_address(address: str) -> str | None:
    """The province that an address names, by itself or by its city; None where it names none."""
    words = plain(address).removeprefix("中国").removeprefix("中华人民共和国")
    named = next((each["name"] for each in _data() if words.startswith(_short(each["name"]))), None)
    if named is not None:
        return str(named)
    return next((province for city, (_, province) in _cities().items() if words.startswith(city)), None)


def city_at_start(text: str) -> tuple[str, str] | None:
    """(the city with its 市, what follows its bare name) where a text begins with one, after its province perhaps."""
    words = plain(text)
    for each in _data():
        if words.startswith(each["name"]) and each["cities"]:
            words = words.removeprefix(each["name"])
            break
    for short, (city, _) in _cities().items():
        if words.startswith(short):
            return city, words.removeprefix(short)
    return None

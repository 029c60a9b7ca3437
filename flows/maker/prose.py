"""Invented prose: sentences put together from clauses, so that no two applicants tell the same story."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from random import Random

import yaml

from flows.maker.vocabulary import words

_KINDS = {
    "industry": "industries", "domain": "domains", "thing": "things", "device": "devices", "pain": "pains",
    "protocol": "protocols",
}  # fmt: skip


@cache
def _clauses() -> dict[str, list[str]]:
    text = files("flows.maker").joinpath("data/prose.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def sentences(rng: Random, count: int, city: str = "") -> list[str]:
    """So many sentences that claim no number; no clause comes twice (there are two dozen of each kind)."""
    parts = zip(*(rng.sample(_clauses()[kind], count) for kind in ("leads", "cores", "results")), strict=True)
    about = {slot: str(rng.choice(words()[kind])) for slot, kind in _KINDS.items()}
    about["city"] = city or str(rng.choice([each for group in words()["cities"].values() for each in group]))
    return [f"{lead}，{core}，{result}。".format_map(about) for lead, core, result in parts]

"""Makes the training and test sentences from frames: by frame, so that no frame is in both.

``python -m nlp_models.training.make_data OUT --seed 7`` writes ``scope.{train,test}.jsonl`` and
``names.{train,test}.jsonl``: one ``{"text", "label"}`` or ``{"text", "spans": [[start, end, label]]}`` a line.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from nlp_models.scope_model import masked
from nlp_models.training.by_hand import by_hand

_SLOT = re.compile(r"\{(\w+)\}")


@cache
def _data(name: str) -> Any:
    return yaml.safe_load(files("nlp_models.training").joinpath(name).read_text(encoding="utf-8"))


def for_test(frame: str) -> bool:
    """Whether a frame is kept for testing: one in five, decided by the frame's own words."""
    return crc32(frame.encode()) % 5 == 0


def _number(rng: random.Random) -> str:
    value = int(10 ** rng.uniform(0.5, 5))
    styles = (
        str(value),
        f"{value:,}",
        f"{value / 10000:.1f}万" if value > 9999 else str(value),
        f"{value // 10 * 10}余",
    )
    return rng.choice(styles)


def _company(rng: random.Random) -> str:
    slots = _data("slots.yaml")
    place = rng.choice(slots["cities"]) if rng.random() < 0.6 else ""
    parts = (place, rng.choice(slots["company_heads"]), rng.choice(slots["company_bodies"]))
    return "".join(parts) + str(rng.choice(slots["company_tails"]))


@dataclass(frozen=True, slots=True)
class Filled:
    """A frame with its slots filled: the words, and where each slot's filling stands."""

    text: str
    slots: tuple[tuple[str, int, int], ...]


def fill(frame: str, rng: random.Random) -> Filled:
    """Fill every slot of a frame; equal slots of one frame get different fillings, but for thing and unit."""
    slots = _data("slots.yaml")
    thing, unit = rng.choice(slots["things"])
    other, other_unit = rng.choice(slots["others"])
    fixed = {"thing": thing, "unit": unit, "other": other, "other_unit": other_unit}
    text, at, places = "", 0, []
    for match in _SLOT.finditer(frame):
        text += frame[at : match.start()]
        filling = fixed.get(match[1]) or _filling(match[1], rng)
        places.append((match[1], len(text), len(text) + len(filling)))
        text += filling
        at = match.end()
    return Filled(text + frame[at:], tuple(places))


def _filling(slot: str, rng: random.Random) -> str:
    slots = _data("slots.yaml")
    makers: dict[str, Callable[[], object]] = {
        "n": lambda: _number(rng),
        "m": lambda: str(rng.randint(2, 60)),
        "year": lambda: str(rng.randint(2016, 2030)),
        "approx": lambda: rng.choice(slots["approx"]),
        "city": lambda: rng.choice(slots["cities"]),
        "industry": lambda: rng.choice(slots["industries"]),
        "company": lambda: _company(rng),
        "ORG": lambda: _company(rng),
        "PLATFORM": lambda: rng.choice(slots["platform_heads"]) + rng.choice(slots["platform_tails"]),
        "PARK": lambda: rng.choice(slots["park_heads"]) + rng.choice(slots["park_tails"]),
        "STANDARD": lambda: _standard(rng),
        "PLACE": lambda: rng.choice(slots["cities"] + slots["provinces"]),
        "DATE": lambda: _date(rng),
        "AWARD": lambda: rng.choice(slots["awards"]),
    }
    return str(makers[slot]() if slot in makers else rng.choice(slots[slot]))


def _standard(rng: random.Random) -> str:
    body = rng.choice(_data("slots.yaml")["standards"])
    gap = rng.choice(("", " "))
    year = rng.choice(("", f"-{rng.randint(2005, 2023)}"))
    return f"{body}{gap}{rng.randint(1000, 49999)}{year}"


def _date(rng: random.Random) -> str:
    year, month, day = rng.randint(2008, 2024), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice((f"{year}年", f"{year}年{month}月", f"{year}年{month}月{day}日"))


def scope_examples(each: int, seed: int) -> Iterator[tuple[bool, dict[str, Any]]]:
    """``each`` examples of every scope frame: (for test, {"text": masked sentence, "label"})."""
    rng = random.Random(seed)  # noqa: S311 - training data, not secrets
    for label, frames in _data("scope_frames.yaml").items():
        for frame in frames:
            for _ in range(each):
                filled = fill(frame, rng)
                start, end = next((a, b) for slot, a, b in filled.slots if slot == "n")
                yield for_test(frame), {"text": masked(filled.text, start, end), "label": label}


def by_hand_examples(each: int) -> Iterator[tuple[bool, dict[str, Any]]]:
    """``each`` times what is marked by hand, all of it for training: (False, {"text": masked sentence, "label"})."""
    for sentence in by_hand():
        for mark in sentence.marks:
            if mark.concept:
                example = {"text": masked(sentence.text, mark.start, mark.end), "label": mark.scope}
                yield from ((False, example) for _ in range(each))


def name_examples(each: int, seed: int) -> Iterator[tuple[bool, dict[str, Any]]]:
    """``each`` examples of every name frame: (for test, {"text", "spans"})."""
    rng = random.Random(seed)  # noqa: S311 - training data, not secrets
    frames: list[str] = _data("name_frames.yaml")
    for frame in frames:
        companions = [other for other in frames if for_test(other) == for_test(frame)]
        for _ in range(each):
            filled = fill(_beside(frame, rng.choice(companions), rng), rng)
            spans = [[start, end, slot] for slot, start, end in filled.slots if slot.isupper()]
            yield for_test(frame), {"text": filled.text, "spans": spans}


def _beside(frame: str, other: str, rng: random.Random) -> str:
    """The frame alone, or beside another or prose without a name: what stands around a name must not be fixed."""
    plain = rng.choice(_data("plain_prose.yaml"))
    ways = (
        frame,
        f"{frame}，{other}",
        f"{other}。{frame}",
        f"{other}，{frame}。",
        f"{plain}。{frame}。",
        f"{frame}，{plain}",
    )
    return rng.choice(ways)


@dataclass(frozen=True, slots=True)
class Size:
    """How often each frame of the judge is filled, each sentence by hand repeated, each frame of names filled."""

    scope: int = 5
    by_hand: int = 5
    names: int = 60


def write(out: Path, seed: int, size: Size) -> None:
    """Write the four files."""
    out.mkdir(parents=True, exist_ok=True)
    scopes = chain(scope_examples(size.scope, seed), by_hand_examples(size.by_hand))
    for name, examples in (("scope", scopes), ("names", name_examples(size.names, seed))):
        with (out / f"{name}.train.jsonl").open("w") as train, (out / f"{name}.test.jsonl").open("w") as test:
            for is_test, example in examples:
                (test if is_test else train).write(json.dumps(example, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    write(arguments.out, arguments.seed, Size())

"""The page about the query language names what there is, all of it and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
NAMES: dict[str, Any] = json.loads((ROOT / "search" / "query" / "names.json").read_text(encoding="utf-8"))


def _table(heading: str) -> list[list[str]]:
    section = PAGE.partition(heading)[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ") and "`" in line]
    return [re.findall(r"`([^`]+)`", row) for row in rows]


def test_every_scope_is_documented() -> None:
    documented = {name for row in _table("## Names before the colon") for name in row}
    assert {name for names in NAMES["scopes"].values() for name in names} <= documented


def test_every_short_name_is_documented() -> None:
    documented = {tuple(row) for row in _table("## Names before the colon")}
    assert {(*names, key) for key, names in NAMES["numbers"].items()} <= documented


def test_findings_names_are_those_documented() -> None:
    documented = {row[0]: row[1:] for row in _table("## Findings")}
    assert documented == NAMES["values"]["slug"]


def test_no_name_means_two_things() -> None:
    for table in (NAMES["scopes"], NAMES["numbers"], *NAMES["values"].values()):
        names = [name for given in table.values() for name in given]
        assert len(names) == len(set(names))

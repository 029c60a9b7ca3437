"""The page on running it knows every setting of the rooms it speaks of, and no other."""

from __future__ import annotations

import re
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SETTING = re.compile(r'"(HESHU_[A-Z_]+)"')


def _settings(*folders: str) -> set[str]:
    files = (file for folder in folders for file in (_ROOT / folder).rglob("*.py"))
    return {name for file in files for name in _SETTING.findall(file.read_text(encoding="utf-8"))}


def test_every_setting_is_on_the_page_and_none_that_is_not_there() -> None:
    page = (_ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `HESHU_")}
    assert _settings("flows", "pipeline/store") <= told
    assert told <= _settings("flows", "pipeline", "desk", "search", "extractors") | {"HESHU_HOME"}


def test_every_metric_is_on_the_page() -> None:
    from flows.meters import Meters

    page = (_ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for family in Meters().registry.collect():
        assert family.name in page, family.name

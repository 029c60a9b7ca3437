"""Rows of invented lists, by the columns of the list's definition."""

from __future__ import annotations

from collections.abc import Callable

from flows.maker.invent import Inventor
from pipeline.records import ListDef

Cells = dict[str, str]

_COLUMNS: dict[str, Callable[[Inventor, int], str]] = {
    "type": lambda inventor, _: inventor.pick("device_types"),
    "device_id": lambda inventor, n: f"SB{inventor.region}-{n * 37 + inventor.rng.randrange(30):06d}",
    "enterprise": lambda inventor, _: inventor.company("customers"),
    "protocol": lambda inventor, _: inventor.pick("protocols"),
    "industry": lambda inventor, _: inventor.pick("industries"),
    "domain": lambda inventor, _: inventor.pick("domains"),
    "scenario": lambda inventor, _: inventor.pick("domains"),
    "function": lambda inventor, _: f"用于{inventor.pick('things')}的分析与预警",
    "pain": lambda inventor, _: inventor.pick("pains"),
    "developer": lambda inventor, _: inventor.company(),
    "contact": lambda inventor, _: inventor.person(),
    "phone": lambda inventor, _: inventor.mobile(),
    "amount": lambda inventor, _: f"{inventor.rng.uniform(3, 160):.1f}",
    "subscriptions": lambda inventor, _: str(inventor.rng.randint(60, 900)),
    "daily_uses": lambda inventor, _: str(inventor.rng.randint(20, 500)),
    "monthly_income": lambda inventor, _: f"{inventor.rng.uniform(2, 30):.1f}",
    "department": lambda inventor, _: inventor.pick("departments"),
    "position": lambda inventor, _: inventor.pick("titles"),
    "education": lambda inventor, _: inventor.pick("education"),
    "signed_on": lambda inventor, _: (
        f"20{inventor.rng.randint(15, 17)}-{inventor.rng.randint(1, 12):02d}-{inventor.rng.randint(1, 28):02d}"
    ),
}


def list_rows(definition: ListDef, inventor: Inventor, count: int) -> list[tuple[str | None, Cells]]:
    """About ``count`` rows, under every class of the list; names and ids are all different."""
    classes: tuple[str | None, ...] = definition.classes or (None,)
    rows: list[tuple[str | None, Cells]] = []
    seen: set[str] = set()
    for name in classes:
        for _ in range(max(2, count // len(classes)) if definition.kind != "killer_apps" else 5):
            cells = {
                column.key: _cell(column.key, definition, inventor, len(rows) + 1) for column in definition.columns
            }
            cells["serial"] = str(len(rows) + 1)
            _make_unique(cells, definition, seen, len(rows) + 1)
            rows.append((name, cells))
    return rows


def _cell(key: str, definition: ListDef, inventor: Inventor, number: int) -> str:
    if key == "name":
        return _name(definition.kind, inventor)
    return _COLUMNS[key](inventor, number) if key in _COLUMNS else str(number)


def _name(kind: str, inventor: Inventor) -> str:
    if kind == "devices":
        return inventor.pick("devices")
    if kind == "models":
        return inventor.pick("things") + inventor.pick("models")
    if kind in ("apps", "killer_apps"):
        return inventor.pick("things") + inventor.pick("apps")
    if kind == "solutions":
        return f"{inventor.pick('industries')}行业{inventor.pick('domains')}解决方案"
    if kind == "contracts":
        return f"{inventor.pick('things')}平台技术服务合同"
    return inventor.person() if kind in ("developers", "roster") else inventor.company("customers")


def _make_unique(cells: Cells, definition: ListDef, seen: set[str], number: int) -> None:
    """An id column's values must differ: a number tells two of the same name apart."""
    column = definition.id_column
    if column and cells.get(column, "") in seen:
        stem = cells[column]
        cells[column] = f"{stem}{number}" if column != "enterprise" and column != "name" else _apart(stem, number)
    if column:
        seen.add(cells.get(column, ""))


def _apart(stem: str, number: int) -> str:
    """Another name of the same make: a second character before the company's kind."""
    extra = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"[number % 22]
    cut = max(2, len(stem) // 2)
    return stem[:cut] + extra + stem[cut:]

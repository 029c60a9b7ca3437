"""What the cells of a list's rows are to a search: numbers, days, the enterprise that a row is about."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import ListDef, Row
from search.query.ranges import number_from
from search.words.days import day_name, days_of

_LONGEST_NUMBER = 20
"""Characters of a text that may be a number or a date."""
_CODE_COLUMNS = ("serial", "device_id", "phone", "mobile", "contact", "name")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list of that kind, by its definition where the form has one."""

    definition: ListDef | None
    kind: str

    def numbers_of(self, row: Row) -> dict[str, float]:
        """The row's numbers by ``kind/column``, then its days; codes and phones are none."""
        numbers: dict[str, float] = {}
        days: dict[str, float] = {}
        for key, cell in row.cells.items():
            if key in _CODE_COLUMNS or len(cell) > _LONGEST_NUMBER:
                continue
            value = number_from(cell)
            if value is not None:
                numbers[f"{self.kind}/{key}"] = value
            else:
                days |= day_of(f"{self.kind}/{key}", cell)
        return {**numbers, **days}

    def labels(self, row: Row) -> str:
        """``kind/column=label`` of every column."""
        keys = [column.key for column in self.definition.columns] if self.definition else list(row.cells)
        return "|".join(f"{self.kind}/{key}={self._label(key)}" for key in keys)

    def enterprise_of(self, row: Row) -> str:
        """Whom the row is about; empty where it does not say."""
        if self.kind == "enterprises":
            return row.cells.get("name", "")
        return row.cells.get("enterprise") or row.cells.get("applicant") or row.cells.get("developer") or ""

    def _label(self, key: str) -> str:
        column = self.definition.column(key) if self.definition else None
        return "/".join(column.names) if column else key


def day_of(name: str, written: str) -> dict[str, float]:
    """The day that is written there, if it is a date; of a month or a year its first."""
    days = days_of(written) if len(written) <= _LONGEST_NUMBER else None
    return {day_name(name): days[0]} if days else {}

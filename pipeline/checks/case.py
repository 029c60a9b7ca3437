"""A submission as rules look at it: values that can be trusted, lists, evidence. A missing value is never a zero."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.checks.programme import Condition, Programme
from pipeline.checks.trust import TRUST
from pipeline.document import Source
from pipeline.records import Evidence, FieldValue, FormDef, ListDef, ListRecord, Record, Row


def plain(text: str) -> str:
    """Text as it is compared: half width, no white space, dashes and brackets of one kind."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", folded).replace("—", "-").replace("–", "-").replace("－", "-").upper()


@dataclass(slots=True)
class Case:
    """One record with its form and programme; ``doubts`` collects why rules could not be run."""

    record: Record
    form: FormDef
    programme: Programme
    doubts: list[str] = field(default_factory=list)
    _fields: dict[str, FieldValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._fields = {each.key: each for each in self.record.fields}

    def get(self, key: str) -> FieldValue | None:
        """The field whatever its state."""
        return self._fields.get(key)

    def filled(self, key: str, trust: float = TRUST) -> FieldValue | None:
        """The field where it is filled in and sure enough; what is not sure enough is noted as a doubt."""
        value = self._fields.get(key)
        if value is None or value.status != "filled" or value.value is None:
            return None
        if value.confidence < trust:
            self.doubts.append(f"{value.label}：识别把握不足，需人工核对")
            return None
        return value

    def number(self, key: str) -> float | None:
        """The field's number where it can be trusted; None where it is blank, 无, unreadable or doubtful."""
        value = self.filled(key)
        return value.number if value else None

    def is_blank(self, key: str) -> bool:
        """Whether the field was looked at, with certainty, and nothing stands there."""
        value = self._fields.get(key)
        if value is None or value.status != "blank":
            return False
        if value.confidence < TRUST:
            self.doubts.append(f"{value.label}：未能可靠定位")
            return False
        return True

    def label(self, key: str) -> str:
        """The field's printed label without its notes."""
        defined = self.form.field(key)
        words = defined.label if defined else key
        return re.split(r"[（(]注|（条目前", words)[0].strip()

    def holds(self, when: Condition | None) -> bool:
        """Whether a condition is met by what can be trusted."""
        if when is None:
            return True
        if when.blank:
            return self.is_blank(when.field)
        value = self.filled(when.field)
        if value is None:
            return False
        if when.has is not None:
            return isinstance(value.value, list) and when.has in value.value
        return value.value == when.is_

    def type_of(self, key: str) -> str | None:
        """The declared platform type."""
        value = self.filled(key)
        return value.value if value and isinstance(value.value, str) else None

    def said(self, key: str, side: str = "申报值") -> Evidence:
        """The field as one side of a finding; an empty place says so."""
        value = self._fields.get(key)
        if value is None:
            return Evidence(side, f"{self.label(key)}：未找到")
        shown = {
            "filled": value.raw or str(value.value),
            "blank": "（空白）",
            "none": "无",
            "unreadable": "（无法辨认）",
        }
        return Evidence(side, f"{self.label(key)}：{shown[value.status]}", value.source)

    def lists(self) -> Sequence[tuple[ListDef, ListRecord]]:
        """Every list of the form that the submission holds (tables of recommendations apart)."""
        pairs = ((each, self.record.list(each.kind)) for each in self.form.lists)
        return [(each, rows) for each, rows in pairs if rows is not None and rows.rows]

    def rows_evidence(self, definition: ListDef, rows: ListRecord, side: str = "附件清单") -> Evidence:
        """A list as one side of a finding."""
        source = rows.rows[-1].source if rows.rows else None
        return Evidence(side, f"{definition.title}：{len(rows.rows)}行", source)


def row_evidence(row: Row, side: str, column: str | None = None) -> Evidence:
    """A row, or one of its cells, as evidence."""
    source: Source = row.cell_sources.get(column, row.source) if column else row.source
    text = row.cells.get(column, "") if column else "｜".join(cell for cell in row.cells.values() if cell)
    return Evidence(side, text, source)


def cell_confidence(row: Row, column: str) -> float:
    """How sure one cell is."""
    source = row.cell_sources.get(column)
    return source.confidence if source is not None else row.confidence

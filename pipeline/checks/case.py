"""A submission as rules look at it: values that can be trusted, lists, evidence. A missing value is never a zero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import prod

from pipeline.checks.lines import Programme
from pipeline.checks.rows import is_jumbled
from pipeline.checks.trust import EMPTY, READ_WELL, TOGETHER, TRUST, from_pixels
from pipeline.records import Evidence, FieldValue, FormDef, ListDef, ListRecord, Record
from pipeline.records.record import PARTLY_READ

_NOTE = re.compile(r"\s*[（(](?:注|条目前|第 \d 空|如|包括|研发、|具体|围绕|提供|介绍|每类|列举).*$")
_SHOWN = {"blank": "（空白）", "none": "无", "unreadable": "（无法辨认）"}


@dataclass(slots=True)
class Case:
    """One record with its form and programme; ``doubts`` collects why a rule could not be run on parts of it."""

    record: Record
    form: FormDef
    programme: Programme
    doubts: list[str] = field(default_factory=list)
    _fields: dict[str, FieldValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._fields = {each.key: each for each in self.record.fields}

    def doubt(self, reason: str) -> None:
        """Note that something could not be checked, and why."""
        self.doubts.append(reason)

    def get(self, key: str) -> FieldValue | None:
        """The field whatever its state; None where nothing is known of it."""
        return self._fields.get(key)

    def filled(self, key: str, trust: float = TRUST) -> FieldValue | None:
        """The field where it is filled in and sure enough; what is not sure enough is noted as a doubt."""
        value = self._fields.get(key)
        if value is None or value.status in ("blank", "none"):
            return None
        if value.status == "unreadable":
            self.doubt(f"{self.label(key)}：无法辨认，需人工核对")
            return None
        if value.value is None or value.value == []:
            return None
        if value.confidence < trust:
            self.doubt(f"{self.label(key)}：识别把握不足，需人工核对")
            return None
        return value

    def number(self, key: str) -> float | None:
        """The field's number where it can be trusted; None where it is blank, 无, unreadable or doubtful."""
        value = self.filled(key)
        return value.number if value else None

    def count(self, key: str) -> float | None:
        """How many options are ticked, where that can be trusted; None where none is."""
        options = self.ticked(key)
        return float(len(options)) if options else None

    def says(self, key: str) -> str | None:
        """The words of a field, where they can be trusted; of numbers, as they are written."""
        value = self.filled(key)
        return str(value.value) if value is not None else None

    def ticked(self, key: str) -> tuple[str, ...] | None:
        """The ticked options, where they can be trusted."""
        value = self.filled(key)
        return tuple(value.value) if value is not None and isinstance(value.value, list) else None

    def is_blank(self, key: str) -> bool:
        """Whether the place was looked at, with certainty, and nothing stands there or is ticked."""
        value = self._fields.get(key)
        if value is None or not (value.status == "blank" or (value.status == "filled" and value.value in (None, []))):
            return False
        if not self.all_pages_read(f"{self.label(key)}是否空白"):
            return False
        if value.confidence < EMPTY:
            self.doubt(f"{self.label(key)}：是否空白无法确定，需人工核对")
            return False
        return True

    def is_none(self, key: str) -> bool:
        """Whether the applicant wrote 无, / or a dash."""
        value = self._fields.get(key)
        return value is not None and value.status == "none" and value.confidence >= TRUST

    def sure_together(self, keys: Iterable[str]) -> bool:
        """Whether several values are sure enough at once for a finding that rests on all of them."""
        values = [value for key in keys if (value := self._fields.get(key)) is not None]
        if prod(value.confidence for value in values) >= TOGETHER:
            return True
        self.doubt("、".join(self.label(value.key) for value in values) + "：几处识别把握均不足，需人工核对")
        return False

    def well_read(self, key: str) -> FieldValue | None:
        """A code, number or address that was read well enough for a single wrong character to count."""
        value = self.filled(key)
        if value is None:
            return None
        if from_pixels(value.source) and value.source is not None and value.source.confidence < READ_WELL:
            self.doubt(f"{self.label(key)}：识别把握不足，需人工核对")
            return None
        return value

    def label(self, key: str) -> str:
        """The field's printed label without its notes."""
        defined = self.form.field(key)
        return _NOTE.sub("", defined.label).strip() if defined else key

    def said(self, key: str, side: str = "申报值") -> Evidence:
        """The field as one side of a finding; an empty place says so."""
        value = self._fields.get(key)
        if value is None:
            return Evidence(side, f"{self.label(key)}：未找到")
        shown = _SHOWN.get(value.status) or value.raw or str(value.value)
        return Evidence(side, f"{self.label(key)}：{shown[:120]}", value.source)

    def held_lists(self) -> Sequence[tuple[ListDef, ListRecord]]:
        """Every list of the form that the submission holds with at least one row."""
        pairs = ((each, self.record.list(each.kind)) for each in self.form.lists)
        return [(each, rows) for each, rows in pairs if rows is not None and rows.rows]

    def lists(self) -> Sequence[tuple[ListDef, ListRecord]]:
        """The lists at hand whose columns can be told apart; of the others a doubt is noted."""
        told = []
        for each, rows in self.held_lists():
            if is_jumbled(rows.rows):
                self.doubt(f"{each.title}：各列排印相连，未能分开，需人工核对")
            else:
                told.append((each, rows))
        return told

    def all_files_read(self, what: str) -> bool:
        """Whether nothing that was delivered is unread; else what is missing may well be in the unread file."""
        unread = [file.path for file in self.record.files if file.outcome != "read"]
        if unread:
            self.doubt(f"{unread[0]}等{len(unread)}个文件未能读取，无法判断{what}")
        return not unread

    def all_pages_read(self, what: str) -> bool:
        """Whether the files that were read have no page missing; else what is missing may well stand on that page."""
        torn = [file for file in self.record.files if file.outcome == PARTLY_READ]
        if torn:
            self.doubt(f"{torn[0].path}有页面未能读出，无法判断{what}")
        return not torn

    @property
    def on_paper(self) -> bool:
        """Whether any copy of the book is a scan or PDF: an editable version carries no seal."""
        return not self.record.versions or any(version.kind != "docx" for version in self.record.versions)

"""What a form is: its fields, its lists, and its printed text with holes. All of it is data, in ``forms/<id>.yaml``.

The ``layout`` of a form is its printed page as a list of items, in order:

* ``text: "申报单位（盖章） {cover.applicant}{cover.applicant_seal}"`` — printed lines with holes;
* ``heading: 一、申报单位基本信息`` — a printed heading;
* ``table:`` — rows, each a list of cells; ``<`` continues the cell to the left, ``^`` the cell above;
* ``page: new`` — the printed form starts a page here (only the maker of samples minds).

Inside a text or cell: ``{key}`` is a hole for that field; ``{key=option}`` is the tick box before a printed option (for
yes/no pairs ``{key=是}是 {key=否}否``; for the box before an item ``{tick.key=√}``); a seal's or signature's key marks
its place; ``[[…]]`` is printed instruction that applicants may delete. Everything else is printed text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldKind = Literal["text", "integer", "decimal", "percent", "date", "bool", "choice", "multichoice", "narrative"]


@dataclass(frozen=True, slots=True)
class FieldDef:
    """One field that an applicant fills in, by the contract's key."""

    key: str
    label: str
    kind: FieldKind
    unit: str = ""
    options: tuple[str, ...] = ()
    limit: int | None = None
    required: bool = False
    section: str = ""

    @property
    def short_label(self) -> str:
        """The label without what the form itself explains after it: …数量（注：…）."""
        return self.label.split("（注：")[0]

    @property
    def is_mark(self) -> bool:
        """Whether it is a seal or a signature, which is looked for as an imprint and not as text."""
        return self.key.endswith(("seal", "signature"))

    @property
    def is_tick(self) -> bool:
        """Whether it is the small box before an item."""
        return self.key.startswith("tick.")

    @property
    def is_number(self) -> bool:
        """Whether its value is a number."""
        return self.kind in ("integer", "decimal", "percent")


@dataclass(frozen=True, slots=True)
class ColumnDef:
    """One column of a list: its key and every heading under which applicants write it."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListDef:
    """One attached list: what it is called, its columns and classes, and which fields claim its rows.

    ``claimed_by`` maps a class to the field that claims its number of rows; the key ``""`` is the whole list.
    ``due_if`` are the platform types for which the list is due (empty: for all).
    """

    kind: str
    attachment: str
    title: str
    columns: tuple[ColumnDef, ...]
    classes: tuple[str, ...] = ()
    claimed_by: Mapping[str, str] = field(default_factory=dict)
    id_column: str | None = None
    required_columns: tuple[str, ...] = ()
    due_if: tuple[str, ...] = ()
    recommendations: bool = False

    def column(self, key: str) -> ColumnDef | None:
        """The column of that key, or None."""
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True, slots=True)
class LayoutItem:
    """One item of a form's printed page; exactly one of ``text``, ``heading``, ``table`` is set, or ``new_page``."""

    text: str | None = None
    heading: str | None = None
    table: tuple[tuple[str, ...], ...] | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class FormDef:
    """One form of one programme and year."""

    id: str
    title: str
    province: str
    year: int
    fields: tuple[FieldDef, ...]
    lists: tuple[ListDef, ...]
    layout: tuple[LayoutItem, ...]
    recognise: tuple[str, ...] = ()
    toc_levels: int = 0

    def field(self, key: str) -> FieldDef | None:
        """The field of that key, or None."""
        return next((each for each in self.fields if each.key == key), None)

    def list(self, kind: str) -> ListDef | None:
        """The list of that kind, or None."""
        return next((each for each in self.lists if each.kind == kind), None)

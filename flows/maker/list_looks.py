"""How applicants lay out a list: columns renamed, moved and added, classes as headings or columns, totals, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from flows.maker.rows import Cells
from pipeline.records import ListDef

Rows = Sequence[tuple[str | None, Cells]]
_EXTRA = ("备注", "图片", "审核情况", "上云时间")
_NUMBERINGS = ("{n}、{name}", "（{n}）{name}", "{name}", "{n}、{name}（共{count}项）", "附件{number}-{at} {name}")
_CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class ListLook:
    """``names``: which known heading each column has; ``order``: the columns from left to right by key, ``+`` and
    a heading for one that the form does not ask for.

    ``classes``: ``headings`` in rows of their own or a ``column``; ``restart``: the numbers begin anew in every class.
    ``head_again`` repeats the head after so many rows, ``totals`` ends classes and list with totals, ``note`` with a
    note. ``title``: as the form has it, with its number, or none.
    """

    names: dict[str, str]
    order: tuple[str, ...]
    classes: str = "headings"
    numbering: str = "{name}"
    restart: bool = False
    head_again: int = 0
    totals: bool = False
    note: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is laid out; a ``wide`` one has a single text over all columns."""

    cells: tuple[str, ...]
    kind: str = "row"

    @property
    def wide(self) -> bool:
        """Whether the line is one merged cell."""
        return self.kind in ("title", "class", "note")


def any_look(definition: ListDef, rng: Random) -> ListLook:
    """Any of the ways in which a list of this kind is laid out."""
    keys = [column.key for column in definition.columns if column.key != "serial"]
    if rng.random() < 0.4:
        keys = rng.sample(keys, len(keys))
    if rng.random() < 0.85:
        keys.insert(0, "serial")
    for extra in rng.sample(_EXTRA, rng.choice((0, 0, 1, 2))):
        keys.insert(rng.randrange(1, len(keys) + 1), f"+{extra}")
    return ListLook(
        names={column.key: rng.choice(column.names) for column in definition.columns},
        order=tuple(keys), classes=rng.choice(("headings", "headings", "column")), numbering=rng.choice(_NUMBERINGS),
        restart=rng.random() < 0.4, head_again=rng.choice((0, 0, 7)), totals=rng.random() < 0.4,
        note=rng.random() < 0.3,
        title=rng.choice((definition.title, f"{definition.attachment}：{definition.title}", definition.title + "表")),
    )  # fmt: skip


def laid_out(definition: ListDef, rows: Rows, look: ListLook, rng: Random) -> Iterator[Line]:
    """The list line by line; ``rows`` in order, one class after another."""
    if look.title:
        yield Line((look.title,), "title")
    head = _head(look, any(name for name, _ in rows))
    yield Line(head, "head")
    since = 0
    for at, (name, group) in enumerate(groupby(rows, key=lambda row: row[0])):
        members = list(group)
        if name and look.classes == "headings":
            yield Line((_class_heading(definition, look, name, at, len(members)),), "class")
        for number, (_, cells) in enumerate(members, 1):
            if look.head_again and since and since % look.head_again == 0:
                yield Line(head, "head")
            since += 1
            yield Line(_row(look, name, cells, number if look.restart else since, rng))
        if name and look.totals:
            yield _total(head, "小计", len(members))
    if look.totals:
        yield _total(head, "合计", len(rows))
    if look.note:
        yield Line(("注：以上数据截至填报日期，由申报单位填写。",), "note")


def _head(look: ListLook, classed: bool) -> tuple[str, ...]:
    names = tuple(key[1:] if key.startswith("+") else look.names[key] for key in look.order)
    return (*names, "类别") if classed and look.classes == "column" else names


def _class_heading(definition: ListDef, look: ListLook, name: str, at: int, count: int) -> str:
    number = definition.attachment.removeprefix("附件")
    return look.numbering.format(n=_CHINESE[at], name=name, count=count, number=number, at=at + 1)


def _row(look: ListLook, name: str | None, cells: Cells, number: int, rng: Random) -> tuple[str, ...]:
    made = []
    for key in look.order:
        known = str(number) if key == "serial" else cells.get(key, "")
        made.append(rng.choice(("", "已核", "2022年")) if key.startswith("+") else known)
    return (*made, name) if name and look.classes == "column" else tuple(made)


def _total(head: Sequence[str], word: str, count: int) -> Line:
    return Line((word, *[""] * (len(head) - 2), str(count)), "total")


def expected(look: ListLook, rows: Rows) -> list[tuple[str | None, Cells]]:
    """What should be read: the known columns as written, the numbers as printed."""
    read: list[tuple[str | None, Cells]] = []
    since = 0
    for name, group in groupby(rows, key=lambda row: row[0]):
        for number, (_, cells) in enumerate(group, 1):
            since += 1
            own = {key: cells.get(key, "") for key in look.order if not key.startswith("+")}
            if "serial" in own:
                own["serial"] = str(number if look.restart else since)
            read.append((name, own))
    return read

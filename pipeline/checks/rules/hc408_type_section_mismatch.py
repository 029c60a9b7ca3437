"""A section reserved for other types is filled in, the own one is not, or cover and form differ in type."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case, plain
from pipeline.checks.programme import OnlyIf
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.only_if:
        kind = case.type_of(line.type)
        if kind is None:
            continue
        filled = [key for key in line.fields if _says_something(case, key)]
        if kind in line.types:
            yield from _own_section(case, line, kind, filled)
        elif filled:
            names = "、".join(case.label(key) for key in filled[:3])
            said = f"平台类型为{kind}，却填写了{names}（{line.basis}）"
            evidence = (case.said(line.type, "平台类型"), *(case.said(key) for key in filled[:3]))
            yield Fact(said, (line.type, *filled), evidence)
    yield from _cover(case)


def _own_section(case: Case, line: OnlyIf, kind: str, filled: list[str]) -> Iterator[Fact]:
    """A section that the declared type must fill in and that is blank throughout, with certainty."""
    if not filled and all(case.is_blank(key) for key in line.fields):
        said = f"平台类型为{kind}，但应填的栏目全部空白（{line.basis}）"
        evidence = (case.said(line.type, "平台类型"), case.said(line.fields[0], "空白处"))
        yield Fact(said, (line.type, *line.fields), evidence)


def _says_something(case: Case, key: str) -> bool:
    value = case.filled(key)
    return value is not None and value.value != []


def _cover(case: Case) -> Iterator[Fact]:
    same = case.programme.same_type
    if same is None:
        return
    cover, ticked = case.filled(same.cover), case.type_of(same.form)
    if cover is None or ticked is None:
        return
    written = plain(str(cover.value))
    means = [name for name, words in same.names.items() if any(plain(word) in written for word in words)]
    if means and ticked not in means:
        said = f"封面平台类型为「{cover.raw}」，表内勾选的是「{ticked}」"
        yield Fact(said, (same.form, same.cover), (case.said(same.cover, "封面"), case.said(same.form, "表内")))


RULE = Rule(
    code="HC408",
    slug="type-section-mismatch",
    since="0.1",
    severity="medium",
    what="填写的栏目与所选平台类型不符。",
    why="各类平台应填报各自的栏目。",
    basis="(双跨型、区域型 平台填写)；（跨行业跨领域平台填报）",
    body=_check,
)

"""A section reserved for other types is filled in, the own one is not, or cover and form differ in type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.condition import fields_of, holds
from pipeline.checks.expression import keys_of
from pipeline.checks.lines import Line
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE
from pipeline.checks.wording import plain

_SHOWN = 4


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.lines("type-section-mismatch"):
        kinds = tuple(fields_of(line.when))
        keys = tuple(keys_of(line.left))
        if any(case.says(key) is None for key in kinds):
            continue
        filled = [key for key in keys if _says_something(case, key)]
        if holds(line.when, case):
            if not filled and all(case.is_blank(key) for key in keys):
                yield _own_section(case, line, kinds, keys)
        elif filled and _is_no_stray(case, filled):
            yield _other_section(case, line, kinds, filled)
    yield from _cover(case)


def _own_section(case: Case, line: Line, kinds: Sequence[str], keys: Sequence[str]) -> Fact:
    said = f"平台类型为{case.says(kinds[0])}，应填的栏目却全部空白：{line.basis}"
    evidence = (case.said(kinds[0], "平台类型"), *(case.said(key, "空白处") for key in keys[:_SHOWN]))
    return Fact(said, (*kinds, *keys), evidence)


def _other_section(case: Case, line: Line, kinds: Sequence[str], filled: Sequence[str]) -> Fact:
    names = "、".join(case.label(key) for key in filled[:_SHOWN])
    said = f"平台类型为{case.says(kinds[0])}，却填写了其他类型的栏目：{names}"
    evidence = (case.said(kinds[0], "平台类型"), *(case.said(key) for key in filled[:_SHOWN]))
    return Fact(said, (*kinds, *filled), evidence)


def _says_something(case: Case, key: str) -> bool:
    """Whether something is declared there; 0 and 否 declare nothing."""
    value = case.filled(key)
    return value is not None and value.value not in (0, False, "", None) and value.value != []


def _is_no_stray(case: Case, filled: Sequence[str]) -> bool:
    """A single doubtful reading in an otherwise empty section is more likely a stray mark than an entry."""
    values = [value for key in filled if (value := case.get(key)) is not None]
    if len(values) == 1 and values[0].confidence < SURE:
        case.doubt(f"{case.label(values[0].key)}：识别把握不足，需人工核对")
        return False
    return True


def _cover(case: Case) -> Iterator[Fact]:
    same = case.programme.same_type
    if same is None:
        return
    cover, ticked = case.says(same.cover), case.says(same.ticked)
    if cover is None or ticked is None:
        return
    means = {name for name, words in same.names if any(plain(word) in plain(cover) for word in words)}
    if means and ticked not in means and case.sure_together((same.cover, same.ticked)):
        said = f"封面平台类型为「{cover}」，表内勾选的是「{ticked}」"
        yield Fact(said, (same.ticked, same.cover), (case.said(same.cover, "封面"), case.said(same.ticked, "表内")))


RULE = Rule(
    code="HC408",
    slug="type-section-mismatch",
    since="0.1",
    severity="medium",
    what="填写了其他平台类型才填的栏目，或所选类型应填的栏目全部空白，或封面与表内的平台类型不同（双跨型即综合型，专业型即技术型）。",
    why="各类平台应填报各自的栏目，类型不一致则适用的要求也不同。",
    basis="平台服务领域 (双跨型、区域型 平台填写)…跨行业跨领域平台能力 (跨行业跨领域平台填报)",
    needs=("fields",),
    body=_check,
)

"""Breaking any comparison of a rule makes one of its cases go wrong: the cases do hold the rule in place."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.checks.case import Case
from pipeline.checks.examples import Example, examples_in
from pipeline.checks.programme import programme_of
from pipeline.checks.rule import Rule, all_rules

HERE = Path(__file__).parent / "rules"
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


def module_of(rule: Rule) -> ModuleType:
    return importlib.import_module(rule.body.__module__)


def source_of(rule: Rule) -> str:
    return Path(str(module_of(rule).__file__)).read_text(encoding="utf-8")


def comparisons(tree: ast.AST) -> list[ast.Compare]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITE]


def mutants() -> Iterator[tuple[Rule, int, str]]:
    for rule in all_rules():
        for at, node in enumerate(comparisons(ast.parse(source_of(rule)))):
            yield rule, at, ast.unparse(node)


def mutated(rule: Rule, at: int) -> Rule:
    tree = ast.parse(source_of(rule))
    node = comparisons(tree)[at]
    node.ops[0] = OPPOSITE[type(node.ops[0])]()
    space: dict[str, object] = {"__name__": rule.body.__module__ + "_mutated"}
    exec(compile(ast.fix_missing_locations(tree), "mutated", "exec"), space)
    broken = space["RULE"]
    assert isinstance(broken, Rule)
    return broken


def goes_right(rule: Rule, example: Example) -> bool:
    try:
        findings, not_run = rule.run(Case(example.record, example.form, programme_of(example.form.id)))
    except Exception:
        return False
    keys = [frozenset(finding.keys) for finding in findings]
    reasons = " ".join(each.reason for each in not_run)
    return (
        len(keys) == len(example.expect)
        and all(wanted <= found for wanted, found in zip(example.expect, keys, strict=True))
        and example.message in " ".join(finding.message for finding in findings)
        and (example.doubt in reasons if example.doubt or example.expect else not reasons)
    )


def examples_of(rule: Rule) -> list[Example]:
    texts = ((HERE / rule.code / f"{name}.yaml").read_text(encoding="utf-8") for name in ("fires", "passes"))
    return [example for text in texts for example in examples_in(text)]


@pytest.mark.parametrize(("rule", "at", "text"), list(mutants()), ids=lambda value: getattr(value, "slug", str(value)))
def test_broken_comparison_is_noticed(rule: Rule, at: int, text: str) -> None:
    assert not all(goes_right(mutated(rule, at), example) for example in examples_of(rule)), text


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.slug)
def test_whole_rule_goes_right(rule: Rule) -> None:
    assert all(goes_right(rule, example) for example in examples_of(rule))

"""Every rule fires on its telling cases, with the right keys and words, and stays silent on the near misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks.case import Case
from pipeline.checks.examples import Example, examples_in
from pipeline.checks.programme import programme_of
from pipeline.checks.rule import NotRun, Rule, all_rules
from pipeline.records import Finding

HERE = Path(__file__).parent
RULES = all_rules()


def cases(name: str) -> list[tuple[Rule, Example]]:
    return [
        (rule, example)
        for rule in RULES
        for example in examples_in((HERE / rule.code / f"{name}.yaml").read_text(encoding="utf-8"))
    ]


def named(pair: tuple[Rule, Example]) -> str:
    return f"{pair[0].slug}: {pair[1].why}"


def run(rule: Rule, example: Example) -> tuple[list[Finding], list[NotRun]]:
    return rule.run(Case(example.record, example.form, programme_of(example.form.id)))


@pytest.mark.parametrize("pair", cases("fires"), ids=named)
def test_fires(pair: tuple[Rule, Example]) -> None:
    rule, example = pair
    findings, _ = run(rule, example)
    assert len(findings) == len(example.expect)
    for finding, keys in zip(findings, example.expect, strict=True):
        assert keys <= set(finding.keys)
        assert bool(finding.keys) == bool(keys)
        assert finding.evidence
        assert finding.severity == rule.severity
    assert example.message in " ".join(finding.message for finding in findings)


@pytest.mark.parametrize("pair", cases("passes"), ids=named)
def test_passes(pair: tuple[Rule, Example]) -> None:
    rule, example = pair
    findings, not_run = run(rule, example)
    assert findings == []
    if example.doubt:
        assert example.doubt in " ".join(each.reason for each in not_run)
    else:
        assert not_run == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_owns_several_cases(rule: Rule) -> None:
    fires = [example for other, example in cases("fires") if other is rule]
    passes = [example for other, example in cases("passes") if other is rule]
    assert fires
    assert len(fires) + len(passes) >= 4


def test_no_case_without_a_rule() -> None:
    folders = {each.name for each in HERE.iterdir() if each.is_dir() and each.name.startswith("HC")}
    assert {rule.code for rule in RULES} <= folders

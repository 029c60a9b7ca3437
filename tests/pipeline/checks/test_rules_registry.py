"""The set of rules is whole: names, codes, slugs, severities, pages."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipeline.checks.across.match import AcrossRule
from pipeline.checks.across.registry import across_rules
from pipeline.checks.document import PAGES, pages
from pipeline.checks.rule import Rule, all_rules
from pipeline.checks.signals.registry import signals

CONTRACT = Path(__file__).parents[4] / "shared" / "contract"
RULES: tuple[Rule | AcrossRule, ...] = (*all_rules(), *across_rules())


def contract_findings() -> dict[str, str]:
    if not CONTRACT.exists():
        pytest.skip("the contract's tables are not beside this checkout")
    with (CONTRACT / "findings.csv").open(encoding="utf-8", newline="") as table:
        return {row["slug"]: row["severity"] for row in csv.DictReader(table)}


def test_every_slug_of_the_contract_has_a_rule_of_its_severity() -> None:
    assert {rule.slug: rule.severity for rule in RULES} == contract_findings()


def test_codes_are_unique_and_named_like_their_files() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    for rule in RULES:
        file = rule.body.__module__.rsplit(".", 1)[-1]
        assert file == f"{rule.code.lower()}_{rule.slug.replace('-', '_')}"
    for signal in signals():
        body = signal.alone or signal.among or signal.pictured
        assert body is not None
        assert body.__module__.endswith(f"{signal.code.lower()}_{signal.slug.replace('-', '_')}")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_tells_the_reviewer_in_chinese_what_and_why(rule: Rule | AcrossRule) -> None:
    for text in (rule.what, rule.why, rule.basis):
        assert re.search(r"[\u4e00-\u9fff]|E-mail", text)
    assert rule.what.endswith("。")
    assert rule.why.endswith("。")


def test_signals_do_not_use_the_slugs_of_findings() -> None:
    assert not {signal.slug for signal in signals()} & {rule.slug for rule in RULES}
    assert all(signal.measured for signal in signals())


def test_pages_are_what_the_rules_say() -> None:
    written = {page.name: page.read_text(encoding="utf-8") for page in PAGES.glob("*.md")}
    assert written == pages(), "run: python -m pipeline.checks.document"

"""Writes the docs pages of all rules from the rules and their examples: ``python -m pipeline.checks.document``.

It is a tool of the checkout: the examples are the rules' tests. A test fails where the pages are not what this writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import yaml

from pipeline.checks.across.match import AcrossRule
from pipeline.checks.across.registry import across_rules
from pipeline.checks.case import Case
from pipeline.checks.examples import Spec, example_of
from pipeline.checks.programme import load_programmes, programme_of
from pipeline.checks.rule import Rule, all_rules
from pipeline.checks.signals.registry import signals
from pipeline.checks.trust import EMPTY, READ_WELL, SURE, TOGETHER, TRUST
from pipeline.records import SEVERITIES

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "rules"
EXAMPLES = ROOT / "tests" / "pipeline" / "checks" / "rules"

_SHOWN = 3


Told = Rule | AcrossRule


def pages() -> dict[str, str]:
    """Every page by its file name."""
    rules: Sequence[Told] = (*all_rules(), *across_rules())
    texts = {f"{rule.code.lower()}.md": "\n".join(_page(rule)) + "\n" for rule in rules}
    return texts | {"index.md": "\n".join(_index(rules)) + "\n", "signals.md": "\n".join(_signals()) + "\n"}


def _page(rule: Told) -> Iterator[str]:
    yield f"# {rule.code} {rule.slug}"
    yield ""
    yield rule.what
    yield ""
    yield "| severity | since | code |\n| --- | --- | --- |"
    yield f"| {rule.severity}（{SEVERITIES[rule.severity]}） | {rule.since} | {rule.code} |"
    yield ""
    yield "## Why"
    yield ""
    yield rule.why
    yield ""
    yield "## What it rests on"
    yield ""
    yield from (f"> {sentence}" for sentence in rule.basis.split("…") if sentence)
    yield from _lines(rule.slug)
    if isinstance(rule, Rule):
        yield from _examples(rule)


def _lines(slug: str) -> Iterator[str]:
    """The lines of the programmes that the rule works by."""
    found = [(each.title, line.basis) for each in load_programmes() for line in each.lines(slug)]
    if found:
        yield "\n## By the programmes\n\n| programme | sentence |\n| --- | --- |"
        yield from (f"| {title} | {basis} |" for title, basis in dict.fromkeys(found))


def _examples(rule: Rule) -> Iterator[str]:
    for name, title in (("fires", "It fires"), ("passes", "It does not fire")):
        specs = yaml.safe_load((EXAMPLES / rule.code / f"{name}.yaml").read_text(encoding="utf-8"))
        yield f"\n## {title}"
        yield from chain.from_iterable(_example(rule, spec) for spec in specs[:_SHOWN])


def _example(rule: Rule, spec: Spec) -> Iterator[str]:
    """A case as it is written, and what the rule says of it."""
    example = example_of(spec)
    findings, not_run = rule.run(Case(example.record, example.form, programme_of(example.form.id)))
    shown = {key: value for key, value in spec.items() if key not in ("why", "expect", "message", "not_run")}
    yield f"\n{spec['why']}：\n\n```yaml"
    yield yaml.safe_dump(
        _shortened(shown), allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
    ).rstrip()
    yield "```\n"
    yield from (f"- **{finding.message}**" for finding in findings)
    yield from (f"- not run: {each.reason}" for each in not_run)


def _shortened(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shortened(each) for key, each in value.items()}
    return value[:40] + "…" if isinstance(value, str) and len(value) > 200 else value


def _index(rules: Sequence[Told]) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield "One rule a file, one page a rule; all pages are written by `python -m pipeline.checks.document`."
    yield ""
    yield "| code | finding | severity | what |\n| --- | --- | --- | --- |"
    for rule in rules:
        yield f"| [{rule.code}]({rule.code.lower()}.md) | `{rule.slug}` | {SEVERITIES[rule.severity]} | {rule.what} |"
    yield from _trust()
    yield "\n## Programmes\n\n| id | title | rules | requirements |\n| --- | --- | --- | --- |"
    for each in load_programmes():
        yield f"| `{each.id}` | {each.title} | {len(each.rules)} | {len(each.requirements)} |"
    yield "\nProgrammes without a form are held against a submission only where a reviewer chooses them"
    yield "(`heshu assess SUBMISSION --programme ID`)."
    yield "What only shows, and accuses nobody, is on [a page of its own](signals.md)."


def _trust() -> Iterator[str]:
    yield "\n## How sure a value must be\n"
    yield "A finding never rests on a missing value."
    yield "A rule whose values are not sure enough says that it was *not run*.\n"
    yield "| | |\n| --- | --- |"
    yield f"| {TRUST} | least confidence of a value on which a finding may rest |"
    yield f"| {TOGETHER} | least product of the confidences of several such values |"
    yield f"| {SURE} | below it a difference of one character is taken for a misreading |"
    yield f"| {EMPTY} | least confidence of a place that is called empty |"
    yield f"| {READ_WELL} | least confidence of the reader itself for codes, numbers and addresses |"


def _signals() -> Iterator[str]:
    yield "# Signals"
    yield ""
    yield "A signal *shows*, it never *proves*: a prompt for a person, no finding, and not exported with the findings."
    for each in signals():
        yield f"\n## {each.code} {each.slug}\n\n{each.what}\n\n{each.why}\n\nMeasured on made data: {each.measured}"


def write() -> list[str]:
    """Write all pages; returns the names of those that changed."""
    PAGES.mkdir(parents=True, exist_ok=True)
    written = pages()
    changed = [name for name, text in written.items() if not _is_current(name, text)]
    for name in changed:
        (PAGES / name).write_text(written[name], encoding="utf-8")
    for stale in (each for each in PAGES.glob("*.md") if each.name not in written):
        stale.unlink()
    return changed


def _is_current(name: str, text: str) -> bool:
    page = PAGES / name
    return page.exists() and page.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    for each in write():
        print(f"docs/rules/{each}")  # noqa: T201

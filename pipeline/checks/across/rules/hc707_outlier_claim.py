"""A count is more than 20 times the median of the same field over the other submissions of the same form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipeline.checks.across.match import AcrossRule, Match, Signatures
from pipeline.checks.wording import show

_TIMES, _FEWEST_OTHERS = 20.0, 5


def _check(known: Signatures) -> Iterator[Match]:
    fields: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for name, each in known.items():
        for key, number in each.counts.items():
            fields[each.form, key][name] = number
    for (_, key), numbers in sorted(fields.items()):
        if len(numbers) > _FEWEST_OTHERS:
            yield from _outliers(key, numbers)


def _outliers(key: str, numbers: Mapping[str, float]) -> Iterator[Match]:
    order = sorted(numbers, key=lambda name: (numbers[name], name))
    values = [numbers[name] for name in order]
    for at, name in enumerate(order):
        others = _median_without(values, at)
        if others > 0 and values[at] > _TIMES * others:
            times = values[at] / others
            said = f"填报{show(values[at])}，是其余{len(values) - 1}份申报中位数（{show(others)}）的{times:.0f}倍"
            yield Match(name, "outlier-claim", (key,), said)


def _median_without(values: list[float], at: int) -> float:
    """The median of sorted values with one left out, without copying them."""

    def value(n: int) -> float:
        return values[n if n < at else n + 1]

    count = len(values) - 1
    return value(count // 2) if count % 2 else (value(count // 2 - 1) + value(count // 2)) / 2


RULE = AcrossRule(
    code="HC707",
    slug="outlier-claim",
    since="0.1",
    severity="low",
    what="某项数量超过同表式其他申报（至少5份）中位数的20倍。",
    why="数量级异常多为单位或位数填错，也可能夸大，须核实。",
    basis="杜绝虚构和夸大",
    body=_check,
    lone=True,
)

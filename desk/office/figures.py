"""Statistics over the batch: findings by rule and city, and how a claim is spread, with those that stand out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from pipeline.records.load import load_forms
from pipeline.store.glance import Glance

_ENOUGH = 5
_FENCE = 3.0


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule found something, by city."""

    slug: str
    severity: str
    total: int
    by_city: dict[str, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """How a claim is spread: (submission, value) ascending, the quartiles, the fence beyond which one stands out."""

    key: str
    label: str
    unit: str
    values: Sequence[tuple[str, float]]
    low: float
    middle: float
    high: float
    fence: float

    @property
    def outliers(self) -> list[tuple[str, float]]:
        """Those beyond the fence, the largest first."""
        return [each for each in reversed(self.values) if each[1] > self.fence]


class Figures:
    """Statistics of one store."""

    def __init__(self, glance: Glance) -> None:
        self._glance = glance

    def rules(self, city: str = "") -> tuple[list[RuleCount], list[str]]:
        """Findings (not dismissed) by rule, the most frequent first, and the cities that there are."""
        totals: Counter[str] = Counter()
        gravest: dict[str, str] = {}
        places: dict[str, dict[str, int]] = defaultdict(dict)
        for slug, severity, place, count in self._glance.by_slug_and_city(city):
            totals[slug] += count
            gravest[slug] = min(gravest.get(slug, severity), severity, key=("high", "medium", "low").index)
            places[slug][place or "未识别"] = places[slug].get(place or "未识别", 0) + count
        cities: Counter[str] = Counter()
        for counts in places.values():
            cities.update(counts)
        found = [RuleCount(slug, gravest[slug], count, places[slug]) for slug, count in totals.most_common()]
        return found, [place for place, _ in cities.most_common()]

    def statuses(self, city: str = "") -> dict[str, int]:
        """Findings by what was decided."""
        return self._glance.by_status(city)

    def claims(self) -> list[tuple[str, str]]:
        """(key, label) of the claims that can be looked at, counts first."""
        labels = _labels()
        keys = [key for key in self._glance.number_keys() if key in labels]
        return sorted(((key, labels[key][0]) for key in keys), key=lambda each: (not each[0].endswith(".total"), each))

    def spread(self, key: str, city: str = "") -> Spread | None:
        """How a claim is spread; None where nobody filled it in."""
        values = self._glance.numbers(key, city)
        if not values:
            return None
        label, unit = _labels().get(key, (key, ""))
        numbers = [value for _, value in values]
        if len(numbers) < _ENOUGH:
            middle = median(numbers)
            return Spread(key, label, unit, values, numbers[0], middle, numbers[-1], float("inf"))
        low, middle, high = quantiles(numbers, n=4, method="inclusive")
        fence = high + _FENCE * (high - low) if high > low else float("inf")
        return Spread(key, label, unit, values, low, middle, high, fence)


def _labels() -> dict[str, tuple[str, str]]:
    fields = [field for form in load_forms() for field in form.fields if field.is_number]
    return {each.key: (each.short_label, each.unit) for each in fields}

"""The batch at one glance: every submission's line, quotas and deadlines, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk.standing import standing_of
from pipeline.checks.programme import programme_of
from pipeline.checks.quotas import quota_of
from pipeline.records.load import load_forms
from pipeline.store.glance import Glance, Line

SORTS = ("risk", "name", "applicant", "city", "form", "status", "high", "medium", "low", "open", "doubtful", "pages")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines of the batch: words in names, a standing, a form, a city; how sorted (``-name``: falling)."""

    words: str = ""
    status: str = ""
    form: str = ""
    city: str = ""
    sort: str = "risk"


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A submission's line with its standing (a slug of STATUS_NAMES)."""

    line: Line
    standing: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A page of lines, how many there are in all, and what the filters may be set to, each with its number."""

    lines: Sequence[BatchLine]
    found: int
    totals: dict[str, int]
    standings: dict[str, int]
    forms: dict[str, int]
    cities: dict[str, int]


@dataclass(frozen=True, slots=True)
class FormDue:
    """A form's programme: its deadline, days left (negative: over), and the cities with their quota."""

    form: str
    title: str
    last_day: str
    days_left: int | None
    submissions: int
    cities: Sequence[tuple[str, int, int | None]]


class Batches:
    """The batch of one store."""

    def __init__(self, glance: Glance) -> None:
        self._glance = glance

    def batch(self, wanted: Wanted, start: int, limit: int, city: str = "") -> Batch:
        """A page of the batch; ``city`` is what the person is limited to."""
        every = [BatchLine(line, _standing(line)) for line in self._glance.lines(city)]
        totals = {
            "submissions": len(every),
            "pages": sum(each.line.pages for each in every),
            "high": sum(each.line.high for each in every),
            "open": sum(each.line.open for each in every),
            "doubtful": sum(each.line.doubtful for each in every),
            "refused": sum(each.line.refused for each in every),
        }
        kept = [each for each in every if _fits(each, wanted)]
        kept.sort(key=lambda each: _order(each, wanted.sort.removeprefix("-")), reverse=wanted.sort.startswith("-"))
        return Batch(
            kept[start : start + limit], len(kept), totals,
            dict(Counter(each.standing for each in every)),
            dict(Counter(each.line.form or "" for each in every)),
            dict(sorted(Counter(each.line.city for each in every if each.line.city).items())),
        )  # fmt: skip

    def refused(self, city: str = "") -> Sequence[tuple[str, str, str]]:
        """(submission, path, reason) of what could not be read."""
        return self._glance.refused(city)

    def due(self, today: date, city: str = "") -> list[FormDue]:
        """Deadlines and quotas of the forms that there are submissions of."""
        lines = self._glance.lines(city)
        return [
            _due(form.id, form.title, today, [each for each in lines if each.form == form.id])
            for form in load_forms()
            if any(each.form == form.id for each in lines)
        ]


def _due(form: str, title: str, today: date, lines: Sequence[Line]) -> FormDue:
    programme = programme_of(form)
    last_day = programme.deadline.last_day if programme.deadline else ""
    days_left = (date.fromisoformat(last_day) - today).days if last_day else None
    counted: Counter[str] = Counter()
    quotas: dict[str, int | None] = {}
    for line in lines:
        place = line.city or line.recommender or "未填推荐单位"
        counted[place] += 1
        quota = quota_of(programme, line.recommender)
        quotas[place] = quota.most if quota else quotas.get(place)
    cities = sorted(((place, count, quotas.get(place)) for place, count in counted.items()), key=lambda each: -each[1])
    return FormDue(form, title, last_day, days_left, len(lines), cities)


def _standing(line: Line) -> str:
    return standing_of(line.status, line.findings, line.open, line.doubtful)


def _fits(each: BatchLine, wanted: Wanted) -> bool:
    line = each.line
    said = " ".join((line.name, line.applicant, line.platform, line.recommender)).lower()
    return (
        all(word in said for word in wanted.words.lower().split())
        and (not wanted.status or each.standing == wanted.status)
        and (not wanted.form or (line.form or "") == wanted.form)
        and (not wanted.city or line.city == wanted.city)
    )


def _order(each: BatchLine, sort: str) -> tuple[object, ...]:
    line = each.line
    if sort == "risk" or sort not in SORTS:
        return (-line.high, -line.medium, -line.open, line.name)
    value = each.standing if sort == "status" else getattr(line, sort)
    return (value or "", line.name) if isinstance(value, str) or value is None else (value, line.name)

"""Programmes as data: what a form and its notice ask of a submission, each line with the sentence it rests on.

A programme is a YAML file in ``programmes/``. Its ``rules`` are written as ``left op right``, where a side is an
expression over the form's fields (see ``grammar.py``); an office adds or changes one without touching Python.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.checks.condition import Condition
from pipeline.checks.expression import Expression
from pipeline.checks.grammar import Comparison


@dataclass(frozen=True, slots=True)
class Line:
    """One rule of a programme: ``left op right``, on a condition, for the findings of one slug.

    ``right`` is None where ``op`` is ``required-if`` or ``only-if``: then ``when`` is what must hold.
    """

    slug: str
    left: Expression
    op: str
    right: Expression | None
    when: Condition | None
    basis: str


@dataclass(frozen=True, slots=True)
class Quota:
    """How many submissions a recommending city may send; ``others`` stands for every city not named elsewhere."""

    cities: tuple[str, ...]
    others: bool
    most: int
    basis: str


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators of which at least one must be filled in where ``when`` holds."""

    fields: tuple[str, ...]
    when: Condition
    basis: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for applicants (ISO)."""

    field: str
    last_day: str
    basis: str


@dataclass(frozen=True, slots=True)
class Province:
    """Where the applicant must be registered."""

    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class SameType:
    """The type on the cover and the type ticked inside, with the words that mean each type."""

    cover: str
    ticked: str
    names: tuple[tuple[str, tuple[str, ...]], ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement that a reviewer may hold a submission against.

    ``tests`` are alternatives: one of them met is enough; without any it is a question for the reviewer. ``fields``,
    ``lists`` and ``narratives`` are what of a record speaks to it; ``words`` mark the sentences of any narrative that
    speak to it.
    """

    group: str
    item: str
    basis: str
    tests: tuple[Comparison, ...] = ()
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    narratives: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme. ``form`` is the form that its notice came with; None for those that a reviewer chooses."""

    id: str
    title: str
    form: str | None = None
    province: Province | None = None
    deadline: Deadline | None = None
    rules: tuple[Line, ...] = ()
    quotas: tuple[Quota, ...] = ()
    groups: tuple[Group, ...] = ()
    same_type: SameType | None = None
    requirements: tuple[Requirement, ...] = ()

    def lines(self, slug: str) -> tuple[Line, ...]:
        """The rules for the findings of one slug."""
        return tuple(line for line in self.rules if line.slug == slug)

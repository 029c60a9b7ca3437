"""A sentence as its numbers are gone through: what it counts, what it names, what was made of the numbers before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from nlp_models.concepts import Concept, Mention, find_mentions, one_a_place
from nlp_models.quantities import Quantity, find_quantities
from nlp_models.scope import Scope
from nlp_models.ties import respectively

How = Literal["none", "turn", "before", "inside", "after", "carry", "earlier", "total", "over", "heading", "unit"]
"""How a candidate stands to the number: named in turn (分别), before it, by the end of a
longer noun before it (申请*专利*), after it, gone on with from the number before or
an earlier one, as the sum of classes, over a semicolon, by the heading before, by nothing but the measure word; or the
number counts nothing that is known."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a number may count; ``start:end`` is the noun, or the number it goes on from."""

    how: How
    concept: Concept | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What was made of one number."""

    quantity: Quantity
    concept: Concept
    scope: Scope
    sure: float = 1.0
    """How likely the scope is."""


@dataclass(slots=True)
class Statement:
    """A stretch of a sentence, its numbers (vague ones included) and nouns; ``told`` grows from left to right.

    ``around`` is the whole sentence, ``together`` its stretches; ``earlier`` the one before it there, ``before`` and
    ``behind`` the numbers of all other stretches of it; ``heading`` the nouns of the short line before.
    """

    text: str
    year: int | None
    around: str = ""
    earlier: Statement | None = None
    together: tuple[Statement, ...] = ()
    before: tuple[Quantity, ...] = ()
    behind: tuple[Quantity, ...] = ()
    heading: tuple[Mention, ...] = ()
    quantities: list[Quantity] = field(init=False)
    mentions: list[Mention] = field(init=False)
    in_turn: dict[int, Concept] = field(init=False)
    told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.quantities = list(find_quantities(self.text))
        self.mentions = find_mentions(self.text, self.around) if self.quantities else []
        nouns = one_a_place(self.mentions, "")
        self.in_turn = respectively(self.text, self.quantities, nouns) if self.quantities else {}

    @property
    def told_earlier(self) -> list[Told]:
        """What was made of the numbers of the last stretch of the sentence before this one that has any."""
        earlier = self.earlier
        while earlier is not None and not earlier.told:
            earlier = earlier.earlier
        return earlier.told if earlier is not None else []

    @property
    def tied(self) -> list[tuple[Quantity, Concept]]:
        """The numbers so far, each with what it counts."""
        return [(each.quantity, each.concept) for each in self.told]

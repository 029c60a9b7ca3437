"""What passages say beside one another: contradictions that are seen or raised wrongly, and names found.

    python benchmarks/nlp_passages.py [SET…]

Two sentences written by hand that claim a total of the same thing are put into two narratives of one record: as they
stand they contradict each other; with the second's number in place of the first's they agree. A total beside a
sentence that speaks of a plan, a part, a change, an example or another's of the same thing contradicts nothing. The
signal is the one that reviewers see; the form is one of the real ones.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product
from random import Random

from nlp_models.claims import find_claims
from nlp_models.concepts import concepts
from nlp_models.plain import half_width
from nlp_models.training.by_hand import Marked
from pipeline.checks.signals.shows.hs106_passages_contradict import SIGNAL
from pipeline.document import Document, Piece, Text
from pipeline.records import Record
from pipeline.records.load import load_form
from tests.nlp_models.evaluation.named import names_score
from tests.nlp_models.evaluation.score import read

_MOST = 400
_SETS = ("looked_at_2", "looked_at")
_KINDS = ("ORG", "PLATFORM", "PARK", "STANDARD", "PLACE", "DATE", "AWARD")
_NO_TOTALS = ("plan", "part", "change", "example", "other")
Said = tuple[str, Marked]
Pair = tuple[str, Said, Said]


def said_of(sets: Iterable[str], known: set[str], scope: str) -> dict[str, list[Said]]:
    """The sentences that give a number in that scope of a field that the form has, by the field.

    Other scopes than ``whole``: only sentences that give no total of the field as well.
    """
    keys = {each.id: key for each in concepts() if (key := each.key_in(known))}
    found: dict[str, list[Said]] = defaultdict(list)
    for name in sets:
        for each in read(name):
            totals = {keys.get(mark.concept) for mark in each.marks if mark.scope == "whole"}
            for mark in each.marks:
                exact = mark.value and mark.value[0] == mark.value[1]
                alone = scope == "whole" or keys.get(mark.concept) not in totals
                if mark.scope == scope and mark.concept in keys and exact and alone:
                    found[keys[mark.concept]].append((half_width(each.text), mark))
    return found


def apart(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Some pairs with numbers that no rounding reconciles."""
    every = list(pairs)
    Random(7).shuffle(every)
    return islice((each for each in every if _apart(each[1][1], each[2][1])), _MOST)


def _apart(one: Marked, two: Marked) -> bool:
    assert one.value
    assert two.value
    low, high = sorted((one.value[0], two.value[0]))
    return low > 0 and high / low > 1.6


def contradicts(key: str, one: str, two: str) -> bool:
    """Whether the signal says that the two passages contradict each other on the field."""
    form = load_form("fujian-2023")
    texts = {
        name: Text((Piece(said, locator="paragraph[1]", reader="docx"),))
        for name, said in (("narrative.architecture", one), ("narrative.plan", two))
    }
    record = Record("某", form.id, claims=tuple(find_claims(form, texts, Document("ab", "application/x-docx", ()))))
    assert SIGNAL.alone is not None
    return any(key in sight.keys for sight in SIGNAL.alone(record, form))


def _contradictions(said: dict[str, list[Said]]) -> None:
    seen = agreed = count = 0
    for key, (one, first), (two, second) in apart(
        (key, *pair) for key, group in said.items() for pair in combinations(group, 2)
    ):
        count += 1
        seen += contradicts(key, one, two)
        number = one[first.start : first.end]
        agreed += contradicts(key, one, two[: second.start] + number + two[second.end :])
    print(f"pairs of passages about one thing: {count}")
    print(f"contradictions seen: {seen} ({seen / count:.1%})")
    print(f"raised though both say the same: {agreed} ({agreed / count:.1%})")


def _no_totals(sets: Iterable[str], known: set[str], said: dict[str, list[Said]]) -> None:
    for scope in _NO_TOTALS:
        other = said_of(sets, known, scope)
        made = list(apart((key, *pair) for key in said for pair in product(said[key], other.get(key, ()))))
        raised = sum(contradicts(key, one, two) for key, (one, _), (two, _) in made)
        share = f"{raised} ({raised / len(made):.1%})" if made else "0"
        print(f"a total beside one that speaks of a {scope}: {len(made)} pairs, raised {share}")


def main(sets: tuple[str, ...]) -> None:
    known = {field.key for field in load_form("fujian-2023").fields if field.is_number}
    said = said_of(sets, known, "whole")
    print(f"sentences of {'、'.join(sets)}")
    _contradictions(said)
    _no_totals(sets, known, said)
    for kind in ("", *_KINDS):
        print(f"names, {kind or 'all':9}", names_score(kind))


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or _SETS)

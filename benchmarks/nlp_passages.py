"""What passages say beside one another: contradictions that are seen or raised wrongly, and names found.

    python benchmarks/nlp_passages.py

Two sentences written by hand that claim a total of the same thing are put into two narratives of one record: as they
stand they contradict each other; with the second's number in place of the first's they agree. The signal is the one
that reviewers see; the form is one of the real ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, islice
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
_KINDS = ("ORG", "PLATFORM", "PARK", "STANDARD", "PLACE", "DATE", "AWARD")
Said = tuple[str, Marked]


def totals(known: set[str]) -> dict[str, list[Said]]:
    """The sentences kept apart or looked at that claim one total of a field that the form has, by the field."""
    keys = {each.id: key for each in concepts() if (key := each.key_in(known))}
    found: dict[str, list[Said]] = defaultdict(list)
    for name in ("looked_at_2", "looked_at"):
        for each in read(name):
            text = half_width(each.text)
            for mark in each.marks:
                exact = mark.value and mark.value[0] == mark.value[1]
                if mark.scope == "whole" and mark.concept in keys and exact:
                    found[keys[mark.concept]].append((text, mark))
    return found


def pairs(said: dict[str, list[Said]]) -> Iterator[tuple[str, Said, Said]]:
    """Some pairs of sentences about one thing with numbers that no rounding reconciles."""
    both = [(key, *pair) for key, group in said.items() for pair in combinations(group, 2)]
    Random(7).shuffle(both)
    far = (each for each in both if _apart(each[1][1], each[2][1]))
    return islice(far, _MOST)


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


def main() -> None:
    said = totals({field.key for field in load_form("fujian-2023").fields if field.is_number})
    seen = agreed = count = 0
    for key, (one, first), (two, second) in pairs(said):
        count += 1
        seen += contradicts(key, one, two)
        number = one[first.start : first.end]
        agreed += contradicts(key, one, two[: second.start] + number + two[second.end :])
    print(f"pairs of passages about one thing: {count}")
    print(f"contradictions seen: {seen} ({seen / count:.1%})")
    print(f"raised though both say the same: {agreed} ({agreed / count:.1%})")
    for kind in ("", *_KINDS):
        print(f"names, {kind or 'all':9}", names_score(kind))


if __name__ == "__main__":
    main()

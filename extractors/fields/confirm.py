"""What values read from pixels say of each other: sums that add up, names that stand twice, codes that check.

Nothing is invented. Agreement of independent readings makes them sure; disagreement makes them doubtful; where one
reading lacks characters under a seal that another place or the seal itself shows, the fuller one is taken and stays
doubtful, with what was read beside it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from extractors.fields.grammar import fits
from extractors.fields.names import completed, names_of
from extractors.fields.signing import SIGNED, with_lost_part
from extractors.fields.totals import totals_in
from pipeline.checks.trust import SURE, from_pixels
from pipeline.records import FieldDef, FieldValue, FormDef

_CONFIRMED, _DOUBTFUL, _LEAST = 0.97, 0.85, 0.3
_ALIKE = 70.0
_LOST, _MISREAD = 3, 2
"""Characters that a seal takes from a name at the most, and those that are misread under it."""
_TWICE = (
    ("cover.applicant", "applicant.name"), ("applicant.name", "platform.builder"),
    ("cover.platform_name", "platform.name"), ("cover.platform_leader", "leader.name"),
    ("cover.applicant", "platform.builder"),
)  # fmt: skip

Values = dict[str, FieldValue]


def confirmed(values: Sequence[FieldValue], form: FormDef) -> tuple[FieldValue, ...]:
    """The values with confidences that take the others into account; those not read from pixels stay as they are."""
    known: Values = {value.key: value for value in values}
    for each in values:
        if from_pixels(each.source):
            known[each.key] = _by_grammar(each)
    for total, parts in totals_in(form):
        _sums(known, total, parts)
    pairs = [pair for pair in _TWICE if pair[0] in known and pair[1] in known]
    agreed = {key for pair in pairs if _agree(known, *pair) for key in pair}
    for one, other in pairs:
        _differ(known, one, other, agreed)
    for key, rings in names_of(known).items():
        if from_pixels(known[key].source):
            known[key] = completed(known[key], rings)
    for key in SIGNED:
        if key in known and from_pixels(known[key].source):
            known[key] = with_lost_part(known[key], known)
    return tuple(known[value.key] for value in values)


def _by_grammar(value: FieldValue) -> FieldValue:
    """A code, number or address of a wrong form was misread or miswritten; another reading that fits is taken."""
    if not isinstance(value.value, str):
        return value
    verdict = fits(value.key, value.value)
    if verdict is None or verdict:
        return value
    other = next((each for each in value.alternatives if fits(value.key, each)), None)
    doubtful = replace(value, confidence=min(value.confidence, _DOUBTFUL))
    if other is None:
        return doubtful
    return replace(doubtful, value=other, raw=other, alternatives=(value.raw, *value.alternatives))


def _sums(known: Values, total: FieldDef, parts: Sequence[FieldDef]) -> None:
    """Neighbouring parts that make up the total exactly were all read right.

    But for those that happen to: where more of them make up another reading of the total, it is in doubt.
    """
    whole = known[total.key].number if total.key in known else None
    if not whole:
        return
    groups = list(_groups([part.key for part in parts], known))
    fitting = [group for group in groups if _adds_up(known, group, whole)]
    most = max((len(group) for group in fitting), default=0)
    others = [other for text in known[total.key].alternatives if (other := _number(text)) is not None]
    if any(len(group) > most and _adds_up(known, group, other) for other in others for group in groups):
        value = known[total.key]
        if from_pixels(value.source):
            known[total.key] = replace(value, confidence=min(value.confidence, _DOUBTFUL))
        return
    for group in fitting:
        for key in (total.key, *group):
            _make_sure(known, key)


def _adds_up(known: Mapping[str, FieldValue], group: Sequence[str], whole: float) -> bool:
    return abs(sum(known[key].number or 0.0 for key in group) - whole) < 1e-6


def _number(text: str) -> float | None:
    """The number that another reading is; None where it is none."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _groups(keys: Sequence[str], known: Mapping[str, FieldValue]) -> Iterator[Sequence[str]]:
    """Runs of at least two parts that were all read."""
    for start in range(len(keys)):
        for end in range(start + 2, len(keys) + 1):
            group = keys[start:end]
            if all(key in known and known[key].number is not None for key in group):
                yield group


def _make_sure(known: Values, key: str) -> None:
    value = known[key]
    if _LEAST <= value.confidence < _CONFIRMED and from_pixels(value.source):
        known[key] = replace(value, confidence=_CONFIRMED)


def _agree(known: Values, one: str, other: str) -> bool:
    """Whether the same name was read in two places: equal readings confirm each other."""
    mine, theirs = known[one], known[other]
    if not isinstance(mine.value, str) or mine.value != theirs.value:
        return False
    _make_sure(known, one)
    _make_sure(known, other)
    return True


def _differ(known: Values, one: str, other: str, agreed: Container[str]) -> None:
    """Nearly equal readings are both in doubt, but for one that ``agreed`` with a third."""
    mine, theirs = known[one], known[other]
    if not isinstance(mine.value, str) or not isinstance(theirs.value, str) or mine.value == theirs.value:
        return
    if fuzz.ratio(mine.value, theirs.value) >= _ALIKE:
        known[one] = mine if one in agreed else _fuller(mine, theirs)
        known[other] = theirs if other in agreed else _fuller(theirs, mine)


def _fuller(value: FieldValue, other: FieldValue) -> FieldValue:
    """The other reading where this one only lacks characters of it, or is in doubt and the other is not.

    Doubtful either way.
    """
    if not from_pixels(value.source):
        return value
    doubtful = replace(value, confidence=min(value.confidence, _DOUBTFUL))
    assert isinstance(value.value, str)
    assert isinstance(other.value, str)
    misread = value.confidence < SURE <= other.confidence
    if not _lacks(value.value, other.value, _MISREAD if misread else 0):
        return doubtful
    return replace(doubtful, value=other.value, alternatives=(value.raw, *value.alternatives))


def _lacks(short: str, long: str, misread: int) -> bool:
    """Whether a reading is the longer one but for one to three lost characters, and at most so many that differ.

    One that has characters more is no part of the other: 股份有限公司 is not 有限公司.
    """
    steps = SequenceMatcher(None, short, long, autojunk=False).get_opcodes()
    differ = [(b - a, d - c) for kind, a, b, c, d in steps if kind != "equal"]
    lost = sum(there - here for here, there in differ)
    return (
        all(here <= there for here, there in differ)
        and sum(here for here, _ in differ) <= misread
        and lost <= _LOST
        and (lost > 0 or misread > 0)
    )

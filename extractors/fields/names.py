"""Names of organisations that were read in part: completed from the rings of their seals and from how firms end.

A name stands where its seal belongs, so the seal lies over it and takes characters away. The ring of that seal, or of
the same organisation's other one, says the name again; it is hardly read better itself, so it only fills in what is no
character of a name, or what a name that it begins or ends with lacks. Names that were read for certain are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.checks.trust import SURE
from pipeline.chinese import is_chinese
from pipeline.records import FieldValue

_DOUBTFUL = 0.85
_SEALS = {
    "cover.applicant": ("cover.applicant_seal", "promise.seal"),
    "applicant.name": ("promise.seal", "cover.applicant_seal"),
    "cover.recommender": ("cover.recommender_seal", "recommendation.seal"),
}
"""Whose seals they are, by the form."""
_JOINT = re.compile(r"(joint\[\d+\]\.)name")
_ANCHOR, _WHOLE = 2, 6
"""Characters before a gap that the ring has too; those of a name from which a ring that has them all is its own."""
_END = "有限公司"
_NEARLY = tuple(
    re.compile(pattern)
    for pattern in (r"有公司$", r"(?<!有)限公司$", r"有限公[^司]?$", r"有限[^公]?司$", r"有[^限]公司$")
)
"""The end of a firm's name with one character lost or misread."""


def names_of(known: Mapping[str, FieldValue]) -> dict[str, tuple[str, ...]]:
    """The keys of names that a seal belongs to, and what the rings of its seals say, as read."""
    found = {}
    for key in known:
        joint = _JOINT.fullmatch(key)
        seals = (f"{joint.group(1)}seal",) if joint else _SEALS.get(key)
        if seals is not None:
            found[key] = tuple(known[seal].raw for seal in seals if seal in known and known[seal].raw)
    return found


def completed(value: FieldValue, rings: Sequence[str]) -> FieldValue:
    """The value with what it lacks filled in, still in doubt, its reading among the alternatives; or as it is.

    ``rings`` are the names along the seals that belong there, as read.
    """
    if not isinstance(value.value, str) or value.confidence >= SURE:
        return value
    name = value.value
    for ring in rings:
        name = _continued(_filled(name, ring), ring)
    name = _ended(name)
    if name == value.value:
        return value
    sure = min(value.confidence, _DOUBTFUL)
    return replace(value, value=name, confidence=sure, alternatives=(value.raw, *value.alternatives))


def _filled(name: str, ring: str) -> str:
    """Where something else than Chinese characters was read in the name's midst or at its end, those of the ring."""
    parts = []
    steps = SequenceMatcher(None, name, ring, autojunk=False).get_opcodes()
    for n, (kind, a, b, c, d) in enumerate(steps):
        held = n > 0 and steps[n - 1][0] == "equal" and steps[n - 1][2] - steps[n - 1][1] >= _ANCHOR
        gap = kind == "replace" and held and not any(map(is_chinese, name[a:b])) and _is_name(ring[c:d])
        parts.append(ring[c:d] if gap else name[a:b])
    return "".join(parts)


def _continued(name: str, ring: str) -> str:
    """All of the ring's name, where it is the name with more characters before or after it."""
    at = ring.find(name) if len(name) >= _WHOLE else -1
    if at < 0:
        return name
    before, after = ring[:at], ring[at + len(name) :]
    return (before if _is_name(before) else "") + name + (after if _is_name(after) else "")


def _is_name(text: str) -> bool:
    return bool(text) and all(map(is_chinese, text))


def _ended(name: str) -> str:
    nearly = next((pattern for pattern in _NEARLY if pattern.search(name)), None)
    return nearly.sub(_END, name) if nearly else name

"""How sure a reading must be before a finding may rest on it: documented once, used by every rule.

A finding accuses an applicant of something, so it must not rest on a misread character. Below these marks a rule does
not fire; it says that it was not run and that a person should look.
"""

from __future__ import annotations

from pipeline.document import Source
from pipeline.records import FieldDef, FieldValue

TRUST = 0.6
"""Least confidence of a value on which a finding may rest."""

TOGETHER = 0.5
"""Least product of the confidences where a finding rests on several values at once."""

SURE = 0.9
"""From here on nobody needs to look. Below it a difference of a single character is taken to be a misreading,
and what else is known of the value (its list, its seal, another version) may put it right."""

EMPTY = 0.85
"""Least confidence of an empty place: a faint or overlooked entry looks much the same as none."""

READ_WELL = 0.85
"""Least confidence of the reader itself for codes, telephone numbers and addresses, which one character makes wrong.

Fields engines lower the confidence of a value whose form is wrong; what the reader said of its pixels stays in the
source.
"""

_AS_WRITTEN = ("text layer", "docx", "sheet", "reviewer")


def needs_a_person(field: FieldValue, defined: FieldDef | None) -> bool:
    """Whether somebody has to look at the value: the one rule for queue, pages, report and command line.

    Seals and signatures are told by findings; a field that the form does not know is nobody's question.
    """
    unsure = field.status == "unreadable" or (field.status == "filled" and field.confidence < SURE)
    return unsure and defined is not None and not defined.is_mark


def may_be_off(value: FieldValue) -> bool:
    """Whether a single character of the value may be misread: it was read from a picture and nobody is sure of it."""
    return from_pixels(value.source) and value.confidence < SURE


def from_pixels(source: Source | None) -> bool:
    """Whether it was read from a picture, where characters may be misread; text layers and office files are exact."""
    return source is not None and bool(source.reader) and not source.reader.startswith(_AS_WRITTEN)

"""Both sides of a programme's rule, worked out from what can be trusted of a record."""

from __future__ import annotations

import unicodedata

from pipeline.checks.case import Case
from pipeline.checks.condition import holds
from pipeline.checks.expression import keys_of, value_of
from pipeline.checks.lines import Line
from pipeline.checks.trust import may_be_off
from pipeline.checks.wording import one_off
from pipeline.records import FieldValue


def keys_in(line: Line) -> tuple[str, ...]:
    """The fields of a rule, left side first, each once."""
    right = keys_of(line.right) if line.right is not None else ()
    return tuple(dict.fromkeys((*keys_of(line.left), *right)))


def sides(case: Case, line: Line) -> tuple[float, float] | None:
    """The values of both sides; None where the rule does not apply or a value is not known.

    Where some parts of an equation are known and others are blank, the case is told that it was not checked.
    """
    if line.right is None or not holds(line.when, case):
        return None
    left, right = (value_of(side, case.number, case.count) for side in (line.left, line.right))
    if left is not None and right is not None:
        return left, right
    if line.op == "=":
        _tell_missing(case, line)
    return None


def _tell_missing(case: Case, line: Line) -> None:
    keys = keys_in(line)
    values = [case.get(key) for key in keys]
    empty = [key for key, value in zip(keys, values, strict=True) if value and value.status in ("blank", "none")]
    if empty and any(value is not None and value.status == "filled" for value in values):
        case.doubt("、".join(case.label(key) for key in empty) + "：空白或填无，相关数字未核对")


def may_be_misread(value: FieldValue | None, wanted: float) -> bool:
    """Whether the value that would settle the matter is another reading of this one, or one character away in doubt."""
    if value is None:
        return False
    if any(_number(other) == wanted for other in value.alternatives):
        return True
    written = _digits(value.raw)
    return may_be_off(value) and wanted >= 0 and one_off(written, f"{wanted:.10g}")


def may_have_one_too_many(value: FieldValue | None, most: float) -> bool:
    """Whether a number in doubt would be within bounds without a 1 at its end: specks and ends of lines read as one."""
    if value is None or not may_be_off(value):
        return False
    written = _digits(value.raw)
    fewer = (written.removeprefix("1"), written.removesuffix("1"))
    return any(number is not None and number <= most for number in map(_number, fewer))


def _digits(text: str) -> str:
    kept = (char for char in unicodedata.normalize("NFKC", text) if char.isdigit() or char == ".")
    return "".join(kept)


def _number(text: str) -> float | None:
    try:
        return float(_digits(text))
    except ValueError:
        return None

"""Codes, telephone numbers and addresses: what is well formed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.case import Case, plain
from pipeline.checks.trust import TRUST
from pipeline.records import FieldValue

_CODE_KEYS = re.compile(r"(?:applicant|joint\[\d\])\.org_code")
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0\d{2,3})?[2-9]\d{6,7}(?:(?:转|EXT\.?|X|#)\d{1,6})?")
_SERVICE = re.compile(r"(?:400|800)\d{7}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def code_fields(case: Case) -> Iterator[tuple[str, FieldValue]]:
    """The organisation codes of the applicant and the joint applicants, where they can be trusted."""
    for each in case.form.fields:
        if _CODE_KEYS.fullmatch(each.key):
            value = case.filled(each.key, TRUST)
            if value is not None:
                yield each.key, value


def normal_code(raw: str) -> str:
    """The code without hyphens and blanks, in half-width capitals."""
    return plain(raw).replace("-", "")


def is_org_code(code: str) -> bool:
    """Whether eight characters and their check character agree (GB 11714, mod 11)."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    total = sum(weight * int(char, 36) for weight, char in zip(_WEIGHTS, code, strict=False))
    rest = 11 - total % 11
    return code[8] == {10: "X", 11: "0"}.get(rest, str(rest))


def normal_phone(raw: str) -> str:
    """Digits and extension alone: spaces, hyphens, brackets and +86 do not matter."""
    text = re.sub(r"[-()\[\]·.]", "", plain(raw).replace("（", "").replace("）", ""))
    return text.removeprefix("+86").removeprefix("0086") if text.startswith(("+86", "0086")) else text


def is_mobile(raw: str) -> bool:
    """11 digits beginning 13 to 19."""
    return _MOBILE.fullmatch(normal_phone(raw)) is not None


def is_phone(raw: str) -> bool:
    """A mobile, an area code with 7 or 8 digits and an extension perhaps, or a 400 or 800 number."""
    text = normal_phone(raw)
    long_enough = len(re.sub(r"(?:转|EXT|X|#).*", "", text)) >= 7
    return bool(long_enough and any(each.fullmatch(text) for each in (_MOBILE, _LANDLINE, _SERVICE)))


def is_email(raw: str) -> bool:
    """One address: one @, a dotted domain, no blanks, no Chinese characters; full-width forms count as half-width."""
    import unicodedata

    return _EMAIL.fullmatch(unicodedata.normalize("NFKC", raw).strip()) is not None

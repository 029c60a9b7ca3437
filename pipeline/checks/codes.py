"""Codes, telephone numbers and addresses: what is well formed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stdnum.cn import uscc

from pipeline.checks.case import Case
from pipeline.checks.trust import may_be_off
from pipeline.checks.wording import plain
from pipeline.records import FieldValue

_CODE_KEYS = re.compile(r"(?:applicant|joint\[\d\])\.org_code")
_SPECKS = " .,·•*'`。、，^~"
"""What dirt beside a line is read as."""
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:010|02\d|0[3-9]\d{2})?\d{7,8}")
_SERVICE = re.compile(r"[48]00\d{7}")
_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|X|#|-)\d{1,6}$")
_LOCAL, _DOMAIN = (
    r"[A-Za-z0-9_%+'&!~-]+(?:\.[A-Za-z0-9_%+'&!~-]+)*",
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}",
)
_EMAIL = re.compile(f"{_LOCAL}@{_DOMAIN}")


def code_fields(case: Case) -> Iterator[tuple[str, FieldValue]]:
    """The organisation codes of the applicant and the joint applicants, where they were read well."""
    for each in case.form.fields:
        if _CODE_KEYS.fullmatch(each.key):
            value = case.well_read(each.key)
            if value is not None and normal_code(value.raw):
                yield each.key, value


def readings(value: FieldValue) -> tuple[str, ...]:
    """What a value may say: as read, every other reading of it, and without the specks beside it on a scan."""
    clean = (value.raw.strip(_SPECKS),) if may_be_off(value) else ()
    return (value.raw, *value.alternatives, *clean)


def normal_code(raw: str) -> str:
    """The code without hyphens, blanks and brackets, in half-width capitals."""
    return re.sub(r"[-()（）:：.]", "", plain(raw))


def is_uscc(code: str) -> bool:
    """Whether 18 characters are a 统一社会信用代码 (GB 32100: characters, registering office, check character)."""
    return len(code) == 18 and bool(uscc.is_valid(code))


def is_org_code(code: str) -> bool:
    """Whether eight characters and their check character agree (组织机构代码, GB 11714, mod 11)."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    rest = 11 - sum(weight * int(char, 36) for weight, char in zip(_WEIGHTS, code[:8], strict=True)) % 11
    return code[8] == {10: "X", 11: "0"}.get(rest, str(rest))


def normal_phone(raw: str) -> str:
    """Digits alone: spaces, hyphens, brackets and +86 do not matter."""
    text = re.sub(r"[-()\[\]·.+]", "", plain(raw))
    long = text.startswith(("86", "0086")) and len(text) > 11
    return text.removeprefix("00").removeprefix("86") if long else text


def is_mobile(raw: str) -> bool:
    """11 digits beginning 13 to 19."""
    return _MOBILE.fullmatch(normal_phone(raw)) is not None


def is_phone(raw: str) -> bool:
    """A mobile, an area code with 7 or 8 digits and perhaps an extension, a 400 or 800 number, or several of them."""
    parts = [part for part in re.split(r"[/、;,或]", plain(raw)) if part]
    return bool(parts) and all(_is_one_phone(part) for part in parts)


def _is_one_phone(text: str) -> bool:
    forms = {normal_phone(text), normal_phone(_EXTENSION.sub("", text))}
    return any(pattern.fullmatch(form) for form in forms for pattern in (_MOBILE, _LANDLINE, _SERVICE))


def is_email(raw: str) -> bool:
    """One address: one @, a dotted domain, no blanks, no Chinese characters; full-width forms count as half-width."""
    text = unicodedata.normalize("NFKC", raw).strip().rstrip(".;,。")
    return _EMAIL.fullmatch(text) is not None

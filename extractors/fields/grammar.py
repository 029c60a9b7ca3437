"""Whether a text has the form that its field asks for: codes by their check characters, numbers, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from stdnum.cn import uscc

_ORG_CODE = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PHONE = re.compile(r"(?:0\d{2,3}-?)?\d{7,8}(?:(?:-|转|ext\.?)\d{1,6})?|[48]00-?\d{3}-?\d{4}")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def fits(key: str, text: str) -> bool | None:
    """Whether ``text`` is well formed for the field ``key``; None where its form says nothing."""
    check = next((check for ending, check in _CHECKS if key.endswith(ending)), None)
    plain = re.sub(r"[\s\u3000]+", "", unicodedata.normalize("NFKC", text))
    return None if check is None else check(plain)


def _code(text: str) -> bool:
    return bool(uscc.is_valid(text)) if len(text) == 18 else _old_code(text)


def _old_code(text: str) -> bool:
    """组织机构代码 by GB 11714: eight weighted characters, the check character modulo 11."""
    if _ORG_CODE.fullmatch(text) is None:
        return False
    rest = (11 - sum(int(char, 36) * weight for char, weight in zip(text[:8], _WEIGHTS, strict=True)) % 11) % 11
    return text[-1] == ("X" if rest == 10 else str(rest))


def _mobile(text: str) -> bool:
    return _MOBILE.fullmatch(re.sub(r"[-()]|^\+?86", "", text)) is not None


def _phone(text: str) -> bool:
    return _PHONE.fullmatch(re.sub(r"[()]|^\+?86-?", "", text)) is not None or _mobile(text)


def _email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


_CHECKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("org_code", _code), ("mobile", _mobile), (".phone", _phone), (".fax", _phone), (".email", _email),
)  # fmt: skip

"""Codes, numbers and addresses: what is well formed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.codes import is_email, is_mobile, is_org_code, is_phone, is_uscc, normal_code, normal_phone

WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8))
def test_one_check_character_only_is_right(body: str) -> None:
    rest = (11 - sum(weight * int(char, 36) for weight, char in zip(WEIGHTS, body, strict=True)) % 11) % 11
    right = "X" if rest == 10 else str(rest)
    assert [char for char in "0123456789X" if is_org_code(body + char)] == [right]


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_changed_character_makes_a_unified_code_wrong(at: int, char: str) -> None:
    right = "91350211M00013F95E"
    assert is_uscc(right)
    changed = right[:at] + char + right[at + 1 :]
    assert is_uscc(changed) is (changed == right)


def test_codes_are_compared_without_hyphens_and_blanks() -> None:
    assert normal_code(" d2143569－x ") == "D2143569X"


@given(st.integers(13, 19), st.integers(0, 10**9 - 1))
def test_eleven_digits_from_13_to_19_are_a_mobile(start: int, rest: int) -> None:
    number = f"{start}{rest:09d}"
    assert is_mobile(number)
    assert is_phone(number)
    assert is_mobile(f"+86 {number[:3]}-{number[3:7]}-{number[7:]}")
    assert normal_phone(f"0086{number}") == number
    assert not is_mobile(number[:-1])
    assert not is_mobile(number + "0")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("0551-62871713", True),
        ("（0551）62871713", True),
        ("055162871713", True),
        ("010-12345678", True),
        ("0591-8743018", True),
        ("8743018", True),
        ("020-83134289-801", True),
        ("020-83134289转801", True),
        ("400-820-1234", True),
        ("8008201234", True),
        ("0551-62871713/62871714", True),
        ("12800138000", False),
        ("0551-628717", False),
        ("62871", False),
        ("1380013800", False),
        ("同上", False),
        ("0551-628717131", False),
        ("", False),
        ("4008201", True),
    ],
)
def test_telephones(text: str, good: bool) -> None:
    assert is_phone(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("a@b.cn", True),
        ("zhang.san+1@mail.abc-d.com.cn", True),
        ("ａ＠ｂ．ｃｎ", True),
        (" a@b.cn ", True),
        ("a@b.cn。", True),
        ("a@b", False),
        ("a.b.cn", False),
        ("a@@b.cn", False),
        ("a@b@c.cn", False),
        ("a b@c.cn", False),
        ("张@b.cn", False),
        ("a..b@c.cn", False),
        ("a@b..cn", False),
        ("a@-b.cn", False),
        ("a@b.cn;c@d.cn", False),
        ("", False),
    ],
)
def test_addresses(text: str, good: bool) -> None:
    assert is_email(text) is good

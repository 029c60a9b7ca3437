"""Which characters are Chinese."""

from __future__ import annotations

import pytest

from pipeline.chinese import is_chinese


@pytest.mark.parametrize("character", ["云", "㛃", "䶮", "﨑", "𠮷", "\U0002f800", "\U00030000"])
def test_rare_ideographs_are_chinese_too(character: str) -> None:
    assert is_chinese(character)


@pytest.mark.parametrize("character", ["A", "1", "。", "（", "〇", "々", "の", "한", "①", " "])
def test_figures_letters_and_signs_are_not(character: str) -> None:
    assert not is_chinese(character)

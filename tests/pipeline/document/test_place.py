"""Places as the office says them."""

from __future__ import annotations

import pytest

from pipeline.document import Source, spoken_place


@pytest.mark.parametrize(
    ("page", "locator", "said"),
    [
        (4, None, "第4页"),
        (4, "paragraph[31]", "第4页"),
        (None, "table[2]/row[4]/cell[1]", "第2个表格第4行第1格"),
        (None, "paragraph[31]", "第31段"),
        (None, "服务企业清单!A3", "工作表「服务企业清单」A3"),
        (None, "甲!乙!AB12", "工作表「甲!乙」AB12"),
        (None, "table[2]/slot[9]", "table[2]/slot[9]"),
        (None, None, ""),
    ],
)
def test_a_place_is_spelled(page: int | None, locator: str | None, said: str) -> None:
    assert spoken_place(page, locator) == said
    assert Source("0" * 64, page=page, locator=locator).where == said

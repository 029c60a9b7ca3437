"""A place as the office says it: 第4页, 第2个表格第4行第1格, 工作表「设备清单」C5."""

from __future__ import annotations

import re

_STEPS = {"table": "第{}个表格", "row": "第{}行", "cell": "第{}格", "paragraph": "第{}段"}
_STEP = re.compile(r"([a-z]+)\[(\d+)\]")
_SHEET_CELL = re.compile(r"(.+)!([A-Z]+\d+)", re.DOTALL)


def spoken_place(page: int | None, locator: str | None) -> str:
    """The page (from 1), or the locator of a Word or Excel file (see ``Source``) in Chinese; empty where there is none.

    A locator of another shape is given as it is: a place that can't be spelled is still a place.
    """
    if page:
        return f"第{page}页"
    if not locator:
        return ""
    if in_sheet := _SHEET_CELL.fullmatch(locator):
        return f"工作表「{in_sheet[1]}」{in_sheet[2]}"
    steps = [_STEP.fullmatch(part) for part in locator.split("/")]
    known = [_STEPS[step[1]].format(step[2]) for step in steps if step and step[1] in _STEPS]
    return "".join(known) if len(known) == len(steps) else locator

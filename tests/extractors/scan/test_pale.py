"""What shines through the paper is not read, and no place is said to hold something for it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr.rapid import RapidEngine
from extractors.scan.page import read_scan
from extractors.scan.pale import is_ghost, usual_darkness
from pipeline.document import Table
from pipeline.font import font_path

_NAMES = ("锅炉燃烧优化", "刀具磨损预测", "仓储库位管家", "冷却水泵看板", "质检图像分析", "能耗基线应用")


def _list(words: tuple[str, ...], ink: int, *, ruled: bool) -> NDArray[np.float32]:
    """A list of names in its second column, at 200 dpi."""
    picture = Image.new("L", (1654, 1000), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(font_path()), 30)
    across = [(200, y, 1450, y) for y in range(100, 911, 45)]
    for line in (*across, *((x, 100, x, 910) for x in (200, 320, 900, 1450))) if ruled else ():
        draw.line(line, fill=ink, width=3)
    for n in range(18):
        draw.text((230, 103 + 45 * n), str(n + 1), font=font, fill=ink)
        draw.text((350, 103 + 45 * n), words[n % len(words)], font=font, fill=ink)
    return np.asarray(picture, np.float32)


def _copied() -> NDArray[np.uint8]:
    """The page, and another under it as a copier sees it through the paper."""
    front = _list(_NAMES, 50, ruled=True)
    under = np.roll(_list(_NAMES[::-1], 0, ruled=False), (4, 600), axis=(0, 1))
    page = front - 0.16 * (255 - under) + np.random.default_rng(5).normal(0, 5, front.shape)
    return np.repeat(np.clip(page, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


@pytest.mark.ocr
def test_what_shines_through_is_not_read() -> None:
    page = read_scan(_copied(), 1, 595.4, 360.0, RapidEngine(1))
    (table,) = (block for block in page.blocks if isinstance(block, Table))
    cells = {(cell.row, cell.col): "".join(piece.text for piece in cell.text.pieces) for cell in table.cells}
    assert [cells[n, 1] for n in range(18)] == [_NAMES[n % len(_NAMES)] for n in range(18)]
    assert [cells[n, 2] for n in range(18)] == [""] * 18
    assert page.unread == ()


def test_a_few_lines_say_nothing_of_the_rest() -> None:
    assert not is_ghost(20, usual_darkness([200, 190]))
    assert is_ghost(20, usual_darkness([200, 190, 20, 210, 180]))

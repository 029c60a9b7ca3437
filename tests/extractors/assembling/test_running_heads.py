"""Running heads and feet are furniture; titles and heads of lists that stand on every page are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.running_heads import without_running_heads
from pipeline.document import BBox, Document, Frame, Page, Paragraph, Piece, Text
from pipeline.records.load import load_form

FORM = load_form("anhui-2023")


def line(text: str, page: int, y: float) -> Paragraph:
    return Paragraph(Text((Piece(text, page, BBox(60, y, 60 + 9 * len(text), y + 10)),)))


def document(*pages: Sequence[tuple[str, float]]) -> Document:
    frame = Frame.upright(595, 842)
    made = [
        Page(number, tuple(line(text, number, y) for text, y in lines), 595, 842, frame)
        for number, lines in enumerate(pages, 1)
    ]
    return Document("ab" * 32, "application/pdf", tuple(made))


def furniture(read: Document) -> list[tuple[int, str]]:
    return [
        (page.number, str(block.text))
        for page in read.pages
        for block in page.blocks
        if isinstance(block, Paragraph) and block.role == "furniture"
    ]


def test_what_runs_through_the_book_is_furniture() -> None:
    book = document(
        *([(f"甲公司申报材料 设备{n}9台", 40), (f"第{n}段正文", 300), (f"第 {n} 页 共 4 页", 800)] for n in range(1, 5))
    )
    read = without_running_heads(book, FORM)
    assert furniture(read) == [
        found for n in range(1, 5) for found in ((n, f"甲公司申报材料 设备{n}9台"), (n, f"第 {n} 页 共 4 页"))
    ]
    assert [len(page.blocks) for page in read.pages] == [3, 3, 3, 3]


@pytest.mark.parametrize(
    "text", ["附件1 工业设备清单", "工业模型清单（续）", "序号 设备类型 设备名称 设备ID 所属企业", "三、证明材料清单"]
)
def test_titles_and_heads_of_lists_stay(text: str) -> None:
    assert furniture(without_running_heads(document(*[[(text, 40), ("数控车床", 300)]] * 6), FORM)) == []


def test_what_stands_once_or_in_the_middle_stays() -> None:
    once = document([("甲公司", 40)], [("乙", 300)], [("丙", 300)], [("甲公司", 40)])
    middle = document(*[[("同一句话", 400)]] * 5)
    assert furniture(without_running_heads(once, FORM)) + furniture(without_running_heads(middle, FORM)) == []


def test_few_pages_of_a_long_file_do_not_run_through_it() -> None:
    pages = [[("某企业资质", 40)]] * 3 + [[(f"第{'一二三四五六七八九十'[n]}批", 40)] for n in range(10)] * 2
    assert furniture(without_running_heads(document(*pages), FORM)) == []

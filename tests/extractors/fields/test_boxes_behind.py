"""Books whose tick boxes stand behind their options."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.document import Block, Document, Paragraph, Text
from pipeline.records import Value as RecordValue
from pipeline.records.load import load_form
from tests.extractors.fields.in_word import read_blocks, word_text

Fill = Callable[..., Document]
FORM = load_form("anhui-2023")
TOLD: dict[str, RecordValue] = {
    "platform.type": "区域型", "platform.build_mode": "自建", "platform.iaas": "租用",
    "platform.iaas_provider": "河谷云",
    "platform.industries": ["汽车", "新能源"], "development.graphical": False, "security.data": True,
}  # fmt: skip


def _read(document: Document, change: Callable[[str], str]) -> dict[str, RecordValue]:
    read = read_blocks([_reworded(block, change) for block in document.pages[0].blocks], FORM)
    return {key: read[key].value for key in TOLD}


def _reworded(block: Block, change: Callable[[str], str]) -> Block:
    def text(words: Text) -> Text:
        return word_text(change(str(words)))

    if isinstance(block, Paragraph):
        return replace(block, text=text(block.text))
    return replace(block, cells=tuple(replace(cell, text=text(cell.text)) for cell in block.cells))


def _behind(words: str) -> str:
    return re.sub(r"([□☑])([^□☑\s（]+)", r"\2\1", words)


@pytest.mark.parametrize("empty", ["□", ""], ids=["all boxes", "ticks alone"])
def test_a_box_may_stand_behind_its_option(fill: Fill, empty: str) -> None:
    assert _read(fill(FORM, TOLD), lambda words: _behind(words).replace("□", empty)) == TOLD


def test_a_lost_box_and_a_false_one_turn_no_book_round(fill: Fill) -> None:
    """Of one line as a bad scan gives it; the other lines say that boxes stand before their options."""
    read = _read(
        fill(FORM, TOLD),
        lambda words: words.replace("□综合型 □行业型 ☑区域型 □技术型", "综合型 □行业型 ☑区域型 □技术型□"),
    )
    assert read == TOLD

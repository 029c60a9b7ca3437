"""Automatic numbers of Word paragraphs are read as Word prints them: they are nowhere in the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extractors.readers.word import read_word
from pipeline.document import Paragraph

LIST = 77
Level = tuple[str, str, int]
"""Pattern, kind of number, first number."""


def _document(*levels: Level) -> Document:
    """A document that knows one list, ``LIST``, of these levels."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (text, kind, start) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{LIST}">{written}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{LIST}"><w:abstractNumId w:val="{LIST}"/></w:num>'))
    return document


def _add(document: Document, text: str, depth: int | None) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    if depth is not None:
        numbers = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{LIST}"/></w:numPr>'
        properties.append(parse_xml(numbers))


def _read(folder: Path, levels: Sequence[Level], depths: Sequence[int | None]) -> list[str]:
    document = _document(*levels)
    for depth in depths:
        _add(document, "甲", depth)
    document.save(str(folder / "a.docx"))
    (page,) = read_word(folder / "a.docx")
    return [str(block.text) for block in page.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("level", "printed"),
    [
        (("%1、", "chineseCounting", 1), ["一、甲", "二、甲", "三、甲"]),
        (("（%1）", "chineseCountingThousand", 9), ["（九）甲", "（十）甲", "（十一）甲"]),
        (("附件%1", "decimal", 3), ["附件3甲", "附件4甲", "附件5甲"]),
        (("%1)", "lowerLetter", 1), ["a)甲", "b)甲", "c)甲"]),
        (("%1.", "upperLetter", 25), ["Y.甲", "Z.甲", "AA.甲"]),
        (("●", "bullet", 1), ["甲", "甲", "甲"]),
    ],
)
def test_numbers_are_written_as_their_list_says(level: Level, printed: list[str], tmp_path: Path) -> None:
    assert _read(tmp_path, [level], [0, 0, 0]) == printed


def test_deeper_numbers_name_those_above_and_begin_anew_below_each(tmp_path: Path) -> None:
    levels = [("%1.", "decimal", 1), ("%1.%2", "decimal", 1), ("%1.%2.%3", "decimal", 1)]
    read = _read(tmp_path, levels, [0, 1, 2, 2, 1, 0, 1, 2])
    assert read == ["1.甲", "1.1甲", "1.1.1甲", "1.1.2甲", "1.2甲", "2.甲", "2.1甲", "2.1.1甲"]


def test_a_paragraph_between_two_numbers_has_none_and_does_not_break_the_row(tmp_path: Path) -> None:
    assert _read(tmp_path, [("%1.", "decimal", 1)], [0, None, 0]) == ["1.甲", "甲", "2.甲"]


def test_a_level_that_was_skipped_counts_as_begun(tmp_path: Path) -> None:
    levels = [("%1.", "chineseCounting", 2), ("%1.%2", "decimal", 1)]
    assert _read(tmp_path, levels, [1]) == ["二.1甲"]


def test_a_level_that_the_list_does_not_know_has_no_number(tmp_path: Path) -> None:
    assert _read(tmp_path, [("%1.", "decimal", 1)], [5]) == ["甲"]

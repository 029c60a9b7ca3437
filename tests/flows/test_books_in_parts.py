"""A book delivered in several files is one book: its cover, its tables, each chapter a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest

from extractors.assemble import assemble
from extractors.kinds import DOCX
from extractors.read import read_pages
from flows.maker import word
from flows.maker.filled import Style
from flows.maker.truth import Truth, make_truth
from pipeline.document import Document
from pipeline.records import FormDef, LayoutItem, Record
from pipeline.records.load import load_form, load_forms
from pipeline.records.template import holes_of

FORMS = [form.id for form in load_forms()]


def _file(path: Path) -> Document:
    return Document(path.stem, DOCX, tuple(read_pages(path, DOCX, lambda: pytest.fail("nothing to see"))))


def _part(truth: Truth, layout: Sequence[LayoutItem], path: Path) -> Document:
    word.write_book(replace(truth, form=replace(truth.form, layout=tuple(layout))), path, Style())
    return _file(path)


def _cut_at(form: FormDef, places: Sequence[int]) -> list[tuple[LayoutItem, ...]]:
    return [form.layout[start:end] for start, end in pairwise([0, *places, len(form.layout)]) if end > start]


def _record(truth: Truth, parts: Sequence[Sequence[LayoutItem]], folder: Path) -> Record:
    documents = [_part(truth, layout, folder / f"{n}.docx") for n, layout in enumerate(parts)]
    return assemble("甲", (), documents, load_forms())


def _texts(truth: Truth, layout: Sequence[LayoutItem]) -> dict[str, str]:
    """What was written as words in that part of the form."""
    keys = {hole.key for item in layout for hole in holes_of(item)}
    kinds = {each.key: each.kind for each in truth.form.fields}
    return {key: _tight(truth.fields[key]) for key in keys if kinds[key] in ("text", "narrative") and truth.fields[key]}


def _tight(value: object) -> str:
    return "".join(str(value).split())


def _read(record: Record) -> dict[str, str]:
    return {value.key: _tight(value.value) for value in record.fields}


@pytest.mark.parametrize("form_id", FORMS)
def test_a_cover_in_a_file_of_its_own_is_read(form_id: str, tmp_path: Path) -> None:
    truth = make_truth("甲", load_form(form_id), 5)
    end = next(n for n, item in enumerate(truth.form.layout) if item.new_page)
    (cover, rest) = _cut_at(truth.form, [end])
    alone = _record(truth, [cover], tmp_path)
    assert alone.form == form_id
    assert _read(alone).items() >= _texts(truth, cover).items()
    both = _record(truth, [cover, rest], tmp_path)
    assert len(both.versions) == 1
    assert _read(both).items() >= _texts(truth, truth.form.layout).items()


@pytest.mark.parametrize("form_id", FORMS)
def test_chapters_in_files_of_their_own_make_one_book(form_id: str, tmp_path: Path) -> None:
    truth = make_truth("甲", load_form(form_id), 6)
    headed = [n for n, item in enumerate(truth.form.layout) if item.heading and "{" not in item.heading]
    tables = [n for n, item in enumerate(truth.form.layout) if item.table is not None]
    chapters = [n for n in headed if n > tables[-1]]
    record = _record(truth, _cut_at(truth.form, chapters), tmp_path)
    assert len(record.versions) == 1
    told = _texts(truth, truth.form.layout[chapters[0] :])
    read = _read(record)
    assert len(told) >= 3
    assert {key: read.get(key) for key in told} == told


def test_a_paper_that_only_speaks_of_the_programme_is_no_part(tmp_path: Path) -> None:
    truth = make_truth("甲", load_form("anhui-2023"), 7)
    letter = docx.Document()
    for line in (
        "关于报送安徽省重点工业互联网平台申报书的函",
        "省经济和信息化厅：",
        "现将我公司申报材料报上，联系人姓名见附件。",
    ) * 4:
        letter.add_paragraph(line)
    letter.save(str(tmp_path / "letter.docx"))
    book = _part(truth, truth.form.layout, tmp_path / "book.docx")
    alone = assemble("甲", (), [book], load_forms())
    both = assemble("甲", (), [_file(tmp_path / "letter.docx"), book], load_forms())
    assert both.fields == alone.fields
    assert len(both.versions) == 1

"""Whatever an applicant writes in a form or a list, in whatever look, is read back from the file as it was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.assemble import assemble
from extractors.kinds import DOCX, PDF, XLSX
from extractors.lists import read_lists
from extractors.read import read_pages
from flows.maker import pdf, sheets, word
from flows.maker.anything import Anything, any_submission, same
from flows.maker.filled import Style, any_style
from flows.maker.invent import Inventor
from flows.maker.list_looks import Line, ListLook, Rows, any_look, expected, laid_out
from flows.maker.rows import list_rows
from pipeline.document import Document
from pipeline.records import FormDef, ListDef, ListRecord
from pipeline.records.load import load_form, load_forms

FORMS = [form.id for form in load_forms()]
SEEDS = st.integers(0, 10**6)
quick = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


def _read(path: Path, media_type: str) -> Document:
    return Document("0" * 64, media_type, tuple(read_pages(path, media_type, lambda: pytest.fail("nothing to see"))))


def _misread(made: Anything, form: FormDef, path: Path, media_type: str) -> dict[str, object]:
    record = assemble("甲", (), [_read(path, media_type)], load_forms())
    assert record.form == form.id
    read = {value.key: value.value for value in record.fields}
    asked = [each for each in form.fields if not each.is_mark]
    return {
        each.key: (made.meant[each.key].text, read.get(each.key))
        for each in asked
        if not same(each, made.meant[each.key], read.get(each.key))
    }


WRITERS: dict[str, tuple[str, Callable[[Anything, Path, Style], None]]] = {
    "docx": (DOCX, lambda made, path, style: word.write_book(made.truth, path, style)),
    "pdf": (PDF, lambda made, path, style: pdf.write_book(made.truth, path, style)),
}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("form_id", FORMS)
def test_a_book_is_read_as_it_was_meant(form_id: str, kind: str, tmp_path: Path) -> None:
    form, (media_type, write) = load_form(form_id), WRITERS[kind]

    @settings(quick, max_examples=5 if kind == "docx" else 3)
    @given(SEEDS)
    def holds(seed: int) -> None:
        made = any_submission(form, seed)
        write(made, tmp_path / f"a.{kind}", any_style(Random(seed), printed=kind == "pdf"))
        assert _misread(made, form, tmp_path / f"a.{kind}", media_type) == {}

    holds()


def _some_lists(form: FormDef, rng: Random) -> dict[str, tuple[ListDef, Rows, ListLook, list[Line]]]:
    inventor = Inventor(rng.randrange(10**6), form.province)
    made: dict[str, tuple[ListDef, Rows, ListLook, list[Line]]] = {}
    for definition in form.lists:
        if not definition.recommendations and rng.random() < 0.5:
            rows, look = list_rows(definition, inventor, rng.choice((4, 15, 40))), any_look(definition, rng)
            made[definition.kind] = definition, rows, look, list(laid_out(definition, rows, look, rng))
    return made


def _cells(record: ListRecord) -> list[tuple[str | None, dict[str, str]]]:
    return [(row.class_name, {key: _tight(cell) for key, cell in row.cells.items() if cell}) for row in record.rows]


def _meant(look: ListLook, rows: Rows) -> list[tuple[str | None, dict[str, str]]]:
    return [(name, {key: _tight(cell) for key, cell in cells.items() if cell}) for name, cells in expected(look, rows)]


def _tight(cell: str) -> str:
    return "".join(cell.split())


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf"])
@pytest.mark.parametrize("form_id", FORMS)
def test_lists_are_read_as_they_were_written(form_id: str, kind: str, tmp_path: Path) -> None:
    form, path = load_form(form_id), tmp_path / f"a.{kind}"

    @settings(quick, max_examples=4)
    @given(SEEDS)
    def holds(seed: int) -> None:
        rng = Random(seed)
        made = _some_lists(form, rng)
        lists = [(definition.title, lines) for definition, _, _, lines in made.values()]
        if not lists:
            return
        if kind == "xlsx":
            sheets.write_laid_out(lists, path, one_sheet=rng.random() < 0.3)
        elif kind == "docx":
            word.write_laid_out(lists, path)
        else:
            pdf.write_laid_out(lists, path, size=rng.choice((8.0, 9.0, 10.5)), new_pages=rng.random() < 0.5)
        media_type = {"xlsx": XLSX, "docx": DOCX, "pdf": PDF}[kind]
        read = {record.kind: _cells(record) for record in read_lists(_read(path, media_type), form).lists}
        assert read == {
            each: [
                (name, {key: _tight(cell) for key, cell in cells.items() if cell})
                for name, cells in expected(look, rows)
            ]
            for each, (_, rows, look, _) in made.items()
        }

    holds()

"""The table of recommendations, written and read back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from extractors.lists import read_lists
from extractors.readers.sheet import read_sheets
from extractors.readers.word import read_word
from flows.recommend import recommendation_table, write_docx, write_xlsx
from pipeline.document import Document
from pipeline.problems import UsageError
from pipeline.records import FieldValue, FormDef, Record
from pipeline.records.load import load_forms

FORMS = {form.id: form for form in load_forms()}


def record(form: FormDef, name: str, **said: str) -> Record:
    keys = {
        "platform": "platform.name",
        "applicant": "applicant.name",
        "contact": "contact.name",
        "mobile": "contact.mobile",
    }
    fields = [FieldValue(keys.get(key, key), key, value, value, "filled", 1.0) for key, value in said.items()]
    return Record(name, form.id, fields=tuple(fields))


def two(form: FormDef) -> list[Record]:
    return [
        record(form, "乙", platform="乙云平台", applicant="乙某科技有限公司", contact="子某", mobile="13900000001"),
        record(form, "甲", platform="=甲云平台", applicant="甲某科技有限公司", contact="丑某", mobile="13900000002"),
    ]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_is_written_is_read_back(form: FormDef, kind: str, tmp_path: Path) -> None:
    table = recommendation_table(two(form), form, recommender="某市经济和信息化局")
    path = tmp_path / f"汇总表.{kind}"
    (write_docx if kind == "docx" else write_xlsx)(table, path)
    pages = tuple(read_word(path) if kind == "docx" else read_sheets(path))
    reading = read_lists(Document("ab", kind, pages), form)
    (found,) = reading.lists
    assert found.kind == "recommendations"
    assert [row.cells["applicant"] for row in found.rows] == ["乙某科技有限公司", "甲某科技有限公司"]
    assert [row.cells["serial"] for row in found.rows] == ["1", "2"]
    assert "推荐单位：某市经济和信息化局" in [heading.text for heading in reading.titles]


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    form = FORMS["anhui-2023"]
    path = tmp_path / "a.xlsx"
    write_xlsx(recommendation_table(two(form), form), path)
    sheet = openpyxl.load_workbook(path)["推荐汇总表"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=甲云平台" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_joint_applicants_stand_in_one_cell() -> None:
    form = FORMS["guangdong-2018"]
    made = record(form, "甲", **{"joint[1].name": "寅某公司", "joint[2].name": "卯某公司", "platform.type": "综合"})
    row = recommendation_table([made], form).rows[0]
    assert row[-1] == "寅某公司、卯某公司"
    assert row[1] == ""


def test_nobody_recommended_leaves_the_printed_rows(tmp_path: Path) -> None:
    form = FORMS["fujian-2023"]
    path = tmp_path / "a.docx"
    write_docx(recommendation_table([], form), path)
    reading = read_lists(Document("ab", "docx", tuple(read_word(path))), form)
    assert reading.lists == ()


def test_records_of_another_form_are_refused() -> None:
    with pytest.raises(UsageError, match="乙"):
        recommendation_table(two(FORMS["anhui-2023"]), FORMS["fujian-2023"])

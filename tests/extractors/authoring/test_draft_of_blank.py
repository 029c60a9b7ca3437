"""A first definition from a blank Word form."""

from pathlib import Path

import docx
import pytest

from extractors.fields.authoring import draft_form, lint_text
from extractors.readers.word import read_word
from pipeline.document import Document
from pipeline.records import FormDef
from pipeline.records.load import form_from_yaml

COUNTS = (
    "1.1 产线*\n□产线总数：_____条\n其中，自动化产线_____条；人工产线_____条\n"
    "是否建有数字孪生：□是 □否\n补充说明材料（介绍产线的布局）："
)


@pytest.fixture
def blank(tmp_path: Path) -> Document:
    word = docx.Document()
    for line in ("2025 年北疆省智能工厂申报书", "申报单位（盖章） _____", "申报日期 2025 年 月 日", "一、工厂基本信息"):
        word.add_paragraph(line)
    table = word.add_table(5, 4)
    rows = [["企业名称", "", "", ""], ["联系人", "姓名", "", "手机"], ["", "E-mail", "", "传真"],
            ["工厂类型", "□离散型 □流程型 □其他（请具体说明）____", "", ""],
            ["企业简介", "（限800字）", "", ""]]  # fmt: skip
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            table.cell(r, c).text = words
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(1, 0).merge(table.cell(2, 0))
    word.add_paragraph("二、产线情况")
    word.add_table(1, 1).cell(0, 0).text = COUNTS
    word.add_paragraph("三、实施成效（限 300 字）")
    word.add_paragraph("真实性承诺")
    promise = word.add_table(1, 2)
    promise.cell(0, 0).text = "真实性承诺"
    promise.cell(0, 1).text = "所填属实。\n法定代表人签章：\n公章：\n年 月 日"
    path = tmp_path / "blank.docx"
    word.save(str(path))
    return Document("0" * 64, "docx", tuple(read_word(path)))


@pytest.fixture
def form(blank: Document) -> FormDef:
    return form_from_yaml(draft_form(blank, "beijiang-2025", province="北疆省", year=2025))


def test_the_draft_loads_and_has_no_errors(blank: Document) -> None:
    remarks = lint_text(draft_form(blank, "beijiang-2025"))
    assert [str(remark) for remark in remarks if remark.severity == "error"] == []


def test_the_title_is_what_the_form_is_known_by(form: FormDef) -> None:
    assert (form.title, form.recognise) == ("2025 年北疆省智能工厂申报书", ("2025 年北疆省智能工厂申报书",))


@pytest.mark.parametrize(
    "key",
    ["cover.applicant", "cover.applicant_seal", "cover.declared_on", "applicant.name", "contact.name",
     "contact.email", "applicant.profile", "promise.signature", "promise.seal", "promise.signed_on"],
)  # fmt: skip
def test_known_labels_keep_their_keys(form: FormDef, key: str) -> None:
    assert form.field(key) is not None


def test_counts_in_sentences_have_their_units(form: FormDef) -> None:
    counts = {each.label: (each.kind, each.unit) for each in form.fields if each.kind == "integer"}
    assert counts == {"产线总数": ("integer", "条"), "自动化产线": ("integer", "条"), "人工产线": ("integer", "条")}


def test_the_box_before_an_item_is_named_after_its_value(form: FormDef) -> None:
    total = next(each for each in form.fields if each.label == "产线总数")
    assert form.field(f"tick.{total.key}") is not None


def test_yes_and_no_are_one_field(form: FormDef) -> None:
    assert [each.kind for each in form.fields if "数字孪生" in each.label] == ["bool"]


def test_options_in_a_labelled_cell_are_one_field(form: FormDef) -> None:
    kind = next(each for each in form.fields if each.label == "工厂类型")
    assert kind.options == ("离散型", "流程型", "其他")


def test_a_printed_limit_becomes_the_limit(form: FormDef) -> None:
    profile = form.field("applicant.profile")
    assert profile is not None
    assert (profile.kind, profile.limit) == ("narrative", 800)


def test_a_cell_that_spans_rows_is_continued(form: FormDef) -> None:
    table = next(item.table for item in form.layout if item.table is not None)
    assert table[2][0] == "^"
    assert table[0][2:] == ("<", "<")


def test_a_note_may_be_deleted_and_asks_for_a_narrative(form: FormDef) -> None:
    cell = next(cell for item in form.layout for row in item.table or () for cell in row if "产线总数" in cell)
    assert "[[（介绍产线的布局）]]" in cell
    assert [each.kind for each in form.fields if each.label == "补充说明材料"] == ["narrative"]

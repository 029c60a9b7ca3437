"""A form that nobody wrote Python for: its YAML alone makes its filled book readable."""

from pathlib import Path

import pytest

from extractors.fields.authoring import lint_text, try_form
from pipeline.document import Block, Cell, Document, Page, Paragraph, Piece, Table, Text
from pipeline.records.load import form_from_yaml, load_forms

YAML = (Path(__file__).parent / "data" / "beijiang-2025.yaml").read_text(encoding="utf-8")


def _text(words: str, locator: str) -> Text:
    return Text((Piece(words, locator=locator, reader="docx"),))


def _table(rows: list[list[str]], locator: str) -> Table:
    cells = tuple(
        Cell(r, c, _text(words, f"{locator}/row[{r + 1}]/cell[{c + 1}]"))
        for r, row in enumerate(rows)
        for c, words in enumerate(row)
    )
    return Table(len(rows), len(rows[0]), cells, locator=locator)


@pytest.fixture
def filled() -> Document:
    lines = [
        "2025年北疆省智能工厂申报书", "申报单位（盖章）：云岭重工机械有限公司", "申报日期：2025年3月9日",
        "一、工厂基本信息", "二、产线情况", "三、实施成效", "产线综合效率提高两成。",
    ]  # fmt: skip
    paragraphs = [Paragraph(_text(words, f"paragraph[{n}]")) for n, words in enumerate(lines, 1)]
    info = _table([["工厂名称", "云岭一号工厂", "电子邮箱", "yl@yunling.example"],
                   ["工厂类型", "□离散型 ☑流程型", "建筑面积（平方米）", "1.2万"]], "table[1]")  # fmt: skip
    asked = "产线总数：  十二  条\n其中，自动化产线  9  条；人工产线  3  条\n"
    ticked = "是否建有数字孪生：□是 ☑否\n已用系统：☑MES □ERP ☑WMS"
    counts = _table([[asked + ticked]], "table[2]")
    blocks: tuple[Block, ...] = (*paragraphs[:4], info, paragraphs[4], counts, *paragraphs[5:])
    return Document("0" * 64, "docx", (Page(1, blocks, reader="docx"),))


def test_its_definition_has_nothing_to_remark() -> None:
    assert lint_text(YAML) == ()


def test_it_is_recognised_among_the_known_forms(filled: Document) -> None:
    trial = try_form(form_from_yaml(YAML), filled, load_forms())
    assert trial.recognised
    assert trial.score > 0.9


def test_every_kind_of_value_is_read(filled: Document) -> None:
    trial = try_form(form_from_yaml(YAML), filled)
    assert {each.value.key: each.value.value for each in trial.filled} == {
        "cover.applicant": "云岭重工机械有限公司",
        "cover.declared_on": "2025-03-09",
        "factory.name": "云岭一号工厂",
        "contact.email": "yl@yunling.example",
        "factory.kind": "流程型",
        "factory.area": 12000,
        "lines.total": 12,
        "lines.automated": 9,
        "lines.manual": 3,
        "lines.twin": False,
        "lines.systems": ["MES", "WMS"],
        "narrative.benefit": "产线综合效率提高两成。",
    }


def test_a_form_of_another_kind_is_not_taken_for_it(filled: Document) -> None:
    other = load_forms()[0]
    assert not try_form(other, filled, (form_from_yaml(YAML),)).recognised


def test_doubtful_values_are_those_a_person_must_see(filled: Document) -> None:
    trial = try_form(form_from_yaml(YAML), filled)
    assert all(each.value.confidence < 0.9 for each in trial.doubtful)
    assert not any(each.sure for each in trial.doubtful)

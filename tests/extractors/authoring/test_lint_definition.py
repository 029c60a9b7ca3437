"""What lint says of definitions that are wrong in one way each."""

from pathlib import Path

import pytest

from extractors.fields.authoring import lint_form, lint_text
from extractors.fields.totals import totals_of
from pipeline.records.load import load_form, load_forms

YAML = (Path(__file__).parent / "data" / "beijiang-2025.yaml").read_text(encoding="utf-8")


def _said(old: str, new: str) -> list[str]:
    assert old in YAML
    return [str(remark) for remark in lint_text(YAML.replace(old, new, 1))]


@pytest.mark.parametrize(
    ("old", "new", "severity", "where", "words"),
    [
        ("kind: date", "kind: day", "错误", "fields.2.kind", "未知的类型"),
        ("kind: date,", "kind: date, colour: red,", "错误", "fields.2.colour", "没有这样的项"),
        ("label: 工厂名称, ", "", "错误", "fields.3.label", "缺少这一项"),
        ("title: 2025", "title: [2025", "错误", "第", "YAML"),
        ("{factory.name}", "{factory.nom}", "错误", "form", "factory.nom"),
        ("{factory.kind=流程型}流程型", "流程型", "错误", "factory.kind", "选项「流程型」在版面上没有方框"),
        ("{lines.twin=否}否", "否", "错误", "lines.twin", "「是」和「否」两个方框"),
        ("{contact.email}", "{contact.email}{factory.name}", "错误", "factory.name", "有两处"),
        ("{lines.manual}条", "{lines.manual}{lines.total}条", "注意", "layout", "之间没有印字"),
        ("[[（截至填报日）]]", "[[（截至填报日）", "错误", "layout 第 8 项", "不成对"),
        ("[工厂名称, ", "[<, ", "错误", "layout 第 6 项", "不能用 <"),
        ("[工厂名称, ", "[^, ", "错误", "layout 第 6 项", "不能用 ^"),
        ("[工厂名称, ", "[工厂, 名称, ", "错误", "layout 第 6 项", "格数不一样"),
        ("limit: 300", "limit: 500", "注意", "narrative.benefit", "限 300 字，定义里是 500"),
        ("limit: 300, ", "", "注意", "narrative.benefit", "没有 limit"),
        ("label: 人工产线, kind: integer, unit: 条", "label: 人工产线, kind: integer, unit: 个", "注意",
         "lines.manual", "加不到一起"),
        ("kind: decimal, unit: 平方米", "kind: decimal, unit: 亩", "注意", "factory.area", "标签印的单位"),
        (", 人工产线: lines.manual}", "}", "注意", "lines", "类别「人工产线」没有字段"),
        ('claimed_by: {"": lines.total, ', "claimed_by: {", "注意", "lines", "总条数没有"),
        ("product: [主要产品]", "product: [产线名称]", "错误", "lines", "表头都是「产线名称」"),
        ("recognise: [北疆省智能工厂申报书]", "recognise: []", "注意", "recognise", "没有写识别用语"),
        ("applicant_seal, label: 申报单位（盖章）：公章, kind: bool", "applicant_seal, label: 公章, kind: text", "错误",
         "cover.applicant_seal", "应是 bool"),
    ],
)  # fmt: skip
def test_each_fault_is_named(old: str, new: str, severity: str, where: str, words: str) -> None:
    assert any(said.startswith(f"{severity} [{where}") and words in said for said in _said(old, new)), _said(old, new)


def test_a_list_that_backs_nothing_is_remarked() -> None:
    claims = '    claimed_by: {"": lines.total, 自动化产线: lines.automated, 人工产线: lines.manual}\n'
    assert any("没有字段申报这份清单的条数" in said for said in _said(claims, ""))


def test_errors_come_first() -> None:
    said = _said("limit: 300, ", "limit: 500, ") + _said("{lines.twin=否}否", "否")
    assert said[0].startswith("注意")
    remarks = lint_text(YAML.replace("limit: 300", "limit: 500").replace("{lines.twin=否}否", "否"))
    assert [remark.severity for remark in remarks] == ["error", "warning"]


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_the_shipped_forms_have_no_errors(form: object) -> None:
    assert [str(each) for each in lint_form(form) if each.severity == "error"] == []  # type: ignore[arg-type]


def test_totals_are_found_by_the_words_of_the_form() -> None:
    form = load_form("fujian-2023")
    cells = [cell for item in form.layout for row in item.table or () for cell in row]
    found = {total.key: {part.key for part in parts} for cell in cells for total, parts in totals_of(cell, form)}
    assert found["devices.total"] == {"devices.running", "devices.machining", "devices.mobile", "devices.other"}
    assert found["standards.industry"] == {"standards.industry_led"}

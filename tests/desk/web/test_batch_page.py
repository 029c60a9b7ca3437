"""The batch as a whole: its list, quotas and deadlines, figures, papers."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

import openpyxl
from docx import Document

from desk.office import Office
from pipeline.records import Evidence, Finding
from search.query.names import chinese_names_of
from tests.desk.conftest import FIRST, SECOND, Desk, Made
from tests.desk.web.addresses import ONE


def test_the_batch_shows_every_submission_with_its_findings(desk: Desk) -> None:
    page = desk.get("/").text
    assert FIRST in page
    assert SECOND in page
    assert "安徽省 2023" in page
    assert "待人工核对" in page
    only = desk.get("/", params={"form": "fujian-2023"}).text
    assert f">{SECOND}</a>" in only
    assert f">{FIRST}</a>" not in only
    assert f">{SECOND}</a>" not in desk.get("/", params={"q": "智造"}).text


def test_figures_count_by_rule_and_show_how_a_claim_is_spread(desk: Desk, office: Office, made: Made) -> None:
    page = desk.get("/figures", params={"key": "apps.total"}).text
    drawn = dict(re.findall(r"<title>([^<]*)</title>[^<]*</text><rect[^>]*/><text[^>]*>(\d+)<", page))
    counted = Counter(
        chinese_names_of("slug", each.finding.slug)[0]
        for name in (FIRST, SECOND)
        for each in office.glance.findings(name)
    )
    assert drawn == {name: str(count) for name, count in counted.items()}
    said = dict(re.findall(r"<circle[^>]*><title>(\S+) ([\d,]+)</title>", page))
    assert said == {name: f"{made.truths[name].fields['apps.total']}" for name in (FIRST, SECOND)}


def test_the_same_count_has_the_same_shade_in_every_row(desk: Desk, office: Office) -> None:
    side = Evidence("申报值", "1", None)
    found = [Finding("HC201", "count-below-claim", "high", f"少{n}", (f"k{n}",), (side,)) for n in range(3)]
    office.store.keep_findings(SECOND, "own", found, "k")
    shades: dict[str, set[str]] = {}
    for shade, count in re.findall(r'class="n heat(\d)">(\d+)<', desk.get("/figures").text):
        shades.setdefault(count, set()).add(shade)
    assert len(shades) > 1
    assert all(len(each) == 1 for each in shades.values())
    assert "（注：" not in desk.get("/figures").text


def test_quotas_and_deadlines_are_those_of_the_programme(desk: Desk) -> None:
    """The notice of Anhui: 18 August 2023, seven from 合肥."""
    page = desk.get("/due").text
    anhui = page[page.index("安徽省重点工业互联网平台申报书") :].partition("</section>")[0]
    assert re.search(r"<strong>([\d-]+)</strong> <span class=\"tag\">已截止", anhui)[1] == "2023-08-18"  # type: ignore[index]
    assert re.findall(r"<td>(\w+)</td><td class=\"n\">(\d+)</td><td class=\"n\">(\d+)</td>", anhui) == [
        ("合肥市", "1", "7")
    ]


def test_reports_come_from_the_page(office: Office) -> None:
    lead = Desk(office, "lead")
    report = Document(BytesIO(lead.get(f"{ONE}/report/docx").content))
    assert any("核查报告" in each.text for each in report.paragraphs)
    notice = lead.get(f"{ONE}/report/notice")
    assert "filename*=UTF-8''" in notice.headers["content-disposition"]
    assert any("补正" in each.text for each in Document(BytesIO(notice.content)).paragraphs)
    shown = lead.get(f"{ONE}/report/html")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert lead.get(f"{ONE}/report/exe").status_code == 404
    table = openpyxl.load_workbook(BytesIO(lead.get("/recommendations/anhui-2023.xlsx").content))
    assert "推荐汇总表" in table.sheetnames
    book = openpyxl.load_workbook(BytesIO(lead.get("/batch.xlsx").content))
    assert {row[0].value for row in book["字段"].iter_rows(min_row=2)} == {FIRST, SECOND}
    said = [event.what for event in office.store.history()]
    assert "导出全批 Excel（含个人信息）" in said
    assert "生成补正通知书.docx" in said

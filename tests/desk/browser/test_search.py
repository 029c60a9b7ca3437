"""The search page in a real Chromium: kept searches, order, facets, likeness, the result as a file."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from desk.office import Office
from tests.desk.browser.conftest import Enter
from tests.desk.browser.test_pages import _violations
from tests.desk.conftest import FIRST, SECOND

pytestmark = pytest.mark.browser


def _total(page: Page) -> int:
    said = page.locator(".over p").first.inner_text()
    found = re.search(r"共 ([\d,]+) 条", said)
    assert found is not None, said
    return int(found[1].replace(",", ""))


def test_a_search_is_kept_run_again_and_forgotten(enter: Enter) -> None:
    page, other = enter("reviewer"), enter("reviewer2")
    page.goto("/search?q=发现:清单少于申报")
    page.click(".keep summary")
    page.fill(".keep input[name=name]", "数量不足")
    assert _violations(page) == []
    page.click(".keep form button")
    expect(page.locator(".hits li")).to_have_count(1)
    page.goto("/search")
    assert _violations(page) == []
    page.click("#saved a")
    expect(page.locator("#q")).to_have_value("发现:清单少于申报")
    other.goto("/search")
    expect(other.locator("#saved")).to_have_count(0)
    page.goto("/search")
    page.click("#saved button")
    expect(page.locator("#saved")).to_have_count(0)


def test_a_malformed_query_is_not_kept(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.goto("/search?q=车床")
    page.click(".keep summary")
    page.eval_on_selector(".keep input[name=q]", "field => field.value = '(车床'")
    page.fill(".keep input[name=name]", "写错的")
    page.click(".keep form button")
    expect(page.locator("main")).to_contain_text("括号")
    assert office.saved.of("reviewer") == []


def test_a_narrower_search_keeps_together_what_was_said_by_or(enter: Enter) -> None:
    page = enter("reviewer")
    page.goto("/search?q=种类:发现 OR 种类:字段")
    before = _total(page)
    city = page.locator(".facets li", has_text="合肥市")
    count = int(city.locator(".n").inner_text())
    assert 0 < count < before
    city.locator("a").click()
    expect(page.locator("#q")).to_have_value("(种类:发现 OR 种类:字段) AND 地市:合肥市")
    assert _total(page) == count
    page.locator(".facets li", has_text="发现").first.locator("a").click()
    assert 0 < _total(page) < count


def test_hits_in_the_order_that_is_asked_for(enter: Enter, office: Office) -> None:
    claimed = {}
    for name in (FIRST, SECOND):
        record = office.glance.outline(name)
        assert record is not None
        value = record.field("applicant.total_assets")
        assert value is not None
        assert value.number is not None
        claimed[name] = value.number
    assert claimed[FIRST] != claimed[SECOND]
    page = enter("reviewer")
    page.goto("/search?q=字段:applicant.total_assets")
    for words, order in (("数值从大到小", sorted(claimed, key=claimed.__getitem__, reverse=True)),
                         ("数值从小到大", sorted(claimed, key=claimed.__getitem__))):  # fmt: skip
        page.click(f".orders a:has-text('{words}')")
        expect(page.locator(".orders [aria-current]")).to_have_text(words)
        assert page.locator(".hits strong").all_inner_texts() == order


def test_more_like_a_row_are_those_of_other_submissions(enter: Enter) -> None:
    page = enter("reviewer")
    page.goto(f"/search?q=种类:清单行 申报:{FIRST}")
    rows = page.locator(".hits li")
    alike = [each.get_attribute("href") or "" for each in rows.locator(".alike-link").all()]
    assert len(alike) == rows.count() > 3
    shown = []
    for address in alike[:12]:
        page.goto(address)
        expect(page.locator(".model strong")).to_have_text(FIRST)
        shown += page.locator(".hits strong").all_inner_texts()
    assert set(shown) == {SECOND}
    assert _violations(page) == []
    page.click(".facets a")
    expect(page.locator("#q")).to_have_value(f"种类:清单行 申报:{FIRST}")


def test_the_result_as_a_file_for_those_who_may_export(enter: Enter, office: Office, tmp_path: Path) -> None:
    page = enter("lead")
    page.goto("/search?q=种类:清单行")
    wanted = _total(page)
    for kind, words in (("csv", "导出 CSV"), ("xlsx", "导出 Excel")):
        with page.expect_download() as coming:
            page.click(f"a:has-text('{words}')")
        assert coming.value.suggested_filename == f"检索结果.{kind}"
        coming.value.save_as(tmp_path / f"hits.{kind}")
    with (tmp_path / "hits.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    sheet = load_workbook(tmp_path / "hits.xlsx", read_only=True).active
    assert sheet is not None
    assert len(rows) == len(list(sheet.iter_rows())) == wanted + 1
    assert {row[0] for row in rows[1:]} == {FIRST, SECOND}
    told = [event.what for _, event in office.glance.events(None, 20, who="lead")]
    assert told.count(f"导出检索结果 {wanted} 条：种类:清单行") == 2
    reviewer = enter("reviewer")
    reviewer.goto("/search?q=种类:清单行")
    expect(reviewer.locator("a:has-text('导出')")).to_have_count(0)
    assert reviewer.request.get("/search/hits.csv?q=种类:清单行").status == 403


def test_exported_hits_are_masked_as_on_the_page(enter: Enter, office: Office) -> None:
    record = office.glance.outline(FIRST)
    assert record is not None
    value = record.field("contact.mobile")
    assert value is not None
    page = enter("lead")
    answer = page.request.get("/search/hits.csv?q=字段:contact.mobile")
    assert answer.ok
    text = answer.text()
    assert FIRST in text
    assert value.raw not in text

"""By the keyboard alone: from a question to a decided finding and the next, and through the queue of values."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from desk.office import Office
from pipeline.records import FieldValue
from tests.desk.browser.conftest import Enter
from tests.desk.conftest import FIRST, PASSWORD, SECOND

pytestmark = pytest.mark.browser


def _pressed(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_from_a_question_to_a_decision_and_the_next_finding(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    _pressed(page, "/")
    expect(page.locator("#quick")).to_be_focused()
    page.keyboard.type("发现:清单少于申报")
    _pressed(page, "Enter")
    expect(page.locator(".hits li")).to_have_count(1)
    page.wait_for_load_state()
    _pressed(page, "j")
    expect(page.locator(".hits a.go")).to_be_focused()
    _pressed(page, "Enter")
    expect(page.locator(".finding-head")).to_contain_text("工业 APP 清单只有")
    page.wait_for_load_state()
    _pressed(page, "c")
    expect(page.locator(".finding-head")).not_to_contain_text("工业 APP 清单只有")
    page.wait_for_load_state()
    _pressed(page, "d")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("同一集团")
    _pressed(page, "Enter")
    expect(page.locator(".finding-head")).to_contain_text("同一集团")
    decided = {each.finding.slug: (each.finding.status, each.reason) for each in office.glance.findings(FIRST)}
    assert decided["count-below-claim"] == ("confirmed", "")
    assert decided["shared-contact"] == ("dismissed", "同一集团")
    page.wait_for_load_state()
    _pressed(page, "n")
    page.wait_for_url(f"**/submissions/*/findings/{office.glance.findings(SECOND)[0].finding.identity}")
    expect(page.locator(".crumbs")).to_contain_text(SECOND)


def test_a_note_with_enter_decides_nothing_by_itself(enter: Enter, office: Office) -> None:
    finding = office.glance.findings(FIRST)[0].finding.identity
    page = enter("reviewer")
    page.goto(f"/submissions/{FIRST}/findings/{finding}")
    page.locator("#reason").focus()
    page.keyboard.type("金额已与申报单位核对")
    _pressed(page, "Enter")
    said = page.locator("#reason").evaluate("each => each.validationMessage")
    assert "请选择决定" in said
    assert {each.revision for each in office.glance.findings(FIRST)} == {0}
    _pressed(page, "Escape", "c")
    page.wait_for_url(lambda address: finding not in address)
    kept = next(each for each in office.glance.findings(FIRST) if each.finding.identity == finding)
    assert (kept.finding.status, kept.reason) == ("confirmed", "金额已与申报单位核对")


def test_a_dismissal_that_is_thought_better_of_can_be_a_confirmation(enter: Enter, office: Office) -> None:
    finding = office.glance.findings(FIRST)[0].finding.identity
    page = enter("reviewer")
    page.goto(f"/submissions/{FIRST}/findings/{finding}")
    _pressed(page, "d")
    expect(page.locator("#reason")).to_be_focused()
    _pressed(page, "Escape", "c")
    page.wait_for_url(lambda address: finding not in address)
    kept = next(each for each in office.glance.findings(FIRST) if each.finding.identity == finding)
    assert (kept.finding.status, kept.reason) == ("confirmed", "")


def test_a_note_outlives_a_session_that_ended(enter: Enter, office: Office) -> None:
    address = f"/submissions/{FIRST}/findings/{office.glance.findings(FIRST)[0].finding.identity}"
    page = enter("reviewer")
    page.goto(address)
    page.fill("#reason", "金额已与申报单位核对")
    with office.store.engine.begin() as connection:
        connection.execute(text("delete from sessions"))
    _pressed(page, "Escape", "c")
    page.fill("[name=login]", "reviewer")
    page.fill("[name=password]", PASSWORD)
    _pressed(page, "Enter")
    expect(page.locator("#reason")).to_have_value("金额已与申报单位核对")
    assert quote(address) in page.url
    assert {each.revision for each in office.glance.findings(FIRST)} == {0}


def test_the_last_submission_leads_on_to_the_first(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.goto(f"/submissions/{SECOND}/findings/{office.glance.findings(SECOND)[0].finding.identity}")
    _pressed(page, "n")
    expect(page.locator(".crumbs")).to_contain_text(FIRST)


def _doubt(office: Office, *doubtful: FieldValue) -> None:
    """These values in the first submission, in this order, and no other one in doubt."""
    record, standing = office.store.bare_record(FIRST), office.store.standing(FIRST)
    assert record is not None
    assert standing is not None
    by_key = {each.key: each for each in doubtful}
    fields = tuple(by_key.get(each.key, replace(each, confidence=1.0)) for each in record.fields)
    office.store.keep_fields(replace(record, fields=fields), standing.record_key)


def _field(office: Office, key: str) -> FieldValue:
    record = office.store.bare_record(FIRST)
    assert record is not None
    found = record.field(key)
    assert found is not None
    return found


def test_options_are_chosen_and_narratives_keep_their_lines(enter: Enter, office: Office) -> None:
    told = "第一段。\u2029第二段，\n换行。"
    _doubt(
        office,
        replace(_field(office, "platform.type"), confidence=0.3),
        replace(_field(office, "platform.industries"), value=["化工"], raw="化工", status="filled", confidence=0.4),
        replace(_field(office, "applicant.profile"), value=told, raw=told, status="filled", confidence=0.5),
    )
    before = str(_field(office, "platform.type").value)
    page = enter("reviewer")
    page.goto("/validation")
    first, second, third = (page.locator(".queue .reading").nth(number) for number in range(3))
    expect(first).to_be_focused()
    offered = page.locator(".queue li").nth(0).locator(".alternative").all_inner_texts()
    assert before not in " ".join(offered)
    _pressed(page, "Alt+1", "Enter")
    expect(second).to_be_focused()
    options = [each.get_attribute("data-written") for each in page.locator(".queue li").nth(1).locator("button").all()]
    other = next(at for at, each in enumerate(options[:9]) if each != "化工")
    _pressed(page, f"Alt+{other + 1}")
    both = "、".join(each for each in options if each in ("化工", options[other]))  # type: ignore[misc]
    expect(second).to_have_value(both)
    _pressed(page, "Enter")
    expect(third).to_be_focused()
    assert third.evaluate("each => each.tagName") == "TEXTAREA"
    _pressed(page, "Enter")
    expect(page.locator("#left")).to_have_text("0")
    kept = {key: written for key, (written, _) in office.store.corrections(FIRST).items()}
    assert kept["platform.type"] == offered[0].partition(" ")[2].strip()
    assert kept["platform.industries"] == both
    assert kept["applicant.profile"] == told


def test_a_narrative_is_mended_in_the_form_without_losing_its_lines(enter: Enter, office: Office) -> None:
    told = "第一段。\n第二段。"
    _doubt(office, replace(_field(office, "applicant.profile"), value=told, raw=told, status="filled", confidence=0.5))
    page = enter("reviewer")
    page.goto(f"/submissions/{FIRST}#fields")
    row = page.locator("tr[data-key='applicant.profile']")
    row.locator("[data-correct]").focus()
    _pressed(page, "Enter")
    expect(row.locator("textarea")).to_be_focused()
    _pressed(page, "Escape")
    expect(row).to_be_focused()
    row.locator("[data-correct]").focus()
    _pressed(page, "Enter", "Control+End")
    page.keyboard.type("完")
    _pressed(page, "Enter")
    expect(page.locator("#toast")).to_have_text("已按更正重新核查")
    assert office.store.corrections(FIRST)["applicant.profile"][0] == told + "完"


def test_rows_of_a_list_are_walked_with_the_arrows(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.goto(f"/submissions/{FIRST}#lists")
    page.locator("details[data-kind=devices] summary").focus()
    _pressed(page, "Enter")
    rows = page.locator("details[data-kind=devices] tbody tr[data-file]")
    rows.first.focus()
    _pressed(page, "ArrowDown", "ArrowDown")
    expect(rows.nth(2)).to_be_focused()
    _pressed(page, "Enter")
    expect(rows.nth(2)).to_have_class("chosen")
    expect(page.locator("#marks .lit")).to_have_count(1)
    assert page.locator("details[data-kind=devices] tbody tr[tabindex='0']").count() == 1

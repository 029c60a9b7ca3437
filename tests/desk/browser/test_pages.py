"""The pages in a real Chromium: boxes where the truth is, long lists, two persons at once, keys, axe-core."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect
from sqlalchemy import select, text

from desk.office import Office
from pipeline.document import Source
from pipeline.records import ListRecord, Row
from pipeline.store.sessions import reading
from pipeline.store.tables import CorrectionRow
from tests.desk.browser.conftest import Enter, picture
from tests.desk.browser.test_story import _lit_pixels
from tests.desk.conftest import FIRST, SECOND, Made

pytestmark = pytest.mark.browser

_CLEAN = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}


def _finding(office: Office, slug: str = "count-below-claim") -> str:
    found = next(each.finding for each in office.glance.findings(FIRST) if each.finding.slug == slug)
    return f"/submissions/{FIRST}/findings/{found.identity}"


def _violations(page: Page) -> list[tuple[str, str, list[str]]]:
    told = Axe().run(page, options=_CLEAN).response["violations"]
    return [(page.url, broken["id"], [node["html"][:160] for node in broken["nodes"][:3]]) for broken in told]


def _loaded(page: Page) -> None:
    expect(page.locator("#image")).to_have_js_property("complete", True)
    expect(page.locator(".loading")).to_have_count(0)
    page.wait_for_timeout(150)


def test_a_click_on_a_field_lights_its_box_and_a_click_on_the_page_finds_the_field(
    enter: Enter, office: Office
) -> None:
    record = office.glance.outline(FIRST)
    assert record is not None
    page = enter("reviewer")
    page.goto(f"/submissions/{FIRST}#fields")
    for key in ("applicant.name", "devices.total"):
        value = record.field(key)
        assert value is not None
        assert value.source is not None
        assert value.source.bbox is not None
        page.click(f"tr[data-key='{key}']")
        _loaded(page)
        assert _lit_pixels(page) == pytest.approx(value.source.bbox, abs=0.012)
    picture(page, "submission")
    other = record.field("models.total")
    assert other is not None
    assert other.source is not None
    assert other.source.bbox is not None
    x0, y0, x1, y1 = other.source.bbox
    sheet = page.locator("#paper").bounding_box()
    assert sheet is not None
    page.mouse.click(sheet["x"] + sheet["width"] * (x0 + x1) / 2, sheet["y"] + sheet["height"] * (y0 + y1) / 2)
    expect(page.locator("tr.chosen")).to_have_attribute("data-key", "models.total")
    assert _lit_pixels(page) == pytest.approx(other.source.bbox, abs=0.012)
    page.keyboard.press("+")
    page.keyboard.press("r")
    _loaded(page)
    frame = page.locator("#paper").bounding_box()
    assert frame is not None
    assert frame["width"] > frame["height"]


def test_words_on_the_page_can_be_selected_where_they_stand(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.goto(f"/submissions/{FIRST}")
    _loaded(page)
    word = page.locator("#words span", has_text="平台名称").first
    word.wait_for(state="attached")
    box, sheet = word.bounding_box(), page.locator("#paper").bounding_box()
    assert box is not None
    assert sheet is not None
    shot = Image.open(BytesIO(page.screenshot())).convert("L")
    own = shot.crop((int(box["x"]), int(box["y"]), int(box["x"] + box["width"]), int(box["y"] + box["height"])))
    ink = ImageChops.invert(own).point(lambda level: 255 if level > 100 else 0).getbbox()
    assert ink is not None
    assert (ink[2] - ink[0]) / own.width > 0.85
    word.evaluate("each => getSelection().selectAllChildren(each)")
    assert page.evaluate("getSelection().toString()").startswith("平台名称")


def test_two_reviewers_at_once_lose_no_decision(enter: Enter, office: Office) -> None:
    one, two = enter("reviewer"), enter("reviewer2")
    for page in (one, two):
        page.goto(_finding(office))
        expect(page.locator("figure .cut img")).to_have_count(2)
    picture(one, "finding")
    one.keyboard.press("c")
    one.wait_for_url("**/findings/**")
    expect(one.locator(".finding-head")).not_to_contain_text("工业 APP 清单只有")
    two.fill("#reason", "已核对原件")
    two.click("text=排除")
    expect(two.locator("[role=alert]")).to_contain_text("您的决定没有保存")
    expect(two.locator("#reason")).to_have_value("已核对原件")
    picture(two, "conflict")
    kept = next(each for each in office.glance.findings(FIRST) if each.finding.slug == "count-below-claim")
    assert (kept.finding.status, kept.by) == ("confirmed", "虚构reviewer（reviewer）")


def test_a_dismissal_asks_for_its_reason_before_it_is_sent(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.goto(_finding(office))
    page.keyboard.press("d")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("清单另附")
    page.keyboard.press("Enter")
    expect(page.locator(".finding-head")).not_to_contain_text("工业 APP 清单只有")
    kept = next(each for each in office.glance.findings(FIRST) if each.finding.slug == "count-below-claim")
    assert (kept.finding.status, kept.reason) == ("dismissed", "清单另附")


def test_a_session_that_ended_loses_nothing_typed_and_leads_back(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.goto("/validation")
    with office.store.engine.begin() as connection:
        connection.execute(text("delete from sessions"))
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("登录已结束")
    expect(page.locator(".queue input").first).to_have_value("9")
    assert office.store.corrections(FIRST) == {}
    page.click("#toast a")
    assert "then=%2Fvalidation" in page.url


def test_the_queue_is_worked_by_keys_alone(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.wait_for_url("**/validation")
    field = page.locator(".queue input").first
    expect(field).to_be_focused()
    picture(page, "validation")
    page.keyboard.press("Alt+2")
    expect(field).to_have_value("3")
    page.keyboard.press("Enter")
    expect(page.locator(".queue output").first).to_have_text("✓ 3 个")
    expect(page.locator("#done")).to_have_text("1")
    assert office.store.corrections(FIRST)["models.total"][0] == "3"
    page.locator("a[href='/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#submissions")
    page.wait_for_load_state()  # the table stands there before the keys are listened to
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet")


def test_every_value_is_taken_once_however_fast_the_keys_are(enter: Enter, office: Office) -> None:
    record, standing = office.store.bare_record(FIRST), office.store.standing(FIRST)
    assert record is not None
    assert standing is not None
    fields = tuple(replace(each, confidence=0.5) for each in record.fields)
    office.store.keep_fields(replace(record, fields=fields), standing.record_key)
    page = enter("reviewer")
    page.goto("/validation")
    expect(page.locator(".queue input").first).to_be_focused()
    left = int(page.locator("#left").inner_text())
    assert left > 45, "more than the first page holds"
    for _ in range(40 * left):  # what is pressed before the next values are there is nothing
        page.keyboard.press("Enter")
        if page.locator("#end").is_visible():
            break
    expect(page.locator("#end")).to_be_visible()
    expect(page.locator("#left")).to_have_text("0")
    with reading(office.store.engine) as session:
        kept = session.execute(select(CorrectionRow.key, CorrectionRow.who)).all()
    assert len(kept) == len({key for key, _ in kept}) == left
    assert {who for _, who in kept} == {"虚构reviewer（reviewer）"}
    page.goto("/validation")
    expect(page.locator("#end")).to_be_visible()
    expect(page.locator(".queue li")).to_have_count(0)


def test_what_could_not_be_sent_stays_and_is_sent_by_the_next_enter(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.goto("/validation")
    page.context.set_offline(True)
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.locator(".queue .failed output")).to_contain_text("没有保存")
    page.context.set_offline(False)
    page.locator(".queue input").first.press("Enter")
    expect(page.locator(".queue output").first).to_have_text("✓ 7 个")
    assert office.store.corrections(FIRST)["models.total"][0] == "7"


def test_ten_thousand_rows_scroll_sort_and_filter_with_few_of_them_in_the_page(enter: Enter, office: Office) -> None:
    record, standing = office.store.record(FIRST), office.store.standing(FIRST)
    assert record is not None
    assert standing is not None
    source = Source(record.files[0].sha256, 1, (0.1, 0.1, 0.9, 0.12))
    rows = tuple(
        Row({"serial": str(n), "name": f"设备{n:05d}", "device_id": f"ID{99_999 - n}"}, source)
        for n in range(1, 10_001)
    )
    lists = tuple(ListRecord("devices", rows) if each.kind == "devices" else each for each in record.lists)
    office.store.keep_record(replace(record, lists=lists), standing.record_key, b"")
    page = enter("reviewer")
    page.goto(f"/submissions/{FIRST}#lists")
    page.click("details[data-kind=devices] summary")
    frame = page.locator("details[data-kind=devices] .window")
    body = page.locator("details[data-kind=devices] tbody")
    expect(body.locator("tr[data-file]").first).to_contain_text("设备00001")
    frame.evaluate("each => { each.scrollTop = 28 * 7000; }")
    expect(body).to_contain_text("设备07005")
    assert body.locator("tr").count() <= 402
    page.click("details[data-kind=devices] [data-sort=device_id]")
    expect(body.locator("tr[data-file]").first).to_contain_text("ID89999")
    page.fill("details[data-kind=devices] input", "设备0420")
    expect(page.locator("details[data-kind=devices] [data-found]")).to_have_text("10 行")
    picture(page, "list")


def test_office_files_show_the_place_too(enter: Enter, office: Office) -> None:
    page = enter("reviewer")
    page.goto(f"/submissions/{SECOND}#fields")
    page.click("tr[data-key='contact.title']")
    lit = page.locator("#office .lit")
    record = office.store.bare_record(SECOND)
    assert record is not None
    value = record.field("contact.title")
    assert value is not None
    expect(lit).to_have_text(value.raw)
    expect(lit).to_be_in_viewport()
    picture(page, "word")


def test_the_query_is_completed_and_remembered(enter: Enter, made: Made) -> None:
    page = enter("reviewer")
    page.goto("/search")
    page.keyboard.type("清单少")
    page.wait_for_selector("#offers li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("发现:清单少于申报 ")
    page.keyboard.press("Enter")
    expect(page.locator(".hits li")).to_have_count(1)
    page.wait_for_load_state("load")
    page.goto("/search?q=附件:设备清单")
    expect(page.locator(".thumb").first).to_be_visible()
    picture(page, "search")
    page.goto("/search")
    expect(page.locator("#past a").nth(1)).to_have_text("发现:清单少于申报")


@pytest.mark.parametrize("login", ["reviewer", "lead", "admin"])
def test_axe_core_finds_nothing(enter: Enter, office: Office, login: str, tmp_path: Path) -> None:
    page = enter(login)
    own = {
        "reviewer": [
            "/", f"/submissions/{FIRST}", f"/submissions/{FIRST}#fields", f"/submissions/{FIRST}#lists",
            f"/submissions/{FIRST}#assessment", f"/submissions/{SECOND}#versions", _finding(office),
            _finding(office, "shared-contact"), "/validation", "/search", "/search?q=附件:设备清单",
        ],
        "lead": ["/", "/figures", "/due", "/refused"],
        "admin": ["/people", "/audit", "/account"],
    }[login]  # fmt: skip
    found = []
    for address in own:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        found += _violations(page)
        name = {"/": "batch", "/figures": "figures", "/people": "people", "/audit": "audit"}.get(address)
        if name and login != "reviewer":
            picture(page, name)
    assert found == []


def test_the_door_is_clean_too_and_says_what_is_wrong(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": 1280, "height": 800}, base_url=address)
    page.goto("/")
    picture(page, "door")
    page.fill("[name=login]", "reviewer")
    page.fill("[name=password]", "wrong")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_have_text("账号或密码不正确")
    assert _violations(page) == []
    page.close()


def test_a_file_opens_from_its_list_and_a_page_that_can_not_be_shown_says_so(enter: Enter) -> None:
    page = enter("reviewer")
    page.goto(f"/submissions/{FIRST}#files")
    row = page.locator("#files tr", has_text="附件.pdf")
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#file option:checked")).to_contain_text("附件.pdf")
    _loaded(page)
    page.route("**/2.png*", lambda route: route.abort())
    page.click("#on")
    expect(page.locator("#toast")).to_have_text("这一页无法显示")
    expect(page.locator(".loading")).to_have_count(0)

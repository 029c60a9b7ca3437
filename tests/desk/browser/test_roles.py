"""What each role sees and may not see, walked in the browser: rooms in the bar, buttons on the pages, closed doors."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from desk.office import Office
from tests.desk.browser.conftest import Enter
from tests.desk.browser.test_pages import _finding
from tests.desk.conftest import FIRST, SECOND

pytestmark = pytest.mark.browser

_SEE = ["批次", "检索", "关联", "统计"]
ROOMS = {
    "clerk": [*_SEE, "人工核对"], "reviewer": [*_SEE, "人工核对"], "city": [*_SEE, "人工核对"],
    "lead": [*_SEE, "人工核对"], "auditor": [*_SEE, "审计"], "admin": ["审计", "清除申报", "人员"],
}  # fmt: skip
_BUTTONS = {
    "/": ("交入材料", "导出", "清除…"),
    f"/submissions/{FIRST}#fields": ("显示个人信息", "报告", "清除…", "更正"),
    "finding": ("确认问题", "请申报单位说明", "排除"),
    "/search?q=设备": ("保存检索", "导出 Excel"),
}
MAY = {
    "clerk": {"交入材料", "更正", "保存检索"},
    "reviewer": {"显示个人信息", "报告", "更正", "确认问题", "请申报单位说明", "排除", "保存检索"},
    "auditor": {"显示个人信息", "报告", "保存检索"},
}
MAY["city"] = MAY["reviewer"]
MAY["lead"] = {each for group in _BUTTONS.values() for each in group}
_CLOSED = {
    "clerk": ("/audit", "/people", "/erasing", "/batch.xlsx"),
    "reviewer": ("/audit", "/people", "/erasing", "/batch.xlsx", "/deliveries"),
    "city": ("/audit", "/people", "/erasing", "/batch.xlsx", f"/submissions/{SECOND}", "/search/hits.csv?q=设备"),
    "lead": ("/audit", "/people"),
    "auditor": ("/people", "/erasing", "/validation", "/batch.xlsx", "/deliveries"),
    "admin": (f"/submissions/{FIRST}", "/search?q=设备", "/validation", "/across", "/figures", "/due", "/batch.xlsx"),
}  # fmt: skip


@pytest.mark.parametrize("login", ROOMS)
def test_a_role_sees_its_rooms_its_buttons_and_closed_doors(enter: Enter, office: Office, login: str) -> None:
    page = enter(login)
    assert sorted(page.locator(".bar nav a").all_inner_texts()) == sorted(ROOMS[login])
    for name in ROOMS[login]:
        page.locator(".bar nav a", has_text=name).click()
        expect(page.locator(".bar nav [aria-current=page]")).to_have_text(name)
        assert page.locator("main h1").count() == 1
    if login in MAY:
        assert _buttons(page, office) == MAY[login]
    for address in _CLOSED[login]:
        _is_closed(page, address, ROOMS[login])
    page.click("main a.button")
    expect(page.locator(".bar nav [aria-current=page]")).to_have_count(1)


def _buttons(page: Page, office: Office) -> set[str]:
    """Which of the buttons are there to be pressed."""
    seen = set()
    for address, words in _BUTTONS.items():
        page.goto(_finding(office) if address == "finding" else address)
        pressed = page.locator("main").locator("button, summary, a.button")
        seen |= {each for each in words if pressed.filter(has_text=each).count()}
    return seen


def _is_closed(page: Page, address: str, rooms: list[str]) -> None:
    """It is said in words, and the bar with the person's rooms stays."""
    answer = page.goto(address)
    assert answer is not None
    strange = address.endswith(SECOND)
    assert answer.status == (404 if strange else 403), address
    said = "没有这份申报" if strange else "您的角色不能进行这项操作"
    expect(page.locator("main [role=alert]")).to_have_text(said)
    assert sorted(page.locator(".bar nav a").all_inner_texts()) == sorted(rooms)


def test_an_address_of_nothing_keeps_the_bar_and_speaks_the_language_of_the_desk(enter: Enter, office: Office) -> None:
    page = enter("lead")
    page.goto("/nothing")
    expect(page.locator("main [role=alert]")).to_have_text("没有这一页")
    expect(page.locator(".bar nav a")).to_have_count(5)
    page.click(".language button")
    page.goto("/nothing")
    expect(page.locator("main [role=alert]")).to_have_text("There is no such page")

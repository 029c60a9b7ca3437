"""Every screen, in Chinese and in English, at 1280 pixels and on a 4K screen: axe-core clean, nothing cut off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from desk.office import Office
from desk.office.deliveries import Deliveries, Delivery
from desk.web.finding import by_gravity
from tests.desk.browser.conftest import Enter, picture
from tests.desk.browser.test_pages import _finding, _violations
from tests.desk.browser.test_story import _lit_pixels
from tests.desk.conftest import FIRST, SECOND, THIRD

pytestmark = pytest.mark.browser

_LEAD = {
    "/": "batch", "/due": "due", "/refused": "refused", "/figures": "figures", "/across": "across",
    f"/across/{SECOND}/{THIRD}": "beside", f"/submissions/{FIRST}#findings": "findings",
    f"/submissions/{FIRST}#fields": "", f"/submissions/{FIRST}#lists": "", f"/submissions/{FIRST}#counts": "counts",
    f"/submissions/{FIRST}#assessment": "assessment", f"/submissions/{SECOND}#versions": "",
    f"/submissions/{FIRST}#files": "", f"/submissions/{FIRST}#history": "", "/validation": "",
    "/search": "", "/search?q=设备": "", "/erasing": "", f"/erasing?name={SECOND}": "erasing", "/account": "account",
    "/nothing": "",
}  # fmt: skip
_ADMIN = {"/people": "people", "/audit": "audit", "/erasing?years=3": ""}


def _cut_off(page: Page) -> list[str]:
    """What makes the whole page scroll sideways."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
    return [page.url] if page.evaluate(wide) else []


def _look(page: Page, addresses: dict[str, str], pictured: str) -> list[object]:
    found: list[object] = []
    for address, name in addresses.items():
        page.goto(address)
        expect(page.locator("[data-again]")).to_have_count(0)  # what is made beside is there
        page.wait_for_load_state("networkidle")
        found += [*_violations(page), *_cut_off(page)]
        if name and pictured != "en":
            picture(page, f"{name}{pictured}")
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_screen_is_clean_in_either_language(enter: Enter, alike: Office, language: str) -> None:
    found = []
    for login, addresses in (("lead", _LEAD), ("admin", _ADMIN)):
        page = enter(login)
        if language == "en":
            page.click(".language button")
            expect(page.locator("html")).to_have_attribute("lang", "en")
        own = (
            {**addresses, _finding(alike): "", _finding(alike, "shared-contact"): ""} if login == "lead" else addresses
        )
        found += _look(page, own, "" if language == "zh" else "en")
    assert found == []


def test_every_screen_uses_a_4k_screen(enter: Enter, alike: Office) -> None:
    page = enter("lead")
    page.set_viewport_size({"width": 3840, "height": 2160})
    shown = ("/", "/figures", "/across", f"/submissions/{FIRST}#counts")  # test_layout.py measures all of them
    own = {**{address: _LEAD[address] for address in shown}, _finding(alike): "finding"}
    assert _look(page, own, "-4k") == []
    page.goto(f"/submissions/{FIRST}#fields")
    page.wait_for_load_state("networkidle")
    sheet, panel = page.locator(".sheet").bounding_box(), page.locator(".panel").bounding_box()
    assert sheet is not None
    assert panel is not None
    assert sheet["width"] + panel["width"] > 3500
    picture(page, "submission-4k")


def test_a_folder_and_a_zip_dropped_on_the_page_are_handed_in_whole(
    enter: Enter, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[str] = []

    def read(self: Deliveries, delivery: Delivery) -> None:
        root = self._root / delivery.id / "files"
        received.extend(sorted(str(each.relative_to(root)) for each in root.rglob("*") if each.is_file()))
        delivery.state = "done"

    monkeypatch.setattr(Deliveries, "_read", read)
    for path in ("丁-平台/申报书.pdf", "丁-平台/附件/清单.xlsx"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x" * 1000)
    (tmp_path / "戊.zip").write_bytes(b"PK" + b"x" * 1000)
    page = enter("clerk")
    wire = page.context.new_cdp_session(page)
    dropped = {
        "items": [], "files": [str(tmp_path / "丁-平台"), str(tmp_path / "戊.zip")], "dragOperationsMask": 1,
    }  # fmt: skip
    for kind in ("dragEnter", "dragOver", "drop"):
        wire.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 500, "data": dropped})
        if kind == "dragOver":
            expect(page.locator("body.dropping")).to_have_count(1)
            picture(page, "drop")
    expect(page.locator("#deliveries li.done")).to_have_count(1)
    assert received == ["丁-平台/申报书.pdf", "丁-平台/附件/清单.xlsx", "戊.zip"]


def test_from_a_question_to_the_evidence_in_few_clicks(enter: Enter, alike: Office) -> None:
    """Clicks from the batch: where the gravest finding lies, what a value was read from, who is alike to whom."""
    page = enter("reviewer")
    page.click(f"#submissions a:has-text('{FIRST}')")
    gravest = by_gravity(alike.glance.findings(FIRST))[0].finding
    place = gravest.evidence[0].source
    assert place is not None
    assert place.bbox is not None
    expect(page.locator("#findings article").first).to_contain_text(gravest.message)
    expect(page.locator("#page")).to_have_attribute("max", re.compile(r"\d+"))  # what listens to clicks is there
    page.locator("#findings .place").first.click()
    expect(page.locator("#page")).to_have_value(str(place.page))
    expect(page.locator("#image")).to_have_js_property("complete", True)
    expect(page.locator(".loading")).to_have_count(0)
    assert _lit_pixels(page) == pytest.approx(place.bbox, abs=0.012)
    page.goto("/across")
    pair = page.locator(".matrix td a").first
    names = (pair.get_attribute("aria-label") or "").partition("：")[0].split(" — ")
    assert sorted(names) == sorted([SECOND, THIRD])
    pair.click()
    expect(page.locator("h1")).to_have_text(re.compile(r"\s*".join([*names[:1], "与", *names[1:]])))
    same = page.locator("tr.common").first
    half = same.locator("td").count() // 2
    cells = same.locator("td").all_inner_texts()
    assert cells[1:half] == cells[half + 1 :], "rows are the same but for their number"
    page.goto("/validation")
    expect(page.locator(".queue img").first).to_have_js_property("complete", True)
    assert page.locator(".queue img").first.evaluate("each => each.naturalWidth") > 100


def test_the_network_is_gone_through_with_the_keyboard(enter: Enter, alike: Office) -> None:
    page = enter("reviewer")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/across")
    drawn = page.locator(".network a")
    expect(drawn).to_have_count(3)  # shown anew once it has been made anew
    assert {each.get_attribute("aria-label") for each in drawn.all()} == {FIRST, SECOND, THIRD}
    wanted = drawn.nth(1).get_attribute("aria-label") or ""
    drawn.nth(0).focus()
    page.keyboard.press("Tab")
    expect(drawn.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(wanted)


def test_the_door_in_english(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, base_url=address)
    page.goto("/")
    page.click(".language button")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert _violations(page) == []
    page.close()

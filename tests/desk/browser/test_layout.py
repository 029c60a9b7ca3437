"""Every page at 1280 and at 3840 pixels: nothing runs out of the window, nothing is too small to be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from desk.office import Office
from tests.desk.browser.conftest import Enter
from tests.desk.browser.test_pages import _finding
from tests.desk.conftest import FIRST, SECOND, THIRD

pytestmark = pytest.mark.browser

_PAGES = {
    "lead": (
        "/", "/due", "/refused", "/figures", "/across", f"/across/{SECOND}/{THIRD}", "/validation", "/search",
        "/search?q=设备", "/search?q=没有这样的词", "/erasing", f"/erasing?name={SECOND}", "/account", "/nothing",
        *(f"/submissions/{FIRST}#{tab}" for tab in
          ("findings", "fields", "lists", "counts", "assessment", "files", "history")),
        f"/submissions/{SECOND}#versions",
    ),
    "admin": ("/people", "/audit", "/erasing?years=3"),
}  # fmt: skip
SIZES = {"laptop": (1280, 720, 12), "4k": (3840, 2160, 18)}
"""Width and height of the window, and the least height of type in it, in pixels of the style sheet."""

_WRONG = """least => {
  const wrong = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const words = texts.currentNode.textContent.trim(), owner = texts.currentNode.parentElement;
    if (!words || owner.closest(".unseen, script, #words") || !owner.checkVisibility()) continue;
    const drawing = owner.closest("svg"), box = drawing?.viewBox?.baseVal;
    const scale = box?.width ? drawing.getBoundingClientRect().width / box.width : 1;
    const high = parseFloat(getComputedStyle(owner).fontSize) * scale;
    if (high < least - 0.05) wrong.push(`${high.toFixed(1)} px: ${words.slice(0, 20)}`);
  }
  for (const each of document.querySelectorAll("button, .button, h1")) {
    if (!each.checkVisibility() || each.closest(".unseen") || getComputedStyle(each).overflowX === "visible") continue;
    if (each.scrollWidth > each.clientWidth + 1) wrong.push(`cut off: ${each.textContent.trim().slice(0, 20)}`);
  }
  return wrong.slice(0, 8);
}"""


def _wrong(page: Page, address: str) -> list[str]:
    """What is wrong with a page at each size, loaded once."""
    page.goto("about:blank")  # a tab in the address alone would not load the page anew
    page.goto(address)
    expect(page.locator(".loading, .tab:not([hidden]) > .empty[role=status]")).to_have_count(0)
    found = []
    for size, (width, height, least) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        found += [f"{address} {size}: {each}" for each in page.evaluate(_WRONG, least)]
    return found


@pytest.mark.parametrize("login", _PAGES)
def test_nothing_runs_over_and_nothing_is_too_small(enter: Enter, alike: Office, login: str) -> None:
    page = enter(login)
    findings = [_finding(alike), _finding(alike, "shared-contact")] if login == "lead" else []
    assert [each for address in (*_PAGES[login], *findings) for each in _wrong(page, address)] == []


def test_what_is_too_wide_or_too_small_is_noticed(enter: Enter, office: Office) -> None:
    """The measure itself."""
    page = enter("lead")
    page.set_viewport_size({"width": 1280, "height": 720})
    assert page.evaluate(_WRONG, 12) == []
    page.evaluate("document.querySelector('h1').style.fontSize = '9px'")
    assert page.evaluate(_WRONG, 12) == ["9.0 px: 批次"]
    page.evaluate("document.querySelector('main').style.width = '1400px'")
    assert page.evaluate(_WRONG, 12)[0] == "the page is 120 px too wide"


def test_a_large_screen_shows_a_whole_sheet_and_a_small_one_fills_its_width(enter: Enter, office: Office) -> None:
    page = enter("lead")
    for width, height in ((1280, 720), (3840, 2160)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"/submissions/{FIRST}")
        expect(page.locator("#image")).to_have_js_property("complete", True)
        expect(page.locator(".loading")).to_have_count(0)
        room, sheet = page.locator("#sheet").bounding_box(), page.locator("#paper").bounding_box()
        assert room is not None
        assert sheet is not None
        fills = sheet["width"] > 0.9 * room["width"]
        whole = sheet["height"] <= room["height"]
        assert (fills, whole) == ((True, False) if width == 1280 else (False, True))
        assert sheet["height"] > 0.85 * room["height"]

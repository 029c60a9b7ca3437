"""One reviewer's day in a real Chromium, from the first start of the desk to the proof of the audit."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from pipeline.store import open_store
from tests.desk.browser.conftest import PATIENCE, picture, started
from tests.desk.conftest import FIRST, first_submission

pytestmark = pytest.mark.browser


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urlopen(f"{address}/healthz", timeout=2):  # loopback
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the desk did not start")


def _lit_pixels(page: Page) -> tuple[float, float, float, float]:
    """The frame drawn on the sheet, found by its colour in a screenshot, as fractions of the sheet."""
    sheet = page.locator("#paper").bounding_box()
    assert sheet is not None
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    found = [
        (x, y) for y in range(shot.height) for x in range(int(sheet["x"]), int(sheet["x"] + sheet["width"]))
        if _is_frame(shot.getpixel((x, y)))  # type: ignore[arg-type]
    ]  # fmt: skip
    assert found, "nothing is lit up"
    left, right = min(x for x, _ in found), max(x for x, _ in found)
    top, bottom = min(y for _, y in found), max(y for _, y in found)
    across, down = sheet["width"], sheet["height"]
    return (
        (left - sheet["x"]) / across,
        (top - sheet["y"]) / down,
        (right - sheet["x"]) / across,
        (bottom - sheet["y"]) / down,
    )


def _is_frame(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return red > 190 and 40 < green < 110 and blue < 60


def _sign_in_first(page: Page, password: str) -> None:
    page.goto("/")
    page.fill("[name=login]", "admin")
    page.fill("[name=password]", password)
    page.click("text=登录 >> nth=-1")
    expect(page.locator(".notice")).to_contain_text("一次性密码")
    page.fill("[name=old]", password)
    page.fill("[name=new]", "my-own-words-5")
    page.fill("[name=again]", "my-own-words-5")
    page.click("text=保存")
    expect(page.locator("h1")).to_have_text("批次")


def _hand_in(page: Page, zipped: Path) -> None:
    page.set_input_files("#some", str(zipped))
    expect(page.locator("#deliveries li").first).to_be_visible()
    stages = set()
    deadline = time.monotonic() + 600
    while not page.locator("#submissions tbody a").count():
        assert time.monotonic() < deadline, "the delivery was not read"
        item = page.locator("#deliveries li").first
        if item.count():
            stages.add(item.get_attribute("data-state"))
        page.wait_for_timeout(150)
    assert "reading" in stages
    expect(page.locator("#submissions tbody tr")).to_have_count(1)
    # a submission is listed once its record is kept; what it says can be searched once the delivery is done
    expect(page.locator("#deliveries li[data-state=done]")).to_have_count(1)


def _search_to_the_place(page: Page, store: Path) -> None:
    page.keyboard.press("/")
    page.keyboard.type("工业APP数量:>0")
    page.keyboard.press("Enter")
    page.click(".hits a.go >> nth=0")
    expect(page.locator("#marks .lit")).to_have_count(1)
    expect(page.locator("#image")).to_have_js_property("complete", True)
    record = open_store(store).bare_record(FIRST)
    assert record is not None
    value = record.field("apps.total")
    assert value is not None
    assert value.source is not None
    assert value.source.bbox is not None
    page.wait_for_timeout(300)
    assert _lit_pixels(page) == pytest.approx(value.source.bbox, abs=0.012)


def test_from_the_first_start_to_the_proof_of_the_audit(browser: Browser, tmp_path: Path) -> None:
    truth = first_submission(tmp_path / FIRST)
    zipped = tmp_path / f"{FIRST}.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        for path in sorted((tmp_path / FIRST).iterdir()):
            archive.write(path, path.name)
    desk, address, password = started(tmp_path / "store")
    try:
        _wait_for(address)
        context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=address, accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        _sign_in_first(page, password)
        picture(page, "intake")
        _hand_in(page, zipped)
        _search_to_the_place(page, tmp_path / "store")
        _correct_and_see_it_vanish(page, str(len(truth.lists["apps"])), str(truth.fields["apps.total"]))
        _report_and_audit(page)
        context.close()
    finally:
        desk.terminate()
        desk.wait(20)
    assert open_store(tmp_path / "store").broken_event() is None
    assert list((tmp_path / "store" / "uploads").iterdir()) == []


def _correct_and_see_it_vanish(page: Page, listed: str, claimed: str) -> None:
    finding = page.locator("#findings article", has_text="工业 APP 清单只有")
    page.click("[data-tab=findings]")
    expect(finding).to_have_count(1)
    finding.locator("a").first.click()
    expect(page.locator("figure .cut img")).to_have_count(2)
    for image in page.locator("figure .cut img").all():
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("each => each.naturalWidth") > 100
    page.go_back()
    page.click("[data-tab=fields]")
    row = page.locator("tr[data-key='apps.total']")
    row.hover()
    row.locator("[data-correct]").click()
    field = row.locator("input")
    expect(field).to_have_value(claimed)
    field.fill(listed)
    field.press("Enter")
    expect(page.locator("#toast")).to_have_text("已按更正重新核查", timeout=60_000)
    expect(finding).to_have_count(0)
    page.reload()
    expect(finding).to_have_count(0)


def _report_and_audit(page: Page) -> None:
    page.click("summary:has-text('报告')")
    with page.expect_download() as got:
        page.click("text=核查报告（Word）")
    report = Document(str(got.value.path()))
    assert got.value.suggested_filename == f"{FIRST}-核查报告.docx"
    assert not any("工业 APP 清单只有" in each.text for each in report.paragraphs)
    page.goto("/audit")
    said = page.locator("tbody").inner_text()
    for words in ("人工核对 工业 APP 数量", "生成核查报告.docx", "提交1个文件供读取", "修改自己的密码"):
        assert words in said
    page.click("text=检查是否被改动")
    expect(page.locator(".notice")).to_have_text("审计日志完整，未被改动。")

"""The pages over a real store: what they show, whom they obey, what they write down."""

from __future__ import annotations

import re
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest
from docx import Document
from fastapi.testclient import TestClient
from PIL import Image
from pydantic import TypeAdapter

from desk.office import Office
from flows.versions import delivery_key
from pipeline.records import Evidence, FieldValue, Finding
from pipeline.store.people import People
from pipeline.store.sessions import writing
from pipeline.store.tables import DoubtRow
from tests.desk.conftest import FIRST, SECOND, Desk, Made

_ONE = f"/submissions/{quote(FIRST)}"
_TWO = f"/submissions/{quote(SECOND)}"


def _finding(office: Office, slug: str = "count-below-claim", name: str = FIRST) -> str:
    found = next(each.finding for each in office.glance.findings(name) if each.finding.slug == slug)
    return f"/submissions/{quote(name)}/findings/{found.identity}"


def _mobile(made: Made) -> str:
    return str(made.truths[FIRST].fields["contact.mobile"])


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


def test_every_page_forbids_foreign_scripts_and_brings_none(office: Office) -> None:
    lead, admin = Desk(office, "lead"), Desk(office, "admin")
    pages = [
        "/",
        "/search?q=数控",
        "/search",
        "/validation",
        _ONE,
        _TWO,
        _finding(office),
        "/figures",
        "/due",
        "/refused",
    ]
    for who, address in [(lead, each) for each in pages] + [(admin, "/people"), (admin, "/audit")]:
        answer = who.get(address)
        assert answer.status_code == 200, address
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r'(src|href)="(https?:)?//', answer.text), address
        assert not re.search(r"\son\w+=|<style|style=\"|<script(?! type=\"module\" src=\"/static/)", answer.text), (
            address
        )


def test_a_field_carries_its_place_so_that_the_page_can_light_it_up(desk: Desk, office: Office) -> None:
    record = office.glance.outline(FIRST)
    assert record is not None
    value = record.field("apps.total")
    assert value is not None
    assert value.source is not None
    assert value.source.bbox is not None
    left, top = (f"{100 * part:.2f}" for part in value.source.bbox[:2])
    row = re.search(r'<tr[^>]*data-key="apps.total"[^>]*>', desk.get(_ONE).text)
    assert row is not None
    assert f'data-box="{left},{top},' in row[0]
    assert f'data-page="{value.source.page}"' in row[0]


def test_an_office_file_is_shown_as_a_table_with_the_place_in_it(desk: Desk, office: Office) -> None:
    record = office.glance.outline(SECOND)
    assert record is not None
    value = record.field("contact.title")
    assert value is not None
    assert value.source is not None
    shown = desk.get(f"{_TWO}/sheets/{value.source.sha256}/1/lines", params={"around": value.source.locator}).text
    assert re.search(rf'data-locator-here="{re.escape(value.source.locator or "")}">\s*{value.raw}', shown)


def test_a_list_comes_in_parts_filtered_and_sorted_by_the_desk(desk: Desk, made: Made) -> None:
    rows = [cells["name"] for _, cells in made.truths[FIRST].lists["devices"]]
    whole = desk.get(f"{_ONE}/lists/devices").json()
    assert whole["total"] == len(rows)
    assert [each[2][2] for each in whole["rows"]] == rows
    falling = desk.get(f"{_ONE}/lists/devices", params={"sort": "-serial", "start": 2}).json()
    assert [each[0] for each in falling["rows"]] == list(range(len(rows) - 2, 0, -1))
    some = desk.get(f"{_ONE}/lists/devices", params={"q": rows[0]}).json()
    assert some["total"] == rows.count(rows[0])
    assert desk.get(f"{_ONE}/lists/none").status_code == 404


def test_a_decision_is_kept_under_the_persons_name_and_leads_on(desk: Desk, office: Office) -> None:
    address = _finding(office)
    answer = desk.post(address, {"decision": "confirmed", "revision": 0})
    assert answer.status_code == 303
    assert _finding(office, "shared-contact") in answer.headers["location"]
    kept = next(each for each in office.glance.findings(FIRST) if each.finding.slug == "count-below-claim")
    assert (kept.finding.status, kept.by, kept.revision) == ("confirmed", "虚构reviewer（reviewer）", 1)
    assert any("confirmed" in event.what and "reviewer" in event.who for event in office.store.history(FIRST))


def test_a_dismissal_without_a_reason_is_refused(desk: Desk, office: Office) -> None:
    address = _finding(office)
    assert desk.post(address, {"decision": "dismissed", "reason": " ", "revision": 0}).status_code == 400
    assert desk.post(address, {"decision": "nonsense", "revision": 0}).status_code == 422
    assert {each.revision for each in office.glance.findings(FIRST)} == {0}


def test_of_two_reviewers_the_second_sees_what_the_first_decided_and_overwrites_nothing(office: Office) -> None:
    one, two = Desk(office, "reviewer"), Desk(office, "reviewer2")
    address = _finding(office)
    assert one.post(address, {"decision": "confirmed", "revision": 0}).status_code == 303
    late = two.post(address, {"decision": "dismissed", "reason": "已核对原件", "revision": 0})
    assert late.status_code == 409
    assert "您的决定没有保存" in late.text
    assert "虚构reviewer（reviewer）" in late.text
    assert 'value="已核对原件"' in late.text
    assert 'name="revision" value="1"' in late.text
    kept = next(each for each in office.glance.findings(FIRST) if each.finding.slug == "count-below-claim")
    assert kept.finding.status == "confirmed"
    assert two.post(address, {"decision": "dismissed", "reason": "已核对原件", "revision": 1}).status_code == 303


def test_the_finding_page_explains_the_rule_and_shows_both_sides(desk: Desk, office: Office) -> None:
    page = desk.get(_finding(office)).text
    assert "清单是唯一的依据" in page
    assert page.count("cut.png?box=") == 2
    across = desk.get(_finding(office, "shared-contact")).text
    assert SECOND in across
    assert 'class="lit"' in across


def test_a_corrected_value_counts_at_once_and_the_original_stays(desk: Desk, office: Office, made: Made) -> None:
    listed = str(len(made.truths[FIRST].lists["apps"]))
    claimed = str(made.truths[FIRST].fields["apps.total"])
    answer = desk.send("POST", f"{_ONE}/fields", json={"key": "apps.total", "written": listed})
    assert answer.json() == {"shown": f"{listed} 个", "status": "filled"}
    told = desk.get(f"{_ONE}/findings.json").json()
    assert told["checked"] is True
    assert "少9" not in told["html"]
    record = office.store.bare_record(FIRST)
    assert record is not None
    value = record.field("apps.total")
    assert value is not None
    assert (value.value, value.alternatives[0]) == (int(listed), claimed)
    assert [each.reader for each in value.sources][:2] == ["reviewer:虚构reviewer（reviewer）", "text layer"]
    assert office.store.broken_event() is None


def test_a_value_that_is_none_is_refused_in_plain_words(desk: Desk, office: Office) -> None:
    refused = desk.send("POST", f"{_ONE}/fields", json={"key": "apps.total", "written": "很多"})
    assert refused.status_code == 400
    assert "不是有效的值" in refused.json()["problem"]
    assert desk.send("POST", f"{_ONE}/fields", json={"key": "none", "written": "1"}).status_code == 404
    assert office.store.corrections(FIRST) == {}


def test_the_queue_holds_the_doubtful_value_until_a_person_has_read_it(desk: Desk, office: Office) -> None:
    page = desk.get("/validation").text
    assert 'data-key="models.total"' in page
    assert "Alt+1" in page
    assert "88" in page
    sent = {"submission": FIRST, "key": "models.total", "written": "9"}
    assert desk.send("POST", "/validation", json=sent).json()["shown"] == "9 个"
    assert 'data-key="models.total"' not in desk.get("/validation").text
    more = desk.send("POST", "/validation/more", json={"passed": [], "submission": ""})
    assert "<li" not in more.text
    assert office.glance.doubts_left() == {}


def test_personal_values_hide_no_others_and_are_counted_apart(desk: Desk, office: Office) -> None:
    made = [FieldValue(f"joint[{n:03}].phone", "电话", f"0555-{n:07}", "", "filled", 0.3) for n in range(200)]
    with writing(office.store.engine) as session:
        for each in made:
            data = zlib.compress(TypeAdapter(FieldValue).dump_json(each))
            row = DoubtRow(submission=SECOND, key=each.key, is_number=True, confidence=0.3, data=data)
            session.add(row)
    page = desk.get("/validation").text
    assert 'data-key="models.total"' in page
    assert "joint[" not in page
    assert '<strong id="left">1</strong>' in page
    assert "列入：200 个" in page
    assert desk.post(f"{_TWO}/open").status_code == 303
    assert '<strong id="left">201</strong>' in desk.get("/validation").text
    shown = [each.key for each in made]
    passed = [(SECOND, key) for key in shown[:199]]
    more = desk.send("POST", "/validation/more", json={"passed": passed, "submission": SECOND}).text
    assert more.count("<li") == 1
    assert shown[199] in more


def test_search_leads_to_the_place_counts_by_facet_and_explains_a_bad_query(desk: Desk) -> None:
    page = desk.get("/search", params={"q": "附件:设备清单"}).text
    assert "工业设备清单" in page
    assert "mark=" in page
    assert "at=" in page
    assert "合肥市" in page
    assert 'role="alert"' in desk.get("/search", params={"q": "("}).text
    offers = desk.get("/search/offers", params={"q": "清单少"}).json()
    assert offers[0]["insert"].startswith("发现:清单少于申报")


def test_pictures_are_our_own_renderings(desk: Desk, office: Office) -> None:
    file = next(each for each in office.store.files(FIRST) if each.path == "申报书.pdf")
    page = desk.get(f"{_ONE}/sheets/{file.sha256}/1.png", params={"dpi": 100})
    image = Image.open(BytesIO(page.content))
    assert (image.format, image.size) == ("PNG", (827, 1170))
    assert desk.get(f"{_ONE}/sheets/{file.sha256}/99.png").status_code == 404
    assert desk.get(f"{_ONE}/sheets/{file.sha256}/1/cut.png", params={"box": "a,b"}).status_code == 400
    assert desk.get(f"{_TWO}/sheets/{file.sha256}/1.png").status_code == 404
    words = desk.get(f"{_ONE}/sheets/{file.sha256}/1/words").json()
    assert any("平台名称" in each[0] for each in words)


def test_reports_come_from_the_page(office: Office) -> None:
    lead = Desk(office, "lead")
    report = Document(BytesIO(lead.get(f"{_ONE}/report/docx").content))
    assert any("核查报告" in each.text for each in report.paragraphs)
    notice = lead.get(f"{_ONE}/report/notice")
    assert "filename*=UTF-8''" in notice.headers["content-disposition"]
    assert any("补正" in each.text for each in Document(BytesIO(notice.content)).paragraphs)
    shown = lead.get(f"{_ONE}/report/html")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert lead.get(f"{_ONE}/report/exe").status_code == 404
    table = openpyxl.load_workbook(BytesIO(lead.get("/recommendations/anhui-2023.xlsx").content))
    assert "推荐汇总表" in table.sheetnames
    book = openpyxl.load_workbook(BytesIO(lead.get("/batch.xlsx").content))
    assert {row[0].value for row in book["字段"].iter_rows(min_row=2)} == {FIRST, SECOND}
    said = [event.what for event in office.store.history()]
    assert "导出全批 Excel（含个人信息）" in said
    assert "生成补正通知书.docx" in said


def test_the_thresholds_sheet_holds_the_submission_against_a_programme(desk: Desk) -> None:
    own = desk.get(f"{_ONE}/assessment").text
    other = desk.get(f"{_ONE}/assessment", params={"programme": "changzhou-region"}).text
    assert own != other
    assert 'value="changzhou-region" selected' in other
    assert 'class="tag ' in own
    assert 'class="tag ' in other


def test_figures_count_by_rule_and_show_how_a_claim_is_spread(desk: Desk, office: Office) -> None:
    page = desk.get("/figures", params={"key": "apps.total"}).text
    assert "清单少于申报" in page
    assert page.count('<circle class="dot"') == 2
    assert desk.get(_finding(office)).status_code == 200


def test_quotas_and_deadlines_are_those_of_the_programme(desk: Desk) -> None:
    page = desk.get("/due").text
    assert "2023-08-" in page
    assert "合肥市" in page


@pytest.mark.parametrize("address", ["/submissions/丙", f"{_ONE}/findings/none", "/nothing"])
def test_what_is_not_there_is_said_in_chinese(desk: Desk, address: str) -> None:
    answer = desk.get(address)
    assert answer.status_code == 404
    assert "没有" in answer.text


def test_the_whole_desk_speaks_english_to_those_who_ask(desk: Desk) -> None:
    from importlib.resources import files

    from desk.web.language import english

    phrases = set()
    for template in files("desk.web").joinpath("templates").iterdir():
        found = re.findall(r"""\bt\((?:"([^"]+)"|'([^']+)')\)""", template.read_text(encoding="utf-8"))
        phrases |= {one or two for one, two in found}
    assert len(phrases) > 150
    assert sorted(phrases - set(english())) == []
    desk.client.post("/language", data={"to": "en"})
    page = desk.get("/").text
    assert '<html lang="en">' in page
    assert "Batch" in page
    assert FIRST in page


def test_the_history_and_the_audit_speak_in_words(desk: Desk, office: Office) -> None:
    """No key of a form, field or decision is left in them."""
    assert desk.post(_finding(office), {"decision": "confirmed", "revision": 0}).status_code == 303
    desk.send("POST", f"{_ONE}/fields", json={"key": "devices.total", "written": "12"})
    People(office.store.engine).note("虚构", "人工核对 contact.mobile：13900001111", FIRST)
    audit, history = Desk(office, "auditor").get(f"/audit?submission={FIRST}").text, desk.get(_ONE).text
    for page in (audit, history[history.index('id="history"') :]):
        assert re.search(r"人工核对 [^<]*工业设备[^<]*：12", page)
        assert "的决定：已确认" in page
        assert "表式安徽省 2023" in page
        assert "13900001111" not in page
        assert not re.search(r"confirmed|anhui-2023<|devices\.total|contact\.mobile", page)


def test_a_unit_is_said_once_in_the_queue(desk: Desk) -> None:
    page = desk.get("/validation").text
    label = re.search(
        r"<strong>([^<]*)</strong>(?: <span class=\"muted\">（(.*?)）)?", page[page.index('id="queue"') :]
    )
    assert label is not None
    assert "(个)" in label[1] or "（个）" in label[1]
    assert label[2] is None


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


def test_a_page_that_several_ask_for_at_once_is_drawn_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the queue's crops do: one child draws for all."""
    drawn: list[int] = []

    def slowly(*given: object) -> Image.Image:
        drawn.append(1)
        time.sleep(0.3)
        return Image.new("RGB", (60, 80), "white")

    monkeypatch.setattr("desk.office.sheets.render_apart", slowly)
    file = next(each for each in office.store.files(FIRST) if each.pages)
    with ThreadPoolExecutor(6) as askers:
        made = list(askers.map(lambda _: office.sheets.picture(FIRST, file, 1, 110, False).png, range(6)))
    assert (len(set(made)), len(drawn)) == (1, 1)


def test_a_mistake_of_the_program_is_told_in_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(office, "reviewer")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(office.figures, "rules", broken, raising=False)
    quiet = TestClient(desk.client.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    quiet.cookies = desk.client.cookies
    page = quiet.get("/figures")
    assert (page.status_code, "程序出错" in page.text, "批次" in page.text) == (500, True, True)
    told = quiet.get("/figures", headers={"accept": "application/json"})
    assert (told.status_code, "程序出错" in told.json()["problem"]) == (500, True)


def test_a_finding_among_the_hits_is_named_in_words(desk: Desk) -> None:
    page = desk.get("/search?q=种类:发现").text
    assert "核查发现" in page
    assert "count-below-claim" not in re.sub(r'href="[^"]*"', "", page)


def test_hits_are_counted_by_status_and_type_in_words(desk: Desk) -> None:
    page = desk.get("/search?q=*").text
    for name, value in (("状态", "open"), ("状态", "filled"), ("类型", "行业型")):
        assert quote(f"{name}:{value}") in page, (name, value)
    assert ">未处理</a>" in page
    assert int(re.findall(r"共 ([\d,]+) 条", desk.get("/search?q=状态:open").text)[0]) > 0


def test_the_result_as_a_file_comes_in_the_order_of_the_page(office: Office) -> None:
    desk, names = Desk(office, "lead"), {}
    for sort in ("number", "-number"):
        page = desk.get(f"/search?q=字段:applicant.total_assets&sort={sort}").text
        address = re.search(r'href="(/search/hits\.csv[^"]*)"', page)
        assert address is not None
        lines = desk.get(address[1].replace("&amp;", "&")).text.splitlines()[1:]
        names[sort] = [line.partition(",")[0] for line in lines]
    assert sorted(names["number"]) == sorted([FIRST, SECOND])
    assert names["number"] == names["-number"][::-1]


def test_a_person_in_a_row_that_a_finding_quotes_is_masked(desk: Desk, office: Office) -> None:
    side = Evidence("重复的行", "10｜深圳虚构陶瓷有限公司｜41.8｜丁杰永｜13312341546", None)
    office.store.keep_findings(FIRST, "own", [Finding("HC205", "duplicate-row", "high", "重复", ("k",), (side,))], "k")
    address = _finding(office, "duplicate-row")
    for page in (_ONE, address):
        told = desk.get(page).text
        assert "丁**｜133****1546" in told
        assert "深圳虚构陶瓷有限公司" in told
        assert "丁杰永" not in told
    desk.post(f"{_ONE}/open")
    assert "丁杰永" in desk.get(address).text


def test_the_book_is_opened_first_whatever_the_files_are_called(desk: Desk, office: Office) -> None:
    files = office.store.files(FIRST)
    book = next(each.sha256 for each in files if each.path == "申报书.pdf")
    entries = sorted(files, key=lambda each: each.sha256 == book)
    office.store.receive(FIRST, entries, delivery_key(entries))
    first = re.search(r'<option value="(\w+)"', desk.get(_ONE).text)
    assert first is not None
    assert first[1] == book

"""One submission: fields with their places, files, lists in parts, corrections, thresholds, history in words."""

from __future__ import annotations

import re

from desk.office import Office
from flows.versions import delivery_key
from pipeline.checks.assess import VERDICTS, assess_record
from pipeline.checks.programme import load_programmes
from pipeline.records.load import load_form
from pipeline.store.people import People
from tests.desk.conftest import FIRST, SECOND, Desk, Made
from tests.desk.web.addresses import ONE, TWO, finding_address


def test_a_field_carries_its_place_so_that_the_page_can_light_it_up(desk: Desk, office: Office) -> None:
    record = office.glance.outline(FIRST)
    assert record is not None
    value = record.field("apps.total")
    assert value is not None
    assert value.source is not None
    assert value.source.bbox is not None
    left, top = (f"{100 * part:.2f}" for part in value.source.bbox[:2])
    row = re.search(r'<tr[^>]*data-key="apps.total"[^>]*>', desk.get(ONE).text)
    assert row is not None
    assert f'data-box="{left},{top},' in row[0]
    assert f'data-page="{value.source.page}"' in row[0]


def test_an_office_file_is_shown_as_a_table_with_the_place_in_it(desk: Desk, office: Office) -> None:
    record = office.glance.outline(SECOND)
    assert record is not None
    value = record.field("contact.title")
    assert value is not None
    assert value.source is not None
    shown = desk.get(f"{TWO}/sheets/{value.source.sha256}/1/lines", params={"around": value.source.locator}).text
    assert re.search(rf'data-locator-here="{re.escape(value.source.locator or "")}">\s*{value.raw}', shown)


def test_a_list_comes_in_parts_filtered_and_sorted_by_the_desk(desk: Desk, made: Made) -> None:
    rows = [cells["name"] for _, cells in made.truths[FIRST].lists["devices"]]
    whole = desk.get(f"{ONE}/lists/devices").json()
    assert whole["total"] == len(rows)
    assert [each[2][2] for each in whole["rows"]] == rows
    falling = desk.get(f"{ONE}/lists/devices", params={"sort": "-serial", "start": 2}).json()
    assert [each[0] for each in falling["rows"]] == list(range(len(rows) - 2, 0, -1))
    some = desk.get(f"{ONE}/lists/devices", params={"q": rows[0]}).json()
    assert some["total"] == rows.count(rows[0])
    assert desk.get(f"{ONE}/lists/none").status_code == 404


def test_a_corrected_value_counts_at_once_and_the_original_stays(desk: Desk, office: Office, made: Made) -> None:
    listed = str(len(made.truths[FIRST].lists["apps"]))
    claimed = str(made.truths[FIRST].fields["apps.total"])
    answer = desk.send("POST", f"{ONE}/fields", json={"key": "apps.total", "written": listed})
    assert answer.json() == {"shown": f"{listed} 个", "status": "filled"}
    told = desk.get(f"{ONE}/findings.json").json()
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
    refused = desk.send("POST", f"{ONE}/fields", json={"key": "apps.total", "written": "很多"})
    assert refused.status_code == 400
    assert "不是有效的值" in refused.json()["problem"]
    assert desk.send("POST", f"{ONE}/fields", json={"key": "none", "written": "1"}).status_code == 404
    assert office.store.corrections(FIRST) == {}


def test_the_thresholds_sheet_holds_the_submission_against_a_programme(desk: Desk, office: Office) -> None:
    own = desk.get(f"{ONE}/assessment").text
    other = desk.get(f"{ONE}/assessment", params={"programme": "changzhou-region"}).text
    assert 'value="changzhou-region" selected' in other
    assert 'value="changzhou-region" selected' not in own
    record = office.glance.outline(FIRST)
    assert record is not None
    programme = next(each for each in load_programmes() if each.id == "changzhou-region")
    lines = assess_record(record, load_form("anhui-2023"), programme)
    shown = re.findall(r'<td class="nowrap"><span class="tag ([\w-]+)">([^<]+)<', other)
    assert shown == [(each.verdict, VERDICTS[each.verdict]) for each in lines]
    assert len({each.verdict for each in lines}) > 1


def test_the_history_and_the_audit_speak_in_words(desk: Desk, office: Office) -> None:
    """No key of a form, field or decision is left in them."""
    assert desk.post(finding_address(office), {"decision": "confirmed", "revision": 0}).status_code == 303
    desk.send("POST", f"{ONE}/fields", json={"key": "devices.total", "written": "12"})
    People(office.store.engine).note("虚构", "人工核对 contact.mobile：13900001111", FIRST)
    audit, history = Desk(office, "auditor").get(f"/audit?submission={FIRST}").text, desk.get(ONE).text
    for page in (audit, history[history.index('id="history"') :]):
        assert re.search(r"人工核对 [^<]*工业设备[^<]*：12", page)
        assert "的决定：已确认" in page
        assert "表式安徽省 2023" in page
        assert "13900001111" not in page
        assert not re.search(r"confirmed|anhui-2023<|devices\.total|contact\.mobile", page)


def test_the_book_is_opened_first_whatever_the_files_are_called(desk: Desk, office: Office) -> None:
    files = office.store.files(FIRST)
    book = next(each.sha256 for each in files if each.path == "申报书.pdf")
    entries = sorted(files, key=lambda each: each.sha256 == book)
    office.store.receive(FIRST, entries, delivery_key(entries))
    first = re.search(r'<option value="(\w+)"', desk.get(ONE).text)
    assert first is not None
    assert first[1] == book

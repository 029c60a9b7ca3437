"""The queue of values that wait for a person."""

from __future__ import annotations

import re
import zlib

from pydantic import TypeAdapter

from desk.office import Office
from pipeline.records import FieldValue
from pipeline.store.sessions import writing
from pipeline.store.tables import DoubtRow
from tests.desk.conftest import FIRST, SECOND, Desk
from tests.desk.web.addresses import TWO


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
    assert desk.post(f"{TWO}/open").status_code == 303
    assert '<strong id="left">201</strong>' in desk.get("/validation").text
    shown = [each.key for each in made]
    passed = [(SECOND, key) for key in shown[:199]]
    more = desk.send("POST", "/validation/more", json={"passed": passed, "submission": SECOND}).text
    assert more.count("<li") == 1
    assert shown[199] in more


def test_a_unit_is_said_once_in_the_queue(desk: Desk) -> None:
    page = desk.get("/validation").text
    label = re.search(
        r"<strong>([^<]*)</strong>(?: <span class=\"muted\">（(.*?)）)?", page[page.index('id="queue"') :]
    )
    assert label is not None
    assert "(个)" in label[1] or "（个）" in label[1]
    assert label[2] is None

"""An office of one city: its own submissions and nothing of what the others' say, wherever it asks."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from docx import Document
from fastapi.testclient import TestClient

from desk.office import Office
from desk.office.dossiers import ELSEWHERE
from pipeline.records import Evidence, Finding
from tests.desk.conftest import FIRST, SECOND, Desk

_ONE, _TWO = f"/submissions/{quote(FIRST)}", f"/submissions/{quote(SECOND)}"
SAID = "只写在外市申报里的话"


@pytest.fixture
def tied(office: Office) -> str:
    """The address of a finding of the own submission that cites one of another city."""
    there = office.store.files(SECOND)[0].sha256
    place = next(each.source for each in office.glance.outline(SECOND).fields if each.source)  # type: ignore[union-attr]
    assert place.sha256 == there
    sides = (Evidence("本申报", "本市的话", None), Evidence("另一申报", SAID, place, SECOND))
    made = Finding("HC705", "shared-contact", "high", f"与「{SECOND}」相同", ("contact.mobile",), sides)
    office.store.keep_findings(FIRST, "across", [made], "")
    return f"{_ONE}/findings/{made.identity}"


def _become(office: Office, login: str) -> Desk:
    person = office.people.person(login)
    assert person is not None
    office.people.keep(replace(person, city="合肥市"), "test", "made")
    return Desk(office, login)


def test_pages_and_pictures_of_another_city_are_not_there(office: Office) -> None:
    desk = Desk(office, "city")
    file = office.store.files(SECOND)[0].sha256
    own = next(each.sha256 for each in office.store.files(FIRST) if each.pages)
    for address in (
        "", "/lists/devices", "/assessment", "/findings.json", f"/sheets/{file}/1/lines", f"/sheets/{file}/1.png",
        f"/sheets/{file}/1/cut.png?box=0,0,1,1", f"/sheets/{file}/1/words", "/report/docx", "/report/html",
    ):  # fmt: skip
        assert desk.get(_TWO + address).status_code == 404, address
    assert desk.get(f"{_ONE}/sheets/{own}/1.png?dpi=40").status_code == 200
    assert desk.get(f"{_ONE}/sheets/{file}/1/lines").status_code == 404
    assert desk.get(f"/across/{quote(FIRST)}/{quote(SECOND)}").status_code == 404
    assert desk.post(f"{_TWO}/open").status_code == 404
    sent = {"key": "apps.total", "written": "1"}
    assert desk.send("POST", f"{_TWO}/fields", json=sent).status_code == 404
    assert desk.send("POST", "/validation", json={"submission": SECOND, **sent}).status_code == 404
    assert office.store.corrections(SECOND) == {}


@pytest.mark.parametrize("address", ["/", "/search?q=*", "/validation", "/across", "/figures", "/due", "/refused"])
def test_no_page_names_what_another_city_handed_in(office: Office, address: str) -> None:
    lead, city = Desk(office, "lead").get(address).text, Desk(office, "city").get(address).text
    applicants = {line.name: line.applicant for line in office.glance.lines()}
    for word in (SECOND, applicants[SECOND], "福建省 2023", "福州市"):
        assert word not in city, word
    assert address not in ("/", "/search?q=*") or (SECOND in lead and FIRST in city)


def test_a_finding_that_cites_another_city_does_not_quote_it(office: Office, tied: str) -> None:
    lead, city = Desk(office, "lead"), Desk(office, "city")
    for address in (tied, _ONE, f"{_ONE}/findings.json"):
        assert SAID in lead.get(address, headers={"accept": "text/html"}).text, address
        seen = city.get(address).text
        assert SAID not in seen, address
        assert ELSEWHERE in seen, address
        assert "本市的话" in seen, address
        assert f'href="/submissions/{quote(SECOND, safe="")}' not in seen, address


def test_no_paper_quotes_another_city(office: Office, tied: str) -> None:
    lead, city = Desk(office, "lead"), Desk(office, "city")
    for kind, quotes in (("html", _text), ("docx", _words)):
        assert SAID in quotes(lead.get(f"{_ONE}/report/{kind}").content), kind
        seen = quotes(city.get(f"{_ONE}/report/{kind}").content)
        assert SAID not in seen, kind
        assert ELSEWHERE in seen, kind


def _text(data: bytes) -> str:
    return data.decode()


def _words(data: bytes) -> str:
    book = Document(BytesIO(data))
    cells = (cell.text for table in book.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in book.paragraphs), *cells])


def test_the_interface_answers_as_the_pages_do(office: Office, tied: str) -> None:
    token = office.people.make_token("city", "试用", "test")
    client = TestClient(Desk(office).client.app, base_url="http://127.0.0.1")
    client.headers["authorization"] = f"Bearer {token}"
    whole = client.get(f"/api/submissions/{quote(FIRST)}")
    assert (whole.status_code, SAID in whole.text, ELSEWHERE in whole.text) == (200, False, True)
    paper = _words(client.get(f"/api/submissions/{quote(FIRST)}/report/docx").content)
    assert (SAID in paper, ELSEWHERE in paper) == (False, True)
    other = f"/api/submissions/{quote(SECOND)}"
    for address in ("", "/findings", "/lists/devices", "/report/docx"):
        assert client.get(other + address).status_code == 404, address
    decided = {"status": "confirmed", "revision": 0}
    assert client.post(f"{other}/findings/abc/decision", json=decided).status_code == 404
    assert client.put(f"{other}/fields/apps.total", json={"written": "1"}).status_code == 404
    found = client.get("/api/search", params={"q": "*", "limit": 100}).json()["hits"]
    assert {each["submission"] for each in found} == {FIRST}
    for address in ("/api/across", "/api/network", "/api/doubts", "/api/submissions"):
        assert SECOND not in client.get(address).text, address


def test_exports_of_a_lead_of_one_city_hold_that_city_only(office: Office, tied: str, tmp_path: Path) -> None:
    desk = _become(office, "lead")
    book = openpyxl.load_workbook(BytesIO(desk.get("/batch.xlsx").content))
    assert {row[0].value for row in book["字段"].iter_rows(min_row=2)} == {FIRST}
    assert not any(SAID in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    rows = desk.get("/search/hits.csv?q=*").text.splitlines()[1:]
    assert {row.partition(",")[0] for row in rows} == {FIRST}
    table = openpyxl.load_workbook(BytesIO(desk.get("/recommendations/fujian-2023.xlsx").content))
    applicant = next(line.applicant for line in office.glance.lines() if line.name == SECOND)
    cells = [str(cell.value) for sheet in table for row in sheet.iter_rows() for cell in row]
    assert applicant not in cells
    assert desk.post("/erasing", {"names": [SECOND], "confirm": "1"}).status_code == 400
    assert len(office.store.standings()) == 2


def test_the_audit_of_one_city_speaks_of_its_submissions(office: Office) -> None:
    office.people.note("虚构甲", "看了本市的", FIRST)
    office.people.note("虚构甲", "看了外市的", SECOND)
    whole, desk = Desk(office, "auditor").get("/audit").text, _become(office, "auditor")
    assert "看了外市的" in whole
    for page in (
        desk.get("/audit").text,
        desk.get(f"/audit?submission={SECOND}").text,
        desk.post("/audit/verify").text,
    ):
        assert "看了外市的" not in page
    assert "看了本市的" in desk.get("/audit").text
    token = office.people.make_token("auditor", "试用", "test")
    told = desk.client.get("/api/audit", headers={"authorization": f"Bearer {token}"}).text
    assert ("看了本市的" in told, "看了外市的" in told) == (True, False)


def test_deliveries_of_others_are_not_shown_to_a_city(office: Office) -> None:
    other = office.deliveries.open("虚构乙（two）")
    assert other.id in [each["id"] for each in Desk(office, "clerk").get("/deliveries").json()]
    desk = _become(office, "clerk")
    assert desk.get("/deliveries").json() == []
    own = desk.send("POST", "/deliveries").json()["id"]
    assert [each["id"] for each in desk.get("/deliveries").json()] == [own]

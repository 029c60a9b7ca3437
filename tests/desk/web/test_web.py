from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import httpx
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from desk.web import make_app
from desk.web.office import Batch, Dossier, Doubt, HistoryEvent, RefusedFile, SubmissionLine
from pipeline.document import Source
from pipeline.ports import Answer, Entry, Hit
from pipeline.problems import UsageError
from pipeline.records import Evidence, FieldValue, FileEntry, Finding, FindingStatus, ListRecord, Record, Row

_SHA = "cd" * 32
_NAME = "虚构<script>科技"
_PLACE = Source(_SHA, 2, (0.1, 0.2, 0.3, 0.25), reader="rapidocr")
_FINDING = Finding(
    "HC1",
    "count-below-claim",
    "high",
    "申报50台，清单36行",
    ("devices.total", "devices"),
    (Evidence("申报值", "50", _PLACE), Evidence("附件清单", "36行")),
)
_OTHER = Finding("HC2", "bad-phone", "medium", "联系电话不正确", ("contact.phone",))


class FakeOffice:
    """One submission in memory; remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        rows = tuple(Row({"serial": str(n), "name": f"设备{n}"}, _PLACE) for n in range(1, 1001))
        field = FieldValue(
            "devices.total", "设备数量", 50, "<i>50</i>", "filled", 0.62, "台", (_PLACE,), alternatives=("56",)
        )
        files = (FileEntry("书/申报书.pdf", _SHA, "application/pdf", pages=3),)
        self.record = Record("甲 公司", "made-up", files, (field,), (ListRecord("devices", rows),))
        self.findings = (_FINDING, _OTHER)

    def batch(self) -> Batch:
        line = SubmissionLine("甲 公司", "made-up", _NAME, "合肥市经济和信息化局", high=1, pages=3, doubtful=1)
        return Batch((line,), (RefusedFile("乙", "坏.pdf", "文件已损坏或不完整"),))

    def dossier(self, name: str) -> Dossier | None:
        event = HistoryEvent(datetime(2030, 1, 2, tzinfo=UTC), "虚构员", "读取完成")
        return Dossier(self.record, None, self.findings, (event,)) if name == self.record.name else None

    def page(self, sha256: str, page: int, dpi: int) -> bytes:
        if sha256 != _SHA:
            raise KeyError(sha256)
        buffer = BytesIO()
        Image.new("RGB", (dpi * 8, dpi * 11), "white").save(buffer, "PNG")
        return buffer.getvalue()

    def decide(self, name: str, finding: str, status: FindingStatus, reason: str, who: str) -> None:
        self.told.append((name, finding, status, reason, who))

    def correct(self, name: str, key: str, written: str, who: str) -> FieldValue:
        if not written.isdigit():
            raise UsageError("设备数量应为整数")
        self.told.append((name, key, written, who))
        return replace(self.record.fields[0], value=int(written), confidence=1.0)

    def doubts(self, limit: int) -> Sequence[Doubt]:
        return (Doubt(self.record.name, self.record.fields[0]),)

    def search(self, query: str, after: str | None, limit: int) -> Answer:
        if query == "(":
            raise UsageError("检索式第1个字符处有误")
        entry = Entry("1", "甲 公司", "row", "数控<车床>", "工业设备清单", "书/申报书.pdf", 2, (0.1, 0.2, 0.3, 0.25))
        return Answer((Hit(entry, 3.2),), 31, next_after="30")

    def report(self, name: str, form: str) -> bytes:
        return f"{name}:{form}".encode()


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def desk(office: FakeOffice) -> TestClient:
    return TestClient(make_app(office))


def _finding(finding: Finding) -> str:
    return f"/submissions/甲 公司/findings/{finding.identity}"


def test_the_first_page_lists_the_batch_and_what_could_not_be_read(desk: TestClient) -> None:
    page = desk.get("/").text
    assert "虚构&lt;script&gt;科技" in page
    assert "坏.pdf" in page
    assert "文件已损坏或不完整" in page
    assert 'href="/submissions/%E7%94%B2%20%E5%85%AC%E5%8F%B8"' in page


def test_every_page_forbids_foreign_scripts_and_says_it_is_up(desk: TestClient) -> None:
    assert desk.get("/healthz").text == "ok"
    for address in ("/", "/search?q=车床", "/validation", "/submissions/甲 公司", _finding(_FINDING)):
        answer = desk.get(address)
        assert answer.status_code == 200, address
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "https://" not in answer.text
        assert "onclick" not in answer.text


def test_a_field_carries_its_place_so_that_the_page_can_light_it_up(desk: TestClient) -> None:
    page = desk.get("/submissions/甲 公司").text
    assert f'data-file="{_SHA}" data-page="2" data-box="10.00,20.00,20.00,5.00"' in page
    assert "虚构员：读取完成" in page


def test_a_long_list_comes_in_parts(desk: TestClient) -> None:
    part = desk.get("/submissions/甲 公司/lists/devices", params={"start": 300}).json()
    assert (part["total"], len(part["rows"]), part["rows"][0]["cells"]) == (1000, 400, ["301", "设备301"])
    assert desk.get("/submissions/甲 公司/lists/models").status_code == 404


def test_a_decision_is_recorded_under_the_reviewers_name_and_leads_on(desk: TestClient, office: FakeOffice) -> None:
    desk.post("/who", data={"name": "王虚构"})
    answer = desk.post(_finding(_FINDING), data={"decision": "confirmed"}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(_OTHER.identity)
    assert office.told == [("甲 公司", _FINDING.identity, "confirmed", "", "王虚构")]


def test_a_dismissal_without_a_reason_is_refused(desk: TestClient, office: FakeOffice) -> None:
    assert desk.post(_finding(_FINDING), data={"decision": "dismissed", "reason": " "}).status_code == 400
    assert desk.post(_finding(_FINDING), data={"decision": "nonsense"}).status_code == 422
    assert office.told == []


def test_a_page_of_strangers_can_decide_nothing(desk: TestClient, office: FakeOffice) -> None:
    answer = desk.post(_finding(_FINDING), data={"decision": "confirmed"}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert office.told == []


def test_a_corrected_value_is_taken_or_refused_with_the_reason(desk: TestClient, office: FakeOffice) -> None:
    body = {"submission": "甲 公司", "key": "devices.total", "written": "56"}
    assert desk.post("/validation", json=body).json() == {"shown": "56 台", "status": "filled"}
    refused = desk.post("/validation", json={**body, "written": "五六"})
    assert (refused.status_code, refused.json()["problem"]) == (400, "用法有误：设备数量应为整数")
    assert [each[2] for each in office.told] == ["56"]


def test_hits_lead_to_their_place_and_a_bad_query_is_explained(desk: TestClient) -> None:
    page = desk.get("/search", params={"q": "车床"}).text
    assert "数控&lt;车床&gt;" in page
    assert "mark=10" in page
    assert "after=30" in page
    assert "检索式第1个字符处有误" in desk.get("/search", params={"q": "("}).text


def test_pictures_are_our_own_renderings(desk: TestClient) -> None:
    page: httpx.Response = desk.get(f"/page/{_SHA}/2.png", params={"dpi": 9999})
    assert Image.open(BytesIO(page.content)).size == (220 * 8, 220 * 11)
    crop = desk.get(f"/crop/{_SHA}/2.png", params={"box": "0.1,0.2,0.3,0.25"})
    assert Image.open(BytesIO(crop.content)).format == "PNG"
    assert desk.get(f"/crop/{_SHA}/2.png", params={"box": "a,b"}).status_code == 400
    assert desk.get("/page/none/2.png").status_code == 404


def test_reports_come_from_the_page_and_unknown_things_are_not_found(desk: TestClient) -> None:
    assert desk.get("/submissions/甲 公司/report/docx").content == "甲 公司:docx".encode()
    for address in ("/submissions/丙", "/submissions/甲 公司/findings/none", "/submissions/甲 公司/report/exe"):
        assert desk.get(address).status_code == 404, address

"""Clearing from the pages and the API: only by those who may, only what was confirmed, and told how far it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from fastapi.testclient import TestClient
from sqlalchemy import update

from desk.cli.summary import summary_json
from desk.office import Office
from desk.reports.content import report_content
from desk.web import make_app
from flows.ingest import Report
from pipeline.records.load import load_form
from pipeline.store.erasing import Erasures
from pipeline.store.sessions import writing
from pipeline.store.tables import FileRow
from tests.desk.conftest import FIRST, SECOND, Desk


def _old(office: Office, name: str) -> None:
    with writing(office.store.engine) as session:
        long_ago = datetime.now(UTC) - timedelta(days=4 * 366)
        session.execute(update(FileRow).where(FileRow.submission == name).values(seen_at=long_ago))


def test_what_is_older_is_listed_and_cleared_once_its_number_is_typed(office: Office) -> None:
    _old(office, SECOND)
    desk = Desk(office, "lead")
    page = desk.get("/erasing?years=3").text
    assert (f'value="{SECOND}"' in page, f'value="{FIRST}"' in page) == (True, False)
    wrong = desk.post("/erasing", {"names": [SECOND], "confirm": "2", "years": "3"})
    assert (wrong.status_code, "确认的份数与所选不符" in wrong.text) == (400, True)
    strange = desk.post("/erasing", {"names": ["没有"], "confirm": "1"})
    assert strange.status_code == 400
    assert len(office.store.standings()) == 2
    assert desk.post("/erasing", {"names": [SECOND], "confirm": "1", "reason": "到期"}).status_code == 303
    assert office.clearing.wait(60)
    assert "已彻底清除 1 份申报" in desk.get("/erasing?done=1").text
    assert Erasures(office.store.engine).pending() == []
    assert [each.name for each in office.store.standings()] == [FIRST]
    assert desk.get(f"/submissions/{SECOND}").status_code == 404
    last = office.store.history(SECOND)[-1]
    assert (last.who, last.what) == ("虚构lead（lead）", "已清除全部材料和数据，依据：到期")


def test_who_may_not_clear_cannot(office: Office) -> None:
    for login in ("clerk", "reviewer", "auditor", "city"):
        desk = Desk(office, login)
        assert desk.get("/erasing").status_code == 403
        assert desk.post("/erasing", {"names": [FIRST], "confirm": "1"}).status_code == 403
    assert Desk(office, "admin").get(f"/erasing?name={FIRST}").status_code == 200
    assert "清除…" not in Desk(office, "reviewer").get("/").text


def test_a_clearing_that_stopped_is_shown_and_gone_on_with(office: Office, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from flows import erasing

    def dies(*_: object, **__: object) -> None:
        raise RuntimeError

    desk = Desk(office, "lead")
    with monkeypatch.context() as broken:
        broken.setattr(erasing, "reindex", dies)
        desk.post("/erasing", {"names": [SECOND], "confirm": "1"})
        assert office.clearing.wait(60)
    page = desk.get("/erasing").text
    assert "上次清除没有完成" in page
    desk.post("/erasing/go-on")
    assert office.clearing.wait(60)
    assert "上次清除没有完成" not in desk.get("/erasing").text


def test_the_api_clears_and_tells_how_far(office: Office) -> None:
    def client(login: str) -> TestClient:
        token = office.people.make_token(login, "试用", "test")
        return TestClient(make_app(office), base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {token}"})

    one = f"/api/submissions/{quote(SECOND)}"
    lead, reviewer = client("lead"), client("reviewer")
    held = lead.get(f"{one}/holdings").json()
    assert (held["files"], held["rows"] > 5, held["pages"] > 1) == (2, True, True)
    assert lead.get("/api/retention", params={"years": 3}).json() == []
    assert reviewer.delete(one).status_code == 403
    assert lead.delete("/api/submissions/none").status_code == 404
    assert lead.delete(one, params={"reason": "撤回"}).status_code == 202
    assert office.clearing.wait(60)
    assert lead.get("/api/erasures").json() == {"under_way": [], "busy": False, "problem": ""}
    assert lead.get(one).status_code == 404


def test_an_account_is_removed_by_another_administrator_only(office: Office) -> None:
    desk = Desk(office, "admin")
    assert desk.post("/people/admin/remove").status_code == 400
    assert desk.post("/people/clerk/remove").status_code == 303
    assert office.people.person("clerk") is None
    assert Desk(office, "lead").post("/people/reviewer/remove").status_code == 403


def test_the_audit_shows_no_personal_reading(office: Office) -> None:
    office.store.keep_correction(FIRST, "contact.name", "欧阳虚构", "虚构甲（one）")
    office.store.keep_correction(FIRST, "apps.total", "12", "虚构甲（one）")
    page = Desk(office, "admin").get("/audit").text
    assert "欧阳虚构" not in page
    assert re.search(r"人工核对 [^<]*姓名[^<]*：欧\*\*\*<", page)
    assert re.search(r"人工核对 [^<]*APP[^<]*：12<", page)


def test_queue_pages_report_and_command_line_count_the_same_values(office: Office) -> None:
    record = office.store.record(FIRST)
    assert record is not None
    queue = [field.key for name, field in office.glance.doubts(1000) if name == FIRST]
    assert "models.total" in queue
    told = {each["name"]: each["doubtful"] for each in summary_json(Report(), office.store.folder)["submissions"]}
    dossier = office.dossiers.dossier(FIRST, office.door.caller(office.people.make_token("lead", "x", "t")))  # type: ignore[arg-type]
    assert dossier is not None
    report = report_content(record, load_form("anhui-2023"), (), lambda _: None)
    line = next(each for each in office.glance.lines() if each.name == FIRST)
    assert len(queue) == told[FIRST] == len(dossier.doubtful) == len(report.doubtful) == line.doubtful

"""The API: tokens, the same rights and masks as the pages, and whatever schemathesis thinks of."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from docx import Document
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from desk.office import Office
from desk.web import make_app
from tests.desk.conftest import FIRST, SECOND, Made

_ONE = f"/api/submissions/{quote(FIRST)}"


def _client(office: Office, login: str) -> TestClient:
    token = office.people.make_token(login, "试用", "test")
    return TestClient(make_app(office), base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {token}"})


def test_without_a_token_nothing_is_told(office: Office) -> None:
    client = TestClient(make_app(office), base_url="http://127.0.0.1")
    for headers in ({}, {"Authorization": "Bearer heshu_wrong"}, {"Authorization": "Basic eA=="}):
        answer = client.get("/api/submissions", headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert client.get("/api/openapi.json").json()["info"]["title"] == "核数 API"


def test_a_withdrawn_token_calls_no_more(office: Office) -> None:
    client = _client(office, "reviewer")
    assert client.get("/api/submissions").status_code == 200
    (token,) = office.people.tokens("reviewer")
    assert token.used_at is not None
    assert not office.people.withdraw_token("lead", token.hashed, "test")
    assert office.people.withdraw_token("reviewer", token.hashed, "test")
    assert client.get("/api/submissions").status_code == 401


def test_a_system_reads_decides_and_corrects_as_a_person_does(office: Office, made: Made) -> None:
    client = _client(office, "reviewer")
    assert [each["name"] for each in client.get("/api/submissions").json()["submissions"]] == [FIRST, SECOND]
    assert client.get(_ONE).json()["submission"]["form"] == "anhui-2023"
    finding = next(each for each in client.get(f"{_ONE}/findings").json() if each["slug"] == "count-below-claim")
    decision = {"status": "confirmed", "revision": finding["revision"]}
    address = f"{_ONE}/findings/{finding['identity']}/decision"
    assert client.post(address, json=decision).status_code == 204
    late = client.post(address, json=decision)
    assert (late.status_code, "其他人刚刚处理过" in late.json()["problem"]) == (409, True)
    listed = str(len(made.truths[FIRST].lists["apps"]))
    changed = client.put(f"{_ONE}/fields/apps.total", json={"written": listed})
    assert changed.json() == {"key": "apps.total", "value": int(listed), "status": "filled", "confidence": 1.0}
    assert office.rechecks.wait(FIRST, 30)
    assert "count-below-claim" not in {each["slug"] for each in client.get(f"{_ONE}/findings").json()}
    assert client.get("/api/doubts").json()[0]["alternatives"] == ["88", "3"]
    assert client.get("/api/search", params={"q": "附件:设备清单"}).json()["total"] > 5
    assert Document(BytesIO(client.get(f"{_ONE}/report/docx").content)).paragraphs


def test_personal_data_is_masked_unless_asked_for_by_somebody_who_may(office: Office, made: Made) -> None:
    mobile = str(made.truths[FIRST].fields["contact.mobile"])
    phone = made.truths[FIRST].lists["enterprises"][0][1]["phone"]
    client, clerk = _client(office, "reviewer"), _client(office, "clerk")
    for address in (_ONE, f"{_ONE}/findings", f"{_ONE}/lists/enterprises", "/api/search?q=联系人"):
        assert mobile not in client.get(address).text
        assert phone not in client.get(address).text
    assert clerk.get(_ONE, params={"personal": True}).status_code == 403
    assert mobile in client.get(_ONE, params={"personal": True}).text
    assert phone in client.get(f"{_ONE}/lists/enterprises", params={"personal": True}).text
    assert [event.what for event in office.store.history(FIRST)].count("经接口查看个人信息") == 2


def test_a_token_may_what_its_person_may(office: Office) -> None:
    clerk, admin = _client(office, "clerk"), _client(office, "admin")
    assert clerk.get("/api/audit").status_code == 403
    assert admin.get("/api/submissions").status_code == 403
    assert admin.get("/api/audit").json()[0]["number"] > 1
    city = _client(office, "city")
    assert [each["name"] for each in city.get("/api/submissions").json()["submissions"]] == [FIRST]
    assert city.get(f"/api/submissions/{quote(SECOND)}").status_code == 404


@pytest.mark.filterwarnings("ignore")
def test_no_request_that_the_schema_allows_or_forbids_breaks_the_api(office: Office) -> None:
    app = make_app(office).routes
    api = next(each.app for each in app if getattr(each, "path", "") == "/api")  # type: ignore[attr-defined]
    token = office.people.make_token("lead", "试用", "test")
    schema = schemathesis.openapi.from_asgi("/openapi.json", api)
    tried: set[str] = set()
    there: set[str] = set()
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    for result in schema.get_all_operations():
        assert not isinstance(result, schemathesis.core.result.Err)
        operation = result.ok()
        there.add(operation.label)

        @settings(
            max_examples=12, deadline=None, derandomize=True, database=None,
            phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def hold(case: Any) -> None:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=checks)
            tried.add(case.operation.label)

        given(operation.as_strategy())(hold)()
    assert tried == there
    assert len(there) > 15

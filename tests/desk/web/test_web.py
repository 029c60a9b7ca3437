"""Every page: whom it obeys, what it forbids, how it speaks, what it says where something is wrong."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from desk.office import Office
from tests.desk.conftest import FIRST, Desk
from tests.desk.web.addresses import ONE, TWO, finding_address


def test_every_page_forbids_foreign_scripts_and_brings_none(office: Office) -> None:
    lead, admin = Desk(office, "lead"), Desk(office, "admin")
    pages = [
        "/",
        "/search?q=数控",
        "/search",
        "/validation",
        ONE,
        TWO,
        finding_address(office),
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


@pytest.mark.parametrize("address", ["/submissions/丙", f"{ONE}/findings/none", "/nothing"])
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

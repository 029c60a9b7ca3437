"""Who gets in, what they may do, what they see: the door, the roles, the cities, the masks."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from sqlalchemy import text

from desk.office import Office
from desk.office.door import IDLE, LONGEST
from desk.office.masks import masked, masked_names, masked_text
from desk.office.passwords import Throttle, weakness
from pipeline.records.personal import is_personal
from pipeline.store import open_store
from tests.desk.conftest import FIRST, PASSWORD, SECOND, Desk, Made

_ONE, _TWO = f"/submissions/{quote(FIRST)}", f"/submissions/{quote(SECOND)}"


def test_nobody_sees_anything_without_signing_in(office: Office) -> None:
    nobody = Desk(office)
    for address in ("/", _ONE, "/search?q=a", "/validation", "/figures", "/audit", "/people", "/batch.xlsx", "/due"):
        answer = nobody.get(address)
        assert answer.status_code == 303, address
        assert answer.headers["location"].startswith("/sign-in?then=%2F")
    asked = nobody.send("POST", f"{_ONE}/fields", json={"key": "apps.total", "written": "1"})
    assert (asked.status_code, asked.json()["problem"]) == (401, "登录已结束，请重新登录")
    assert office.store.corrections(FIRST) == {}


def test_the_first_start_makes_an_administrator_whose_password_works_once(tmp_path: Path) -> None:
    office = Office(open_store(tmp_path / "store"))
    password = office.door.first_account()
    assert password is not None
    assert len(password) == 16
    assert office.door.first_account() is None
    kept = office.people.person("admin")
    assert kept is not None
    assert kept.password.startswith("$argon2id$")
    assert password not in kept.password
    desk = Desk(office)
    assert desk.client.post("/sign-in", data={"login": "admin", "password": password}).status_code == 303
    assert desk.get("/").headers["location"] == "/account"
    viewer = office.door.viewer(desk.client.cookies["heshu_session"])
    assert viewer is not None
    desk.proof = viewer.proof
    weak = desk.post("/account/password", {"old": password, "new": "admin-admin-1", "again": "admin-admin-1"})
    assert "密码不能包含账号" in weak.text
    fresh = {"old": password, "new": "quite-another-8", "again": "quite-another-8"}
    assert desk.post("/account/password", fresh).headers["location"] == "/"
    assert desk.get("/").status_code == 200
    again = Desk(office)
    assert again.client.post("/sign-in", data={"login": "admin", "password": password}).status_code == 401


def test_wrong_passwords_are_counted_and_then_refused_even_where_right(office: Office) -> None:
    desk = Desk(office)
    for _ in range(5):
        answer = desk.client.post("/sign-in", data={"login": "reviewer", "password": "wrong"})
        assert (answer.status_code, "账号或密码不正确" in answer.text) == (401, True)
    refused = desk.client.post("/sign-in", data={"login": "reviewer", "password": PASSWORD})
    assert refused.status_code == 429
    assert "heshu_session" not in desk.client.cookies
    assert [event.what for event in office.store.history()].count("登录失败（来自 testclient）") == 5
    assert desk.client.post("/sign-in", data={"login": "lead", "password": PASSWORD}).status_code == 303


def test_the_throttle_lets_through_after_its_time_and_forgets_on_success() -> None:
    now = [0.0]
    throttle = Throttle(2, 10, lambda: now[0])
    throttle.failed("a")
    now[0] = 4
    throttle.failed("a")
    assert (throttle.wait("a"), throttle.wait("b")) == (6.0, 0.0)
    now[0] = 10
    assert throttle.wait("a") == 0.0
    throttle.failed("a")
    throttle.forget("a")
    throttle.failed("a")
    assert throttle.wait("a") == 0.0


@pytest.mark.parametrize(
    ("password", "fine"),
    [("short", False), ("xx-wang-xx-1", False), ("aaaaaaaaaaaa", False), ("right-enough-3", True)],
)
def test_weak_passwords_are_told(password: str, fine: bool) -> None:
    assert (weakness(password, "wang") == "") is fine


def test_a_session_ends_by_itself_by_signing_out_and_with_the_account(office: Office) -> None:
    def age(column: str, by: timedelta) -> None:
        with office.store.engine.begin() as connection:
            moment = datetime.now(UTC) - by - timedelta(seconds=1)
            connection.execute(
                text(f"update sessions set {column} = :at"), {"at": moment.replace(tzinfo=None).isoformat(" ")}
            )

    for column, by in (("seen_at", IDLE), ("started_at", LONGEST)):
        desk = Desk(office, "reviewer")
        assert desk.get("/").status_code == 200
        age(column, by)
        assert desk.get("/").status_code == 303
    left = Desk(office, "reviewer")
    secret = left.client.cookies["heshu_session"]
    left.post("/sign-out")
    assert office.door.viewer(secret) is None
    closed, admin = Desk(office, "reviewer"), Desk(office, "admin")
    admin.post("/people/reviewer", {"roles": "reviewer", "city": ""})
    assert closed.get("/").status_code == 303
    assert Desk(office).client.post("/sign-in", data={"login": "reviewer", "password": PASSWORD}).status_code == 401


def test_what_the_browser_holds_is_not_what_the_store_keeps(office: Office) -> None:
    desk = Desk(office)
    answer = desk.client.post("/sign-in", data={"login": "reviewer", "password": PASSWORD})
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    secret = desk.client.cookies["heshu_session"]
    with office.store.engine.connect() as connection:
        kept = connection.execute(text("select token from sessions")).scalars().all()
    assert secret not in kept


def test_a_change_needs_the_sessions_proof_and_our_own_origin(office: Office) -> None:
    desk, other = Desk(office, "reviewer"), Desk(office, "reviewer2")
    finding = office.glance.findings(FIRST)[0].finding
    address = f"{_ONE}/findings/{finding.identity}"
    decision = {"decision": "confirmed", "revision": "0"}
    for proof in ("", "x", other.proof):
        assert desk.client.post(address, data={**decision, "proof": proof}).status_code == 403
    assert desk.client.post(f"{_ONE}/fields", json={"key": "apps.total", "written": "1"}).status_code == 403
    own = {**decision, "proof": desk.proof}
    evil = desk.client.post(address, data=own, headers={"Origin": "http://evil.example"})
    assert evil.status_code == 403
    assert desk.client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert {each.revision for each in office.glance.findings(FIRST)} == {0}


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_after_signing_in_nobody_is_sent_elsewhere(office: Office, then: str) -> None:
    answer = Desk(office).client.post("/sign-in", data={"login": "reviewer", "password": PASSWORD, "then": then})
    assert answer.headers["location"] == "/"


_MAY = {
    ("GET", "/"): {"clerk", "reviewer", "lead", "auditor"},
    ("GET", _ONE): {"clerk", "reviewer", "lead", "auditor"},
    ("GET", "/figures"): {"clerk", "reviewer", "lead", "auditor"},
    ("GET", "/validation"): {"clerk", "reviewer", "lead"},
    ("POST", "/deliveries"): {"clerk", "lead"},
    ("POST", f"{_ONE}/open"): {"reviewer", "lead", "auditor"},
    ("GET", f"{_ONE}/report/docx"): {"reviewer", "lead", "auditor"},
    ("GET", "/batch.xlsx"): {"lead"},
    ("GET", "/recommendations/anhui-2023.docx"): {"lead"},
    ("GET", "/audit"): {"auditor", "admin"},
    ("POST", "/audit/verify"): {"auditor", "admin"},
    ("GET", "/people"): {"admin"},
    ("POST", "/people/clerk/password"): {"admin"},
    ("POST", "decide"): {"reviewer", "lead"},
    ("POST", "correct"): {"clerk", "reviewer", "lead"},
}


@pytest.mark.parametrize("role", ["clerk", "reviewer", "lead", "auditor", "admin"])
def test_each_role_may_do_what_it_is_for_and_nothing_else(office: Office, role: str) -> None:
    desk = Desk(office, role)
    finding = office.glance.findings(FIRST)[0].finding.identity
    for (method, address), roles in _MAY.items():
        if address == "decide":
            answer = desk.post(f"{_ONE}/findings/{finding}", {"decision": "asked", "revision": 0})
        elif address == "correct":
            answer = desk.send("POST", f"{_ONE}/fields", json={"key": "models.total", "written": "9"})
        else:
            answer = desk.send(method, address)
        allowed = answer.status_code in (200, 303) and answer.headers.get("location") not in ("/people", "/account")
        assert allowed == (role in roles), (method, address, answer.status_code)


def test_a_city_office_sees_its_own_submissions_only(office: Office) -> None:
    city = Desk(office, "city")
    assert FIRST in city.get("/").text
    assert SECOND not in city.get("/").text
    assert city.get(_ONE).status_code == 200
    file = office.store.files(SECOND)[0]
    for address in (_TWO, f"{_TWO}/sheets/{file.sha256}/1/lines", f"{_TWO}/lists/devices", f"{_TWO}/report/docx"):
        assert city.get(address).status_code == 404, address
    assert SECOND in Desk(office, "reviewer").get("/search", params={"q": "附件:设备清单"}).text
    assert SECOND not in city.get("/search", params={"q": "附件:设备清单"}).text
    shared = next(each.finding for each in office.glance.findings(FIRST) if each.finding.slug == "shared-contact")
    page = city.get(f"{_ONE}/findings/{shared.identity}").text
    assert "属其他地市的申报" in page
    assert (
        city.send(
            "POST", "/validation", json={"submission": SECOND, "key": "contact.title", "written": "x"}
        ).status_code
        == 404
    )
    assert "1" in re.findall(r"<strong>(\d+)</strong> 份申报", city.get("/").text)


def _pages_of(office: Office) -> list[str]:
    findings = [f"{_ONE}/findings/{each.finding.identity}" for each in office.glance.findings(FIRST)]
    return [_ONE, *findings, "/search?q=联系人", "/validation", f"{_ONE}/assessment", f"{_ONE}/lists/enterprises"]


def test_phones_and_names_are_masked_until_somebody_who_may_asks_and_that_is_in_the_audit(
    office: Office, made: Made
) -> None:
    truth = made.truths[FIRST]
    mobile, name = str(truth.fields["contact.mobile"]), str(truth.fields["contact.name"])
    row = truth.lists["enterprises"][0][1]
    desk = Desk(office, "reviewer")
    for address in _pages_of(office):
        page = desk.get(address).text
        assert mobile not in page, address
        assert name not in page, address
        assert row["phone"] not in page, address
    assert masked(mobile) in desk.get(_ONE).text
    other = made.truths[SECOND]
    hidden = [str(other.fields["contact.name"]), other.lists["roster"][0][1]["name"], mobile]
    for file in office.store.files(SECOND):
        for number in range(1, len(office.sheets.parts(file.sha256)) + 1):
            shown = desk.get(f"{_TWO}/sheets/{file.sha256}/{number}/lines").text
            assert [each for each in hidden if each in shown] == []
    assert desk.post(f"{_ONE}/open").status_code == 303
    assert mobile in desk.get(_ONE).text
    assert row["phone"] in desk.get(f"{_ONE}/lists/enterprises").text
    assert mobile not in desk.get(_TWO).text
    assert mobile not in Desk(office, "reviewer").get(_ONE).text
    opened = [event for event in office.store.history(FIRST) if "个人信息" in event.what]
    assert [event.who for event in opened] == ["虚构reviewer（reviewer）"]
    assert office.store.broken_event() is None


def test_what_is_masked_is_painted_over_on_the_page_too(office: Office) -> None:
    desk = Desk(office, "reviewer")
    record = office.store.bare_record(FIRST)
    assert record is not None
    value = record.field("contact.mobile")
    assert value is not None
    assert value.source is not None
    assert value.source.bbox is not None
    address = f"{_ONE}/sheets/{value.source.sha256}/{value.source.page}"

    def ink() -> int:
        image = Image.open(BytesIO(desk.get(f"{address}.png").content)).convert("L")
        x0, y0, x1, y1 = value.source.bbox  # type: ignore[union-attr, misc]
        box = (int(x0 * image.width), int(y0 * image.height), int(x1 * image.width), int(y1 * image.height))
        return sum(count for level, count in enumerate(image.crop(box).histogram()) if level < 128)

    said = value.raw
    assert ink() == 0
    assert not any(said in each[0] for each in desk.get(f"{address}/words").json())
    desk.post(f"{_ONE}/open")
    assert ink() > 20
    assert any(said in each[0] for each in desk.get(f"{address}/words").json())


def test_masks_leave_enough_to_tell_apart_and_nothing_to_use() -> None:
    assert masked("13812345678") == "138****5678"
    assert masked("张三丰") == "张**"
    assert masked("z.san@example.cn") == "z***@example.cn"
    assert masked_text("电话13812345678，编号SB350500-000081", ["张三丰"]) == "电话138****5678，编号SB350500-000081"
    assert masked_text("联系人张三丰", ["张三丰"]) == "联系人张**"
    assert masked_names("1 | 李四 | 数控车床 | 技术部") == "1 | 李* | 数控车床 | 技术部"
    assert masked_names("王㛃 | 李𠮷山") == "王* | 李**"
    assert [is_personal(key) for key in ("contact.mobile", "joint[2].leader", "joint[2].name", "devices.mobile")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_the_administrator_makes_accounts_and_the_last_administrator_stays(office: Office) -> None:
    admin = Desk(office, "admin")
    made = admin.post("/people", {"login": "li", "name": "李虚构", "roles": ["reviewer", "lead"], "city": "合肥市"})
    password = re.search(r'<code class="secret">([^<]+)</code>', made.text)
    assert password is not None
    person = office.people.person("li")
    assert person is not None
    assert (person.roles, person.city, person.must_change) == (("reviewer", "lead"), "合肥市", True)
    assert Desk(office).client.post("/sign-in", data={"login": "li", "password": password[1]}).status_code == 303
    assert "已存在" in admin.post("/people", {"login": "li", "name": "x", "roles": "clerk"}).text
    assert "角色" in admin.post("/people", {"login": "lu", "name": "x", "roles": "king"}).text
    assert "至少要保留一个" in admin.post("/people/admin", {"roles": "lead", "active": "true"}).text
    told = [event.what for event in office.store.history()]
    assert "建立账号 li（审核员、负责人）" in told


def test_the_audit_page_shows_when_somebody_changed_it(office: Office) -> None:
    auditor = Desk(office, "auditor")
    assert "审计日志完整" in auditor.post("/audit/verify").text
    with office.store.engine.begin() as connection:
        connection.execute(text("update events set what = '别的' where id = 3"))
    assert "与前文不符：3" in auditor.post("/audit/verify").text


@pytest.mark.parametrize("path", ["../x.pdf", "a/../../x", "/etc/x", "a/\x00b", "..\\x.pdf", "", "a" * 300])
def test_a_delivery_stays_in_its_folder(office: Office, path: str) -> None:
    desk = Desk(office, "clerk")
    begun = desk.send("POST", "/deliveries").json()
    answer = desk.send("PUT", f"/deliveries/{begun['id']}/files", params={"path": path}, content=b"x")
    assert answer.status_code == 400
    root = office.store.folder / "uploads" / begun["id"]
    assert [each for each in root.rglob("*") if each.is_file()] == []
    assert desk.send("POST", f"/deliveries/{begun['id']}/close").status_code == 400
    other = Desk(office, "lead")
    assert other.send("PUT", f"/deliveries/{begun['id']}/files", params={"path": "a"}, content=b"x").status_code == 404


def test_what_was_handed_in_survives_the_end_of_the_desk(office: Office, made: Made) -> None:
    desk = Desk(office, "clerk")
    office.deliveries.stop()
    whole, begun = (desk.send("POST", "/deliveries").json()["id"] for _ in range(2))
    content = (made.inbox / SECOND / "附件.xlsx").read_bytes()
    for identity in (whole, begun):
        sent = desk.send("PUT", f"/deliveries/{identity}/files", params={"path": "丙/附件.xlsx"}, content=content)
        assert sent.json() == {"size": len(content)}
    waiting = office.deliveries.delivery(whole)
    assert waiting is not None
    office.deliveries.close(waiting)
    office.deliveries.stop()
    again = Office(office.store)
    assert again.deliveries.all() == []
    again.deliveries.resume()
    again.deliveries.stop()
    assert [(each.id, each.who, each.files) for each in again.deliveries.all()] == [(whole, "虚构clerk（clerk）", 1)]
    assert not (office.store.folder / "uploads" / begun).exists()

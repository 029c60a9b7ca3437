"""A finding: both sides, decisions under a person's name, nobody's decision lost, persons masked."""

from __future__ import annotations

from desk.office import Office
from pipeline.records import Evidence, Finding
from tests.desk.conftest import FIRST, SECOND, Desk
from tests.desk.web.addresses import ONE, finding_address


def test_a_decision_is_kept_under_the_persons_name_and_leads_on(desk: Desk, office: Office) -> None:
    address = finding_address(office)
    answer = desk.post(address, {"decision": "confirmed", "revision": 0})
    assert answer.status_code == 303
    assert finding_address(office, "shared-contact") in answer.headers["location"]
    kept = next(each for each in office.glance.findings(FIRST) if each.finding.slug == "count-below-claim")
    assert (kept.finding.status, kept.by, kept.revision) == ("confirmed", "虚构reviewer（reviewer）", 1)
    assert any("confirmed" in event.what and "reviewer" in event.who for event in office.store.history(FIRST))


def test_a_dismissal_without_a_reason_is_refused(desk: Desk, office: Office) -> None:
    address = finding_address(office)
    assert desk.post(address, {"decision": "dismissed", "reason": " ", "revision": 0}).status_code == 400
    assert desk.post(address, {"decision": "nonsense", "revision": 0}).status_code == 422
    assert {each.revision for each in office.glance.findings(FIRST)} == {0}


def test_of_two_reviewers_the_second_sees_what_the_first_decided_and_overwrites_nothing(office: Office) -> None:
    one, two = Desk(office, "reviewer"), Desk(office, "reviewer2")
    address = finding_address(office)
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
    page = desk.get(finding_address(office)).text
    assert "清单是唯一的依据" in page
    assert page.count("cut.png?box=") == 2
    across = desk.get(finding_address(office, "shared-contact")).text
    assert SECOND in across
    assert 'class="lit"' in across


def test_a_person_in_a_row_that_a_finding_quotes_is_masked(desk: Desk, office: Office) -> None:
    side = Evidence("重复的行", "10｜深圳虚构陶瓷有限公司｜41.8｜丁杰永｜13312341546", None)
    office.store.keep_findings(FIRST, "own", [Finding("HC205", "duplicate-row", "high", "重复", ("k",), (side,))], "k")
    address = finding_address(office, "duplicate-row")
    for page in (ONE, address):
        told = desk.get(page).text
        assert "丁**｜133****1546" in told
        assert "深圳虚构陶瓷有限公司" in told
        assert "丁杰永" not in told
    desk.post(f"{ONE}/open")
    assert "丁杰永" in desk.get(address).text

"""Applicants against each other at the desk: who sees which pairs, what is common, what stays masked."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event

import pytest

from desk.office import Office
from flows.correcting import compare_again
from pipeline.checks.across.network import network
from tests.desk.conftest import FIRST, SECOND, THIRD, Desk, deliver, third_submission

_BESIDE = f"/across/{SECOND}/{THIRD}"


def test_the_matrix_and_the_list_tell_who_is_alike(alike: Office) -> None:
    assert any(each.evidence and each.code.startswith("HC7") for each in alike.store.findings(THIRD))
    page = Desk(alike, "reviewer").get("/across").text
    assert f'aria-label="{SECOND} — {THIRD}：' in page
    assert f'aria-label="{THIRD} — {SECOND}：' in page
    slugs = {(each.one, each.two): each.slugs for each in alike.across.pairs()}
    assert "shared-ids" in slugs[THIRD, SECOND]


def test_a_city_sees_its_own_pairs_only(alike: Office) -> None:
    assert alike.across.pairs("合肥市") == []
    assert alike.across.network("合肥市") == []
    city = Desk(alike, "city")
    assert city.get("/across").status_code == 200
    assert THIRD not in city.get("/across").text
    assert city.get(_BESIDE).status_code == 404


def test_the_network_draws_those_who_are_tied(alike: Office) -> None:
    drawn = next(each for each in alike.across.network() if {SECOND, THIRD} <= set(each.members))
    assert {tie.kind for tie in drawn.ties}
    page = Desk(alike, "reviewer").get("/across").text
    assert page.count("<circle") == sum(len(each.members) for each in alike.across.network())
    assert 'style="' not in page


def test_nobody_waits_for_a_network_that_a_change_has_made_old(alike: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before, made, held = alike.across.network(), [], Event()

    def slow(found: object) -> object:
        made.append(held.wait(60))
        return network(found)  # type: ignore[arg-type]

    monkeypatch.setattr("desk.office.across.network", slow)
    alike.store.keep_fields(alike.store.bare_record(SECOND), "another")  # type: ignore[arg-type]
    desk = Desk(alike, "reviewer")
    assert "正在重新计算" in desk.get("/across").text
    assert alike.across.network() == before
    held.set()
    assert alike.across.wait(60)
    assert made == [True]
    assert "正在重新计算" not in desk.get("/across").text
    assert alike.across.network() == before


def test_what_is_shown_old_is_called_old_however_fast_the_new_one_is_made(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made anew between the drawing and the word about it, the page would never look again."""
    across = office.across
    assert THIRD not in {name for each in across.look()[0] for name in each.members}
    third_submission(tmp_path / "inbox" / THIRD)
    deliver(office.store, tmp_path / "inbox" / THIRD)
    monkeypatch.setattr(across._making, "add", lambda _: across._make())
    page = Desk(office, "reviewer").get("/across").text
    assert (f'aria-label="{THIRD}"' in page, "data-again" in page) == (False, True)
    page = Desk(office, "reviewer").get("/across").text
    assert (f'aria-label="{THIRD}"' in page, "data-again" in page) == (True, False)


def test_a_cleared_submission_leaves_the_network_at_once(alike: Office) -> None:
    assert any(THIRD in each.members for each in alike.across.network())
    desk = Desk(alike, "lead")
    assert desk.post("/erasing", {"names": [THIRD], "confirm": "1"}).status_code == 303
    assert alike.clearing.wait(120)
    assert not any(THIRD in each.members for each in alike.across.network())
    assert THIRD not in desk.get("/across").text


def test_two_lists_side_by_side_with_the_common_rows(alike: Office) -> None:
    desk = Desk(alike, "reviewer")
    one, two = (alike.store.record(name) for name in (SECOND, THIRD))
    assert one is not None
    assert two is not None
    for kind in ("devices", "enterprises"):
        mine = one.list(kind)
        assert mine is not None
        page = desk.get(f"{_BESIDE}?show_list={kind}").text
        assert f"<strong>{len(mine.rows)}</strong> 行相同" in page
    page = desk.get(f"{_BESIDE}?show_list=enterprises").text
    phones = {row.cells.get("phone", "") for row in one.list("enterprises").rows} - {""}  # type: ignore[union-attr]
    assert phones
    assert not any(phone in page for phone in phones)
    for name in (SECOND, THIRD):
        desk.post(f"/submissions/{name}/open")
    page = desk.get(f"{_BESIDE}?show_list=enterprises").text
    assert all(phone in page for phone in phones)


def test_two_passages_side_by_side_with_the_common_parts_marked(alike: Office) -> None:
    desk = Desk(alike, "reviewer")
    assert "?text=devices.note" in desk.get(_BESIDE).text
    marked = "".join(re.findall("<mark>([^<]+)</mark>", desk.get(f"{_BESIDE}?text=devices.note").text))
    assert len(marked) > 40
    assert desk.get(f"{_BESIDE}?text=none").status_code == 404
    assert desk.get(f"{_BESIDE}?show_list=none").status_code == 404
    assert desk.get(f"/across/{SECOND}/{SECOND}").status_code == 404


def test_from_a_finding_about_another_it_is_one_click_to_both(alike: Office) -> None:
    finding = next(each.finding for each in alike.glance.findings(THIRD) if each.finding.slug == "shared-ids")
    page = Desk(alike, "reviewer").get(f"/submissions/{THIRD}/findings/{finding.identity}").text
    assert 'data-hotkey="b" href="/across/' in page


def test_a_dismissed_likeness_is_shown_no_more(alike: Office) -> None:
    for name in (SECOND, THIRD):
        for each in alike.glance.findings(name):
            if any(side.submission in (SECOND, THIRD) for side in each.finding.evidence):
                alike.store.decide(name, each.finding.identity, "dismissed", "一家", "虚构", None)
    compare_again(alike.store)
    assert (THIRD, SECOND) not in {(each.one, each.two) for each in alike.across.pairs()}
    assert FIRST in alike.glance.names()

"""Hits as the page shows them: places, facets, names in words, the result as a file."""

from __future__ import annotations

import re
from urllib.parse import quote

from desk.office import Office
from tests.desk.conftest import FIRST, SECOND, Desk


def test_search_leads_to_the_place_counts_by_facet_and_explains_a_bad_query(desk: Desk) -> None:
    page = desk.get("/search", params={"q": "附件:设备清单"}).text
    assert "工业设备清单" in page
    assert "mark=" in page
    assert "at=" in page
    assert "合肥市" in page
    assert 'role="alert"' in desk.get("/search", params={"q": "("}).text
    offers = desk.get("/search/offers", params={"q": "清单少"}).json()
    assert offers[0]["insert"].startswith("发现:清单少于申报")


def test_a_finding_among_the_hits_is_named_in_words(desk: Desk) -> None:
    page = desk.get("/search?q=种类:发现").text
    assert "核查发现" in page
    assert "count-below-claim" not in re.sub(r'href="[^"]*"', "", page)


def test_hits_are_counted_by_status_and_type_in_words(desk: Desk) -> None:
    page = desk.get("/search?q=*").text
    for name, value in (("状态", "open"), ("状态", "filled"), ("类型", "行业型")):
        assert quote(f"{name}:{value}") in page, (name, value)
    assert ">未处理</a>" in page
    assert int(re.findall(r"共 ([\d,]+) 条", desk.get("/search?q=状态:open").text)[0]) > 0


def test_the_result_as_a_file_comes_in_the_order_of_the_page(office: Office) -> None:
    desk, names = Desk(office, "lead"), {}
    for sort in ("number", "-number"):
        page = desk.get(f"/search?q=字段:applicant.total_assets&sort={sort}").text
        address = re.search(r'href="(/search/hits\.csv[^"]*)"', page)
        assert address is not None
        lines = desk.get(address[1].replace("&amp;", "&")).text.splitlines()[1:]
        names[sort] = [line.partition(",")[0] for line in lines]
    assert sorted(names["number"]) == sorted([FIRST, SECOND])
    assert names["number"] == names["-number"][::-1]

"""What a person sees of the hits: of his city only, and nothing personal whatever he looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.office.door import Viewer
from desk.office.searching import Searching
from pipeline.ports import Entry
from pipeline.store.people import Person
from search import open_index

_CONTACTS = {
    "phone": "机床 | 电话13855100001 | 车间",
    "parted": "机床 | 电话 138-5510-0001 | 车间",
    "mail": "机床 | zhangsan@163.com | 车间",
    "identity": "机床 | 34012319900101123X | 车间",
}


@pytest.fixture
def searching(tmp_path: Path) -> Searching:
    index = open_index(tmp_path)
    for name, city in (("甲", "合肥市"), ("乙", "芜湖市")):
        index.replace(
            name,
            [Entry(f"{name}/row/{key}", name, "row", text, facets={"city": city}) for key, text in _CONTACTS.items()],
        )
    return Searching(index)


def _viewer(city: str = "") -> Viewer:
    return Viewer(Person("clerk", "办事员", ("reviewer",), city=city), frozenset())


@pytest.mark.parametrize(
    ("query", "personal"),
    [
        ("13855100001", "5510"),
        ("1385*", "5510"),
        ("138-5510-0001", "5510"),
        ("5510", "5510"),
        ("0001", "5510"),
        ("163", "zhangsan"),
        ("zhangsan", "zhangsan"),
        ("3401*", "19900101"),
    ],
)
def test_a_mark_within_what_is_personal_does_not_show_it(searching: Searching, query: str, personal: str) -> None:
    hits = searching.search(_viewer(), query, None, 20).hits
    assert hits
    for hit in hits:
        assert personal not in hit.entry.text
        assert hit.highlights
        assert all(personal not in each.replace("【", "").replace("】", "") for each in hit.highlights), hit.highlights


def test_marks_beside_what_is_personal_stay(searching: Searching) -> None:
    fragments = [each for hit in searching.search(_viewer(), "车间", None, 20).hits for each in hit.highlights]
    assert len(fragments) == 8
    assert all(each.endswith("【车间】") for each in fragments)


def test_a_city_office_sees_its_own(searching: Searching) -> None:
    own = _viewer("芜湖市")
    assert {hit.entry.submission for hit in searching.search(own, "机床", None, 20).hits} == {"乙"}
    assert {hit.entry.submission for hit in searching.every(own, "机床 OR 地市:合肥")} == {"乙"}
    _, alike = searching.alike(own, "乙/row/phone", 20)
    assert alike.hits == ()
    assert searching.search(_viewer(), "机床", None, 20).total == 8

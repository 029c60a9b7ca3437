"""From what a narrative says to its place: names, and the sentences that speak to an indicator."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from fastapi.testclient import TestClient
from pypdfium2 import PdfDocument

from desk.office import Office
from desk.office.naming import naming_of
from desk.web import make_app
from flows.indexing import index_of, index_submissions
from pipeline.checks.assess import assess_record
from pipeline.checks.programme import load_programme
from pipeline.records import Mention
from pipeline.records.load import load_form
from tests.desk.conftest import FIRST, SECOND, Desk


def test_an_indicators_sentence_is_marked_where_it_stands_on_the_page(office: Office) -> None:
    record = office.store.record(FIRST)
    assert record is not None
    assert record.form is not None
    lines = assess_record(record, load_form(record.form), load_programme("ministry-2023"))
    told = {each.source: each for each in record.sentences}
    shown = [place for line in lines for place in line.places if place.source in told]
    assert len(shown) >= 5
    for each in shown:
        assert each.source is not None
        assert each.source.page is not None
        assert each.source.bbox is not None
        left, top, right, bottom = each.source.bbox
        assert bottom - top < 0.2, "a sentence, not its whole narrative"
        page = PdfDocument(office.store.blobs.get(each.source.sha256))[each.source.page - 1]
        width, height = page.get_size()
        box = (left * width - 2, (1 - bottom) * height - 2, right * width + 2, (1 - top) * height + 2)
        inside = page.get_textpage().get_text_bounded(*box)
        assert "".join(each.source.text.split())[:6] in "".join(inside.split())


def test_the_desk_shows_what_the_narratives_name_and_where_else_it_stands(office: Office) -> None:
    record = office.store.record(FIRST)
    standing = office.store.standing(FIRST)
    assert record is not None
    assert standing is not None
    place = record.sentences[0].source
    named = (
        Mention("ORG", "铁杉轴承有限公司", record.sentences[0].narrative, place, ("applicant", "enterprises")),
        Mention("DATE", "2021年3月", record.sentences[0].narrative, place),
    )
    office.store.keep_fields(replace(record, mentions=named), standing.record_key)
    page = Desk(office, "reviewer").get(f"/submissions/{FIRST}").text
    table = page[page.index('id="named"') :]
    table = table[: table.index("</table>")]
    assert "铁杉轴承有限公司" in table
    assert "机构" in table
    assert "申报单位" in table
    assert f'data-page="{place.page}"' in table
    assert "2021年3月" not in table


def _name_in(office: Office, name: str, *named: tuple[str, str]) -> None:
    """Have a submission's narratives name these."""
    record, standing = office.store.record(name), office.store.standing(name)
    assert record is not None
    assert standing is not None
    place = record.sentences[0] if record.sentences else None
    made = (Mention(*each, "narrative.cases", place.source if place else None) for each in named)
    office.store.keep_fields(replace(record, mentions=tuple(made)), standing.record_key)


def test_a_name_leads_to_the_other_submissions_that_have_it(office: Office) -> None:
    other = office.store.record(SECOND)
    assert other is not None
    applicant = str(other.field("applicant.name").value)  # type: ignore[union-attr]
    _name_in(
        office, FIRST, ("ORG", "铁杉轴承有限公司"), ("ORG", applicant), ("ORG", "工业和信息化部"), ("DATE", "2021年3月")
    )
    _name_in(office, SECOND, ("ORG", "铁杉轴承"), ("ORG", "工业和信息化部"))
    page = Desk(office, "reviewer").get(f"/submissions/{FIRST}").text
    table = page[page.index('id="named"') :]
    shared, borne, everybodys = table[: table.index("</table>")].split("<tr ")[1:]
    link = f'href="/submissions/{quote(SECOND)}"'
    assert "另有 1 份申报书提到" in shared
    assert link in shared
    assert "是另一申报单位" in borne
    assert link in borne
    assert link not in everybodys
    assert "另有" not in everybodys
    assert 'id="named-by"' not in page
    page = Desk(office, "reviewer").get(f"/submissions/{SECOND}").text
    named_by = page[page.index('id="named-by"') :]
    assert f'href="/submissions/{quote(FIRST)}"' in named_by[: named_by.index("</p>")]


def test_the_api_tells_where_else_a_name_stands(office: Office) -> None:
    _name_in(office, FIRST, ("STANDARD", "GB/T 39116-2020"), ("PARK", "铁杉岭高新区"))
    _name_in(office, SECOND, ("STANDARD", "GB/T39116"))
    token = office.people.make_token("reviewer", "试用", "test")
    client = TestClient(make_app(office), base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {token}"})
    answer = client.get(f"/api/submissions/{quote(FIRST)}/names").json()
    assert [(each["name"], each["elsewhere"], each["submissions"]) for each in answer["names"]] == [
        ("GB/T 39116-2020", 1, [SECOND]),
        ("铁杉岭高新区", 0, []),
    ]
    assert answer["names"][0]["page"]
    assert (answer["named_by_total"], answer["named_by"]) == (0, [])


def test_a_city_office_is_told_of_its_own_submissions_only(office: Office) -> None:
    for name in (FIRST, SECOND):
        _name_in(office, name, ("ORG", "铁杉轴承有限公司"))
    cities = {name: office.glance.city(name) for name in (FIRST, SECOND)}
    assert cities[FIRST] != cities[SECOND]
    mine = office.store.record(FIRST)
    assert mine is not None
    (alone,) = naming_of(office.store, mine, str(cities[FIRST])).names
    (every,) = naming_of(office.store, mine, "").names
    assert (alone.elsewhere.count, alone.elsewhere.submissions) == (0, ())
    assert (every.elsewhere.count, every.elsewhere.submissions) == (1, (SECOND,))


def test_what_a_narrative_names_is_found_by_the_scope_for_names(office: Office) -> None:
    record = office.store.record(FIRST)
    standing = office.store.standing(FIRST)
    assert record is not None
    assert standing is not None
    passage = next(each for each in record.sentences if len(each.source.text) >= 12)
    name = passage.source.text[2:8]
    office.store.keep_fields(
        replace(record, mentions=(Mention("ORG", name, passage.narrative, passage.source),)), standing.record_key
    )
    index_submissions(office.store, [FIRST])
    hits = index_of(office.store).search(f'提到:"{name}"').hits
    assert {hit.entry.submission for hit in hits} == {FIRST}
    assert {hit.entry.kind for hit in hits} == {"passage"}

"""From what a narrative says to its place: names, and the sentences that speak to an indicator."""

from __future__ import annotations

from dataclasses import replace

from pypdfium2 import PdfDocument

from desk.office import Office
from flows.indexing import index_of, index_submissions
from pipeline.checks.assess import assess
from pipeline.records import Mention
from pipeline.records.load import load_form
from tests.desk.conftest import FIRST, Desk


def test_an_indicators_sentence_is_marked_where_it_stands_on_the_page(office: Office) -> None:
    record = office.store.record(FIRST)
    assert record is not None
    assert record.form is not None
    lines = assess(record, load_form(record.form), "ministry-2023")
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

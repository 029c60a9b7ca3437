"""One record from documents: form, lists, headings, claims; the readings of the book are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from extractors import assemble as module
from extractors.assemble import assemble
from extractors.fields.book import BookReading
from extractors.headings import Taken, headings_of
from pipeline.document import Cell, Document, Page, Paragraph, Piece, Table, Text
from pipeline.records import Claim, ColumnDef, FieldDef, FieldValue, FileEntry, FormDef, ListDef

COLUMNS = (ColumnDef("serial", ("序号",)), ColumnDef("name", ("APP名称",)), ColumnDef("function", ("功能描述",)))
FORM = FormDef(
    "made-up", "某申报书", "某省", 2023,
    tuple(FieldDef(key, key, "text") for key in ("name", "count", "profile")),
    (ListDef("apps", "附件3", "工业APP清单", COLUMNS, required_columns=("name",)),), (),
)  # fmt: skip
NARRATIVE = Text((Piece("附件6：企业相关资质", locator="paragraph[2]", reader="docx"),))


def paragraph(number: int, text: str, level: int | None = None) -> Paragraph:
    return Paragraph(Text((Piece(text, locator=f"paragraph[{number}]", reader="docx"),)), level)


def word(sha256: str, *blocks: Paragraph | Table) -> Document:
    return Document(sha256, "docx", (Page(1, blocks, reader="docx"),))


def apps(*names: str, first: int = 1) -> Table:
    rows = [["序号", "APP名称", "功能描述"], *([str(at), name, "排产"] for at, name in enumerate(names, first))]
    cells = [
        Cell(r, c, Text((Piece(text, locator=f"table[1]/row[{r}]/cell[{c}]", reader="docx"),)))
        for r, row in enumerate(rows) for c, text in enumerate(row)
    ]  # fmt: skip
    return Table(len(rows), 3, tuple(cells))


BOOK = word("book", paragraph(1, "四、其他说明材料"), paragraph(2, "附件6：企业相关资质"))
ANNEX = word("annex", paragraph(1, "工业APP清单"), apps("甲", "乙"), paragraph(3, "附件6：企业相关资质"))


@pytest.fixture(autouse=True)
def _made_up_books(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(document: Document, form: FormDef, skip: frozenset[tuple[int, int]]) -> BookReading:
        if document.sha256 != "book":
            assert skip
            return BookReading((), 0.0)
        fields = tuple(FieldValue(each.key, each.label, "值", "值", "filled", 0.95) for each in form.fields)
        return BookReading(fields, 0.9, None, (), {"profile": NARRATIVE})

    def recognise(document: Document, forms: Sequence[FormDef]) -> tuple[FormDef | None, float]:
        return (forms[0], 0.8) if document.sha256 == "book" else (None, 0.0)

    monkeypatch.setattr(module, "read_book", read)
    monkeypatch.setattr(module, "recognise", recognise)


def files(*documents: Document) -> list[FileEntry]:
    return [FileEntry(f"{each.sha256}.docx", each.sha256, "docx") for each in documents]


def test_book_and_lists_make_one_record() -> None:
    record = assemble("某企业", files(BOOK, ANNEX), [BOOK, ANNEX], [FORM])
    assert record.form == "made-up"
    assert [each.key for each in record.fields] == ["name", "count", "profile"]
    assert [(each.kind, len(each.rows)) for each in record.lists] == [("apps", 2)]
    assert [version.kind for version in record.versions] == ["docx"]
    assert record.versions[0].sha256s == ("book",)


def test_titles_are_headings_but_the_list_of_materials_is_not() -> None:
    record = assemble("某企业", files(BOOK, ANNEX), [BOOK, ANNEX], [FORM])
    found = [(heading.text, heading.source.sha256) for heading in record.headings]
    assert ("附件6：企业相关资质", "annex") in found
    assert ("附件6：企业相关资质", "book") not in found
    assert ("工业APP清单", "annex") in found


def test_claims_come_from_the_narratives_of_the_book() -> None:
    def find(form: FormDef, texts: Mapping[str, Text], document: Document) -> Sequence[Claim]:
        assert (form.id, document.sha256) == ("made-up", "book")
        return [Claim("count", key, 1, 1, 1, str(text)) for key, text in texts.items()]

    record = assemble("某企业", files(BOOK), [BOOK], [FORM], find_claims=find)
    assert [claim.narrative for claim in record.claims] == ["profile"]


def test_a_table_alone_tells_its_form() -> None:
    record = assemble("某市", files(ANNEX), [ANNEX], [FORM])
    assert record.form == "made-up"
    assert record.fields == ()
    assert record.versions == ()


def test_nothing_known_is_no_form() -> None:
    other = word("other", paragraph(1, "会议通知"))
    record = assemble("某企业", files(other), [other], [FORM])
    assert (record.form, record.lists, len(record.files)) == (None, (), 1)


def test_names_in_a_row_are_a_list_of_attachments() -> None:
    lines = ["附件1：工业设备清单", "附件2：工业模型清单", "附件9：财务报表", "资产表"]
    document = word(
        "x", *(paragraph(at, text) for at, text in enumerate(lines[:3])), apps("甲"), paragraph(5, lines[2])
    )
    texts = [heading.source.locator for heading in headings_of(document, Taken(), frozenset(), book=True)]
    assert texts == ["paragraph[5]"]


def test_entries_of_the_contents_are_no_headings() -> None:
    document = word("x", paragraph(1, "一、基本信息", 1), paragraph(2, "一、基本信息", 1))
    first, _ = headings_of(document, Taken(), frozenset(), book=False)
    (kept,) = headings_of(document, Taken((), [first]), frozenset(), book=False)
    assert kept.source.locator == "paragraph[2]"

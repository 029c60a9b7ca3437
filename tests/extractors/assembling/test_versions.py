"""The book in several files: parts are one version, versions stay apart, the sealed one counts."""

from __future__ import annotations

from extractors.fields.book import BookReading
from extractors.origin import origin_of
from extractors.versions import Part, counting_fields, group_versions
from pipeline.document import BBox, Document, Frame, Page, Seal
from pipeline.records import FieldDef, FieldValue, FormDef, Status, Value, Version

FORM = FormDef("f", "某表", "某省", 2023, tuple(FieldDef(key, key, "text") for key in "abcdefgh"), (), ())


def value(
    key: str, said: Value = "某值", confidence: float = 0.95, status: Status = "filled", **more: object
) -> FieldValue:
    return FieldValue(key, key, said, str(said or ""), status, confidence, **more)  # type: ignore[arg-type]


def document(name: str, reader: str = "docx", *, sealed: bool = False) -> Document:
    frame = None if reader == "docx" else Frame.upright(595, 842)
    seals = (Seal(BBox(0, 0, 9, 9)),) if sealed else ()
    return Document(name, "x", (Page(1, (), 595, 842, frame, reader, seals=seals),))


def part(name: str, *fields: FieldValue, reader: str = "docx", score: float = 0.9, sealed: bool = False) -> Part:
    made = document(name, reader, sealed=sealed)
    return Part(made, origin_of(made), BookReading(fields, score))


def chosen(*parts: Part) -> dict[str, FieldValue]:
    versions = [Version(book.kind, book.fields()) for book in group_versions(parts)]
    return {each.key: each for each in counting_fields(versions, FORM)}


def test_parts_that_fill_different_fields_are_one_version() -> None:
    first = part("one", value("a"), value("b"), value("c"), value("d", None, 0.9, "blank"))
    second = part("two", value("d", "丁"), value("e"), value("f"), value("a", None, 0.9, "blank"))
    (book,) = group_versions([first, second])
    fields = {each.key: each.value for each in book.fields()}
    assert fields == {"a": "某值", "b": "某值", "c": "某值", "d": "丁", "e": "某值", "f": "某值"}


def test_the_sealed_scan_counts_where_versions_disagree() -> None:
    word = part("word", value("a", "5230"), value("b"), value("c"))
    scan = part("scan", value("a", "5280"), value("b"), value("c"), reader="rapidocr", sealed=True)
    books = group_versions([word, scan])
    assert [book.kind for book in books] == ["scan", "docx"]
    found = chosen(word, scan)["a"]
    assert found.value == "5280"
    assert "5230" in found.alternatives


def test_agreement_makes_a_doubtful_value_sure_and_disagreement_does_not() -> None:
    word = part("word", value("a", "甲", 1.0), value("b", "乙", 1.0), value("c"))
    scan = part("scan", value("a", "甲", 0.7), value("b", "丁", 0.7), value("c"), reader="rapidocr")
    found = chosen(word, scan)
    assert found["a"].confidence > 0.9
    assert found["b"].value == "丁"
    assert found["b"].confidence == 0.7


def test_another_reading_that_the_other_version_confirms_is_taken() -> None:
    scan = part("scan", value("a", "61", 0.6, alternatives=("19",)), value("b"), value("c"), reader="rapidocr")
    found = chosen(part("word", value("a", "19", 1.0), value("b"), value("c")), scan)["a"]
    assert (found.value, found.alternatives) == ("19", ("61",))


def test_what_the_scan_surely_leaves_blank_stays_blank() -> None:
    word = part("word", value("a"), value("b"), value("c"))
    sure = part("scan", value("a", None, 0.95, "blank"), value("b"), value("c"), reader="rapidocr")
    lost = part("scan", value("a", None, 0.2, "blank"), value("b"), value("c"), reader="rapidocr")
    assert chosen(word, sure)["a"].status == "blank"
    assert chosen(word, lost)["a"].status == "filled"


def test_text_that_merely_resembles_the_form_is_no_book() -> None:
    assert not part("annex", *(value(key, confidence=0.4) for key in "abcdef"), score=0.05).holds_book
    assert part("promise", *(value(key) for key in "abc"), score=0.05).holds_book
    assert part("worn", value("a", confidence=0.6), score=0.5).holds_book

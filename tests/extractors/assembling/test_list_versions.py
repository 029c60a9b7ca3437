"""Lists from several files: parts are joined in order, versions are not counted twice, doubts are settled."""

from __future__ import annotations

from dataclasses import replace

from extractors.list_versions import ListPart, merge_lists, same_list
from extractors.origin import Origin, OriginKind
from pipeline.document import Source
from pipeline.records import ListRecord, Row


def row(serial: int, name: str, confidence: float = 1.0, class_name: str | None = None) -> Row:
    cells = {"serial": str(serial), "name": name, "contact": f"某{serial}", "phone": str(13900000000 + serial)}
    place = Source("ab", 1, (0, 0, 1, 1), None, "x", confidence)
    sources = {key: replace(place, confidence=1.0, text=cell) for key, cell in cells.items()} | {"name": place}
    return Row(cells, place, class_name, confidence, sources)


def part(kind: OriginKind, *rows: Row, sealed: bool = False, list_kind: str = "enterprises") -> ListPart:
    return ListPart(ListRecord(list_kind, rows, f"清单{len(rows)}"), Origin(kind, sealed))


def names(record: ListRecord) -> list[str]:
    return [each.cells["name"] for each in record.rows]


def test_parts_are_joined_by_their_numbers() -> None:
    second = part("docx", row(3, "丙厂"), row(4, "丁厂"))
    first = part("docx", row(1, "甲厂"), row(2, "乙厂"))
    (record,), versions = merge_lists([second, first])
    assert names(record) == ["甲厂", "乙厂", "丙厂", "丁厂"]
    assert list(versions) == ["docx"]


def test_parts_that_number_anew_stay_in_the_order_of_files() -> None:
    (record,), _ = merge_lists(
        [
            part("docx", row(1, "乙厂")),
            part("docx", replace(row(2, "甲厂"), cells={"serial": "1", "name": "甲厂", "contact": "另某"})),
        ]
    )
    assert names(record) == ["乙厂", "甲厂"]


def test_a_second_version_is_not_counted_again() -> None:
    word = part("docx", row(1, "甲厂"), row(2, "乙厂"), row(3, "丙厂"))
    scan = part("scan", row(1, "甲厂"), row(2, "乙广"), sealed=True)
    (record,), versions = merge_lists([word, scan])
    assert len(record.rows) == 2
    assert names(versions["docx"][0]) == ["甲厂", "乙厂", "丙厂"]


def test_doubtful_cells_are_settled_by_the_other_version() -> None:
    word = part("docx", row(1, "甲某精密机械有限公司"), row(2, "丁某化工有限公司"))
    scan = part("scan", row(1, "甲某精密机诫有限公司", 0.6), row(2, "丙某化工有限公司"))
    (record,), _ = merge_lists([word, scan])
    assert names(record) == ["甲某精密机械有限公司", "丙某化工有限公司"]
    assert record.rows[0].confidence > 0.9


def test_each_kind_is_one_list_in_order_of_appearance() -> None:
    lists, _ = merge_lists(
        [
            part("pdf", row(1, "甲"), list_kind="apps"),
            part("pdf", row(1, "乙")),
            part("pdf", row(2, "丙"), list_kind="apps"),
        ]
    )
    assert [(record.kind, len(record.rows)) for record in lists] == [("apps", 2), ("enterprises", 1)]


def test_lists_with_some_rows_in_common_are_not_the_same() -> None:
    shared = [row(1, "甲厂")]
    assert not same_list([*shared, row(7, "庚厂"), row(8, "辛厂")], [row(2, "甲厂"), row(3, "己厂"), row(4, "戊厂")])
    assert same_list(shared, [*shared, row(2, "乙厂")])
    assert not same_list([], shared)

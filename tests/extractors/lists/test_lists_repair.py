"""Misread cells put right by the list itself: only where doubtful, never silently, never on files that are text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.lists.repair import REPAIRED, repaired
from pipeline.document import Source
from pipeline.records import FormDef, ListDef, Row


def row(confidence: float = 0.99, reader: str = "rapidocr", **cells: str) -> Row:
    sources = {
        key: Source("ab", 1, (0, 0, 1, 1), None, reader, confidence, cell) for key, cell in cells.items() if cell
    }
    return Row(cells, Source("ab", 1, (0, 0, 1, 1), None, reader, confidence), None, confidence, sources)


@pytest.fixture
def devices(form: FormDef) -> ListDef:
    found = form.list("devices")
    assert found is not None
    return found


def numbered(*serials: str) -> list[Row]:
    return [row(serial=serial, name="泵", device_id="") for serial in serials]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["1", "2", "l3"[1:], "4"], ["1", "2", "3", "4"]),
        (["10", "11", "l2", "13"], ["10", "11", "12", "13"]),
        (["17", "18", "61", "20"], ["17", "18", "19", "20"]),
        (["1", "", "3"], ["1", "2", "3"]),
        (["17", "18", "1", ")", "1", "2", "2", "24", "25"], ["17", "18", "19", "20", "21", "22", "23", "24", "25"]),
        (["1", "2", "3", "1", "2", "3", "4", "5"], ["1", "2", "3", "1", "2", "3", "4", "5"]),
        (["1", "2", "3", "5", "5", "6"], ["1", "2", "3", "5", "5", "6"]),
        (["1", "2", "4", "5"], ["1", "2", "4", "5"]),
        (["1", "2", "2", "4"], ["1", "2", "2", "4"]),
        (["5", "7", "1", "2"], ["5", "7", "1", "2"]),
        (["1", "2", "1", "2"], ["1", "2", "1", "2"]),
        (["9", "10", "11", "1"], ["9", "10", "11", "1"]),
    ],
)
def test_serials_by_their_neighbours(devices: ListDef, written: list[str], meant: list[str]) -> None:
    rows = repaired(numbered(*written), devices, {})
    assert [each.cells["serial"] for each in rows] == meant


def test_repaired_cells_tell_what_was_read(devices: ListDef) -> None:
    rows = repaired(numbered("10", "l1", "12"), devices, {})
    assert rows[1].cells["serial"] == "11"
    assert rows[1].cell_sources["serial"].text == "l1"
    assert rows[1].confidence <= REPAIRED
    assert rows[0].confidence == 0.99


def test_ids_follow_the_pattern_of_the_list(devices: ListDef) -> None:
    ids = ["QX-10021", "QX-10022", "QX1OO23", "QX-1OO24", "0X-10025", "QX10026", "QX10027", "旧编号甲"]
    rows = [row(serial=str(at), device_id=each) for at, each in enumerate(ids, 1)]
    assert [each.cells["device_id"] for each in repaired(rows, devices, {})] == [
        "QX-10021", "QX-10022", "QX10023", "QX-10024", "QX-10025", "QX10026", "QX10027", "旧编号甲",
    ]  # fmt: skip


def test_an_id_is_fitted_to_a_usual_number_of_digits_only(devices: ListDef) -> None:
    ids = [*(f"QX-1002{n}" for n in range(8)), "QX-1000211", "QX-1OO2112"]
    rows = [row(serial=str(at), device_id=each) for at, each in enumerate(ids, 1)]
    assert [each.cells["device_id"] for each in repaired(rows, devices, {})] == ids


def test_a_short_word_that_differs_in_one_character_is_another_word(devices: ListDef) -> None:
    rows = [row(serial=str(at), name="空压机一号") for at in (1, 2)]
    rows += [row(0.6, serial="3", name="空压机二号")]
    assert repaired(rows, devices, {})[2].cells["name"] == "空压机二号"


def test_doubtful_spelling_gives_way_to_the_frequent_one(devices: ListDef) -> None:
    firm = "某市子丑精密机械有限公司"
    rows = [row(serial=str(at), enterprise=firm) for at in (1, 2, 3)]
    rows += [
        row(0.6, serial="4", enterprise="某市子丒精密机械有限公司"),
        row(serial="5", enterprise="某市子卯精密机械有限公司"),
    ]
    found = [each.cells["enterprise"] for each in repaired(rows, devices, {})]
    assert found == [firm, firm, firm, firm, "某市子卯精密机械有限公司"]


def test_short_words_change_only_to_what_the_engine_offered(devices: ListDef) -> None:
    rows = [row(serial=str(at), protocol="MQTT") for at in (1, 2)]
    rows += [row(0.5, serial="3", protocol="MOTT"), row(0.5, serial="4", protocol="HTTP")]
    rows += [row(0.5, serial="5", protocol="M8TT")]
    found = [each.cells["protocol"] for each in repaired(rows, devices, {(4, "protocol"): ("MQTT",)})]
    assert found == ["MQTT", "MQTT", "MQTT", "HTTP", "MQTT"]


def test_a_lost_end_is_put_back(devices: ListDef) -> None:
    firms = [f"某市{name}机械有限公司" for name in "子丑寅卯辰巳午未"]
    said = [*firms, "某市申机械有限公", "某市酉机械有限公☑", "某市戌机械有限公社", "某市公"]
    rows = [row(serial=str(at), enterprise=firm) for at, firm in enumerate(said, 1)]
    found = [each.cells["enterprise"] for each in repaired(rows, devices, {})]
    assert found == [*firms, "某市申机械有限公司", "某市酉机械有限公司", "某市戌机械有限公社", "某市公"]


def test_a_lost_second_line_is_put_back(devices: ListDef) -> None:
    rows = [row(serial=str(at), name="工业互联网网关设备") for at in (1, 2)]
    rows += [row(serial="3", name="工业互联网网关设"), row(serial="4", name="工业互联网")]
    found = [each.cells["name"] for each in repaired(rows, devices, {})]
    assert found[2:] == ["工业互联网网关设备", "工业互联网"]


def test_phones_are_digits(form: FormDef) -> None:
    definition = form.list("enterprises")
    assert definition is not None
    rows = repaired(
        [row(serial="1", name="甲", phone="I39O0000001"), row(serial="2", name="乙", phone="3900-l")], definition, {}
    )
    assert [each.cells["phone"] for each in rows] == ["13900000001", "3900-l"]


def test_text_files_stay_as_they_are(devices: ListDef) -> None:
    rows = [replace(each, source=replace(each.source, reader="sheet")) for each in numbered("1", "l2", "3")]
    assert [each.cells["serial"] for each in repaired(rows, devices, {})] == ["1", "l2", "3"]

"""What the words and numbers around a number say of it."""

from __future__ import annotations

from nlp_models.candidates import candidates
from nlp_models.concepts import concepts
from nlp_models.kinds import kinds_around
from nlp_models.neighbours import before_another, over_semicolons, without_digits
from nlp_models.statement import Candidate, Statement
from nlp_models.stretches import statements, stretches


def _first(text: str) -> tuple[Statement, Candidate]:
    statement = Statement(text, 2023)
    return statement, next(each for each in candidates(statement, 0) if each.concept is not None)


def test_the_next_number_is_told_by_its_noun_its_distance_and_whether_it_is_a_sum() -> None:
    statement, candidate = _first("印刷设备30台、包装设备20台，合计50台")
    found = set(before_another(statement, statement.quantities[0], candidate))
    assert "next near same=True noun=same" in found
    assert "next bigger=False same=True" in found
    assert "next total=True same=True" in set(before_another(statement, statement.quantities[1], candidate))
    assert before_another(statement, statement.quantities[2], candidate) == ["next=none"]


def test_numbers_of_three_stretches_that_add_up_are_seen() -> None:
    made = statements(list(stretches("设备30台；设备20台；设备50台")), 2023)
    candidate = Candidate("before", next(each for each in concepts() if each.id == "devices"))
    found = [over_semicolons(each, each.quantities[0], candidate) for each in made]
    assert "wide part of a sum" in found[0]
    assert "wide part of a sum" in found[1]
    assert "wide sum of those before" in found[2]
    alone = Statement("设备30台", 2023)
    assert over_semicolons(alone, alone.quantities[0], candidate) == []


def test_kinds_of_words_are_known_by_where_they_stand() -> None:
    text = "去年不计，越南工厂接入30台，明年再看"
    start = text.index("30")
    place = (text.index("越南"), start, start + 3, text.index("，明年"))
    found = set(kinds_around(text, place, Candidate("none")))
    assert {"kind place in", "kind was earlier", "kind ahead later", "kind wrong head"} <= found
    assert "kind place after" not in found
    assert not {each for each in kinds_around("平台接入30台", (0, 4, 7, 7), Candidate("none")) if "place" in each}


def test_digits_are_masked() -> None:
    assert without_digits("由1,200台到3.4万台") == "由0台到0万台"

"""What tells that something is ahead, by where it stands."""

from __future__ import annotations

from nlp_models.ahead import what_is_ahead
from nlp_models.claims import all_claims_in
from nlp_models.statement import Statement
from nlp_models.stretches import statements, stretches


def _of(statement: Statement, at: int = 0) -> set[str]:
    quantity = statement.quantities[at]
    left = statement.text.rfind("，", 0, quantity.start) + 1
    right = statement.text.find("，", quantity.end)
    return set(what_is_ahead(statement, quantity, (left, right if right >= 0 else len(statement.text))))


def test_kinds_of_words_are_told_by_the_clause_that_they_stand_in() -> None:
    found = _of(Statement("入冬前备货，平台接入30台排队设备，合同已签，年底分解", 2023))
    assert {"ahead season earlier", "ahead pending after", "ahead paper behind", "ahead paper far"} <= found
    assert "ahead near=none next=pending" in found
    assert "ahead done in" not in found


def test_a_number_is_held_against_its_like_beside_it() -> None:
    statement = Statement("先进线设备9000台，当前6000台，服务企业30家", 2023)
    assert "beside done smaller own=neither" in _of(statement, 0)
    assert "beside neither bigger own=done" in _of(statement, 1)
    assert "beside none own=neither" in _of(statement, 2)


def test_what_is_ahead_may_be_said_beyond_a_semicolon() -> None:
    one, two = statements(list(stretches("设备30台；届时再看，待批复")), 2023)
    assert "ahead pending over behind" in _of(one)
    assert "ahead pending over behind" not in set(what_is_ahead(Statement("设备30台", 2023), one.quantities[0], (0, 5)))
    assert two.together == (one, two)


def test_what_is_under_way_to_be_approved_is_no_total_of_today() -> None:
    text = "发明专利授权41件；进入实审的26件，最快冬天拿证。"
    assert {each.quantity.value: each.scope for each in all_claims_in(text, 2023)} == {41: "whole", 26: "plan"}

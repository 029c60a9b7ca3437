from __future__ import annotations

import pytest

from nlp_models.candidates import candidates
from nlp_models.claims import all_claims_in
from nlp_models.resolve import resolve
from nlp_models.statement import Statement, Told
from nlp_models.stretches import stretches


def _kinds(text: str, at: int, told: bool = False) -> set[tuple[str, str]]:
    statement = Statement(text, 2023)
    if told:
        first = candidates(statement, 0)[1].concept
        assert first is not None
        statement.told.append(Told(statement.quantities[0], first, "whole"))
    return {(each.how, each.concept.id if each.concept else "") for each in candidates(statement, at)}


def test_a_number_may_count_nothing_what_is_named_around_it_and_what_its_measure_word_mostly_counts() -> None:
    kinds = _kinds("平台接入设备30台，服务企业5家", 0)
    assert {("none", ""), ("before", "devices"), ("unit", "devices")} <= kinds
    assert not any(name == "enterprises" for _, name in kinds)


def test_a_number_may_go_on_with_what_was_counted_before_or_with_the_whole_of_which_that_is_a_class() -> None:
    kinds = _kinds("运行设备30台，另有20台", 1, told=True)
    assert {("carry", "running"), ("total", "devices")} <= kinds


def test_the_end_of_a_longer_noun_may_be_meant() -> None:
    assert ("inside", "patents") in _kinds("拟申请专利10项", 0)


@pytest.mark.parametrize(
    "sentence", ["去年安排接入工业设备1800台，实际完成1,950台", "订阅最多的前十款工业APP中，自研6款"]
)
def test_what_was_done_last_year_and_what_is_ranked_is_never_a_total(sentence: str) -> None:
    (told,) = resolve(list(stretches(sentence)), 2023)
    assert told
    assert "whole" not in {each.scope for each in told}


def test_how_sure_a_total_is_goes_with_it() -> None:
    (plain,) = all_claims_in("平台已接入工业设备1,600台", 2023)
    assert plain.scope == "whole"
    assert 0.7 <= plain.sure <= 1

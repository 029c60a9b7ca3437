"""What a stretch of a sentence takes over from those before it, and what from another sentence."""

from __future__ import annotations

import pytest

from nlp_models.candidates import candidates
from nlp_models.claims import all_claims_in
from nlp_models.resolve import resolve
from nlp_models.statement import Told
from nlp_models.stretches import statements, stretches


def test_stretches_know_where_they_start_and_what_parts_them_from_the_one_before() -> None:
    text = "省内80家；省外20家。协议。\u202912种"
    found = list(stretches(text))
    assert [each.text for each in found] == ["省内80家", "省外20家", "协议", "12种"]
    assert all(text[each.start :].startswith(each.text) for each in found)
    assert [each.goes_on for each in found] == [False, True, False, False]
    assert [each.headed for each in found] == [False, True, True, False]


def test_beyond_a_semicolon_a_number_may_count_what_was_counted_before_it() -> None:
    first, second = statements(list(stretches("运行设备30台；另外20台")), 2023)
    running = next(each.concept for each in candidates(first, 0) if each.concept and each.concept.id == "running")
    first.told.append(Told(first.quantities[0], running, "whole"))
    kinds = {(each.how, each.concept.id) for each in candidates(second, 0) if each.concept}
    assert {("over", "running"), ("over", "devices")} <= kinds
    assert (second.before, first.behind) == (tuple(first.quantities), tuple(second.quantities))


def test_another_sentence_hands_on_nothing_but_a_heading() -> None:
    first, second = statements(list(stretches("运行设备30台。另外20台")), 2023)
    assert (second.earlier, second.before, second.heading, first.behind) == (None, (), (), ())
    _, headed = statements(list(stretches("协议。34种")), 2023)
    assert ("heading", "protocols") in {(each.how, each.concept.id) for each in candidates(headed, 0) if each.concept}
    _, after_a_paragraph = statements(list(stretches("协议。\u202934种")), 2023)
    assert after_a_paragraph.heading == ()


def test_a_noun_that_needs_another_finds_it_beyond_the_semicolon() -> None:
    _, second = statements(list(stretches("上架APP100款；自研60款")), 2023)
    assert "self_apps" in {each.concept.id for each in second.mentions}
    (alone,) = statements(list(stretches("自研60款")), 2023)
    assert "self_apps" not in {each.concept.id for each in alone.mentions}


@pytest.mark.parametrize("mark", ["；", ";"])
def test_of_parts_and_their_sum_in_three_stretches_only_the_sum_is_a_total(mark: str) -> None:
    text = f"南片区服务企业640家{mark}北片区服务企业260家{mark}全部服务企业900家。"
    assert [each.quantity.value for each in all_claims_in(text, 2023) if each.scope == "whole"] == [900]


def test_many_sentences_are_told_as_each_alone_is() -> None:
    said = [f"平台接入工业设备{count}台" for count in range(1000, 1080)]
    together = list(resolve(list(stretches("。".join(said))), 2023))
    assert [told[0].quantity.value for told in together] == list(range(1000, 1080))
    assert {told[0].scope for told in together} == {"whole"}

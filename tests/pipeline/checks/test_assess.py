"""Any submission against any programme: met, not met, not stated, or for the reviewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.checks.assess import VERDICTS, Assessment, assess_record
from pipeline.checks.examples import record_of
from pipeline.checks.programme import load_programme, load_programmes
from pipeline.document import Source
from pipeline.problems import FormDefinitionError
from pipeline.records import Sentence
from pipeline.records.load import load_form, load_forms


def held(
    programme: str,
    item: str,
    fields: Mapping[str, object],
    lists: Mapping[str, object] | None = None,
    form: str = "guangdong-2018",
) -> Assessment:
    record = record_of({"fields": fields, "lists": lists or {}}, load_form(form))
    return next(
        each for each in assess_record(record, load_form(form), load_programme(programme)) if each.requirement == item
    )


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"devices.total": 5000}, "met"),
        ({"devices.total": 4999}, "not-met"),
        ({"devices.total": 4999, "sensors.points": 30000}, "met"),
        ({"devices.total": 4999, "sensors.points": 29999}, "not-met"),
        ({"devices.total": ""}, "not-stated"),
        ({"devices.total": "无"}, "not-stated"),
        ({"devices.total": {"value": 9000, "confidence": 0.4, "reader": "rapidocr"}}, "not-stated"),
    ],
)
def test_a_minimum_with_an_alternative(fields: Mapping[str, object], verdict: str) -> None:
    found = held("changzhou-national", "工业设备连接数量", fields)
    assert found.verdict == verdict
    assert "连接不少于5000台工业设备" in found.basis


def test_a_list_that_shows_less_leaves_it_to_the_reviewer() -> None:
    rows = {"rows": 12, "cells": {"serial": "{n}", "name": "应用{n}", "developer": "甲"}}
    found = held("changzhou-region", "工业APP数量", {"apps.total": 60}, {"apps": rows}, "anhui-2023")
    assert (found.verdict, found.evidenced) == ("for-reviewer", "工业 APP 清单：12行")
    assert held("changzhou-region", "工业APP数量", {"apps.total": 60}, None, "anhui-2023").verdict == "met"


def test_the_rows_of_a_class_back_the_field_of_that_class() -> None:
    rows = [
        {"serial": n, "name": f"模型{n}", "class": "数据算法模型" if n > 3 else "研发仿真模型"} for n in range(1, 16)
    ]
    lists = {"models": rows}
    fields = {"models.data_algorithm": 20}
    found = held("changzhou-region", "工业数据分析算法数量", fields, lists, "fujian-2023")
    assert found.verdict == "met"
    assert (
        held("changzhou-region", "工业数据分析算法数量", fields, {"models": rows[:9]}, "fujian-2023").verdict
        == "for-reviewer"
    )


def test_a_question_in_words_shows_what_speaks_to_it() -> None:
    fields = {"development.graphical": True, "narrative.plan": "下一步计划"}
    found = held("changzhou-region", "图形化开发能力", fields)
    assert found.verdict == "for-reviewer"
    assert "图形化" in found.declared
    assert [each.source is not None for each in found.places] == [True]


def test_a_question_that_nothing_speaks_to_is_not_stated() -> None:
    assert held("changzhou-region", "图形化开发能力", {}).verdict == "not-stated"


def test_ticked_options_are_counted() -> None:
    fields = {"platform.technologies": ["数字孪生", "视觉检测"]}
    item = "新兴技术集成应用3项"
    assert held("changzhou-supply-chain", item, fields, None, "anhui-2023").verdict == "not-met"
    fields["platform.technologies"].append("知识图谱")
    assert held("changzhou-supply-chain", item, fields, None, "anhui-2023").verdict == "met"


def test_the_forms_own_minimums_are_among_them() -> None:
    fields = {"platform.type": "技术型", "solutions.total": 3}
    found = held("anhui-2023", "应用现状/平台解决方案数量(个)不少于4", fields, None, "anhui-2023")
    assert found.verdict == "not-met"


def test_minimums_of_other_types_are_left_out() -> None:
    record = record_of({"fields": {"platform.type": "行业型", "solutions.total": 3}}, load_form("anhui-2023"))
    assert assess_record(record, load_form("anhui-2023"), load_programme("anhui-2023")) == ()


@pytest.mark.parametrize("form", [form.id for form in load_forms()])
def test_every_programme_can_be_held_against_every_form(form: str) -> None:
    empty = record_of({}, load_form(form))
    for programme in load_programmes():
        for each in assess_record(empty, load_form(form), programme):
            assert each.verdict == "not-stated"
            assert VERDICTS[each.verdict]
            assert each.basis


def test_an_unknown_programme_is_refused() -> None:
    with pytest.raises(FormDefinitionError):
        load_programme("none")


def test_the_scoring_sheet_points_at_sentences_of_any_narrative() -> None:
    form = load_form("anhui-2023")
    text = "平台连接设备三千台。与三所高校共建实验室，开展人才培养。毛利率保持在行业前列。"
    record = record_of({"fields": {"narrative.ecosystem": "见上。", "narrative.services": text}}, form)
    lines = {each.requirement: each for each in assess_record(record, form, load_programme("ministry-2023"))}
    ecosystem = [each.text for each in lines["3.生态运营能力"].places]
    assert any("与三所高校共建实验室" in each for each in ecosystem)
    assert not any("毛利率" in each for each in ecosystem)
    assert any("毛利率保持在行业前列" in each.text for each in lines["1.平台盈利能力"].places)
    assert all(programme.words for programme in load_programme("ministry-2023").requirements)


def test_the_sheet_points_at_the_sentence_and_not_at_its_whole_narrative() -> None:
    form = load_form("anhui-2023")
    text = "平台稳定运行，服务良好。与三所高校共建实验室，开展人才培养。"
    record = record_of({"fields": {"narrative.services": text}}, form)
    place = Source("ab", 7, (0.1, 0.4, 0.9, 0.45), text="与三所高校共建实\n验室，开展人才培养。")
    record = replace(record, sentences=(Sentence("narrative.services", place),))
    lines = {each.requirement: each for each in assess_record(record, form, load_programme("ministry-2023"))}
    shown = next(each for each in lines["3.生态运营能力"].places if "高校" in each.text)
    assert shown.source == place

from __future__ import annotations

import pytest

from nlp_models.claims import all_claims_in, claims_in, find_claims
from nlp_models.concepts import concepts, find_mentions
from pipeline.document import LINE_BREAK, BBox, Document, Frame, Page, Piece, Text
from pipeline.records import FieldDef, FormDef


def said(text: str) -> list[tuple[str, float]]:
    return [(claim.concept.id, claim.quantity.value) for claim in claims_in(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("平台已连接工业设备1.2万余台，沉淀机理模型近300个", [("devices", 12000.0), ("models", 300.0)]),
        ("目前服务企业18家，其中中小微企业占七成以上", [("enterprises", 18.0)]),
        ("平台沉淀工业机理模型及微服务17个，部署工业APP共9个", [("models", 17.0), ("apps", 9.0)]),
        ("支持25种工业协议解析", [("protocols", 25.0)]),
        ("累计服务5,230家企业", [("enterprises", 5230.0)]),
        ("注册第三方开发者520名", [("third_party", 520.0)]),
        ("拥有专利31项", [("patents", 31.0)]),
        ("累计服务园区7个", [("parks", 7.0)]),
    ],
)
def test_a_statement_about_the_platform_is_a_claim(sentence: str, expected: list[tuple[str, float]]) -> None:
    assert said(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "计划到2025年连接工业设备10万台",
        "力争三年内服务企业500家",
        "以某客户为例，一家工厂接入工业设备30台",
        "2022年新增工业设备300台",
        "其中省内服务企业12家",
        "化工行业设备30台",
        "数十家企业接入平台",
        "每家企业平均接入工业设备20台",
        "与20家龙头企业合作",
        "投资2000万元建设平台",
        "成立网络安全领导小组，制定管理制度6项",
        "系统对30台注塑机实施监测",
        "用户最多的前十款工业APP中，自研6款",
        "去年安排接入工业设备1800台，实际完成1,950台",
        "推动工业机理模型由150个到400个的跃升，是今后两年的任务",
    ],
)
def test_plans_examples_changes_parts_and_strangers_are_no_claims(sentence: str) -> None:
    assert [claim for claim in claims_in(sentence) if claim.concept.keys] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2021年底平台接入工业设备900台，目前已接入1,600台", [("devices", 1600.0)]),
        ("平台沉淀工业机理模型（120个）与工业APP（90款）", [("models", 120.0), ("apps", 90.0)]),
        ("针对水泥行业，平台提供机理模型18个", []),
        ("传统模式下，一名技工管理设备6台", []),
        ("平台服务企业300家，较年初增加40家", [("enterprises", 300.0)]),
        ("平台接入设备800台，其中智能仪表200台", [("devices", 800.0)]),
        ("东岭轴承将60台磨床接入平台", []),
    ],
)
def test_leads_dates_brackets_and_kinds_decide_what_is_a_total(
    sentence: str, expected: list[tuple[str, float]]
) -> None:
    assert [(c.concept.id, c.quantity.value) for c in claims_in(sentence, 2023) if c.concept.keys] == expected


@pytest.mark.parametrize(
    "sentence", ["形成解决方案60个", "平台部署工业APP60款，均可在线订阅", "公司取得软件著作权60项", "建成解决方案60个"]
)
def test_what_simply_says_so_is_a_claim_whatever_the_judge_thinks(sentence: str) -> None:
    assert [value for _, value in said(sentence)] == [60.0]


@pytest.mark.parametrize(
    "sentence",
    ["方案轻量化设计，二十个工作日即可上线，按产线数量计费。", "解决方案标准化交付，15个工作日完成部署。"],
)
def test_working_days_count_no_solutions(sentence: str) -> None:
    assert list(all_claims_in(sentence, 2023)) == []


def test_the_longest_noun_decides_what_is_counted() -> None:
    assert [each.concept.id for each in all_claims_in("5款杀手锏APP全部自研")] == ["killer_apps"]
    assert [each.concept.id for each in find_mentions("自研工业APP")] == ["self_apps"]


def test_every_concept_has_nouns_and_measure_words() -> None:
    kinds = [(each.id, each.narrower, each.bare, each.verbs, each.near) for each in concepts()]
    assert len(set(kinds)) == len(kinds)
    assert all(each.nouns and each.units for each in concepts())


def _form(*keys: str) -> FormDef:
    fields = tuple(FieldDef(key, key, "integer") for key in keys)
    return FormDef("made-up", "虚构申报书", "虚构省", 2030, fields, (), ())


def test_a_claim_stands_where_its_number_stands_though_the_line_breaks_inside_it() -> None:
    first = Piece("平台已接入工业设备１，", 1, BBox(0, 0, 110, 10))
    second = Piece("234台。", 1, BBox(0, 20, 50, 30))
    text = Text((Piece("平台已接入工业设备1", 1, BBox(0, 0, 100, 10)), LINE_BREAK, second))
    document = Document("ab", "application/pdf", (Page(1, (), 200, 100, Frame.upright(200, 100)),))
    (claim,) = find_claims(_form("devices.total"), {"narrative.capability": text}, document)
    assert (claim.key, claim.value, claim.low, claim.high) == ("devices.total", 1234, 1234, 1234)
    assert claim.source is not None
    assert claim.source.page == 1
    assert claim.source.bbox == (0.0, 0.0, 0.5, 0.3)
    assert first.box is not None


def test_a_thing_that_the_form_does_not_count_makes_no_claim() -> None:
    text = Text((Piece("平台已接入工业设备30台。", locator="paragraph[3]", reader="docx"),))
    document = Document("ab", "application/x-docx", ())
    assert find_claims(_form("models.total"), {"narrative.capability": text}, document) == []
    (claim,) = find_claims(_form("devices.total"), {"narrative.capability": text}, document)
    assert claim.source is not None
    assert claim.source.locator == "paragraph[3]"

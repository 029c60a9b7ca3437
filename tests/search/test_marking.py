"""What was found is marked in the text as it was written, and a long text is cut to what lies near."""

from __future__ import annotations

import pytest

from search.marking import Marker
from search.query.parse import parse


def _marked(text: str, query: str) -> tuple[str, ...]:
    return Marker(parse(query))(text)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        pytest.param("数控车床 12000", "接入１.２万台數控車床", "接入【１.２万】台【數控車床】", id="other writings"),
        pytest.param("12000", "12000台，又1.2台", "【12000】台，又1.2台", id="other numbers are not"),
        pytest.param("车床 面积", "㎡㎡面积㎡车床㎡", "㎡㎡【面积】㎡【车床】㎡", id="signs that become several"),
        pytest.param("m2", "合计 ㎡", "合计 【㎡】", id="a sign found as several"),
        pytest.param('"数控 车床"', "数控—车床，车床数控", "【数控—车床】，车床数控", id="signs within a phrase"),
        pytest.param('"a+b"', "aab a+b", "aab 【a+b】", id="signs are no pattern"),
        pytest.param("12", "12000台，112台，12.5台，12台", "12000台，112台，12.5台，【12】台", id="whole figures"),
        pytest.param("5", "12.5台，5台", "12.5台，【5】台", id="what follows a point"),
        pytest.param("DEV0*~", "DEVO12", "【DEVO】12", id="the beginning of a look-alike"),
        pytest.param("1.5", "15米，1.5米，1 5", "15米，【1.5】米，1 5", id="figures with a point"),
        pytest.param("plc", "plc2，aplc，PLC柜", "plc2，aplc，【PLC】柜", id="whole words"),
        pytest.param("plc*", "PLC2，aplc", "【PLC】2，aplc", id="the beginning of a word"),
        pytest.param("12台", "112台，12台套", "112台，【12台】套", id="a figure and its unit"),
        pytest.param('"opc ua"', "OPC-UA，opcua", "【OPC-UA】，opcua", id="two words are not one"),
        pytest.param("sn-2023", "SN-2023-0001", "【SN-2023】-0001", id="words of a code"),
        pytest.param("a_b", "x_a_b", "x_【a_b】", id="a line below"),
        pytest.param("数控 车床", "数控车床", "【数控车床】", id="marks that touch are one"),
        pytest.param("数控车床 控车", "数控车床", "【数控车床】", id="marks within marks"),
        pytest.param("数控车 车床", "数控车床", "【数控车床】", id="marks that overlap"),
        pytest.param("车床 OR 铣床", "铣床和车床", "【铣床】和【车床】", id="either"),
        pytest.param("车床 NOT 铣床", "铣床和车床", "铣床和【车床】", id="not what is excluded"),
        pytest.param("DEV0012~", "DEVO0l2", "【DEVO0l2】", id="look-alikes where they are forgiven"),
        pytest.param("DEV0012 OR 车床", "DEVO0l2 车床", "DEVO0l2 【车床】", id="and nowhere else"),
        pytest.param("设备清单", "设备的清单", "【设备】的【清单】", id="pairs where the words are scattered"),
        pytest.param("设备清单", "设备清单，设备的清单", "【设备清单】，设备的清单", id="no pairs beside the words"),
        pytest.param("数控1机床", "床1数控", "床1【数控】", id="no lonely characters of scattered words"),
        pytest.param("附件:设备清单 反应釜", "化工设备 | 反应釜", "化工设备 | 【反应釜】", id="no pairs of a value"),
        pytest.param("单位地址:高新区", "合肥市高新区望江西路", "合肥市【高新区】望江西路", id="values"),
    ],
)  # fmt: skip
def test_marks(query: str, text: str, marked: str) -> None:
    assert _marked(text, query) == (marked,)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param("NOT 车床", "数控车床", id="excluded words"),
        pytest.param("附件:设备清单", "化工设备 | 反应釜", id="a value's pairs"),
        pytest.param('"设备清单"', "设备的清单", id="a phrase's pairs"),
        pytest.param("设备数量:>5", "设备数量：12", id="ranges"),
        pytest.param("*", "数控车床", id="everything"),
    ],
)
def test_nothing_to_mark(query: str, text: str) -> None:
    assert _marked(text, query) == ()


def test_a_long_text_is_cut_round_the_first_mark() -> None:
    assert _marked("前" * 500 + "车床" + "后" * 500, "车床") == ("…" + "前" * 60 + "【车床】" + "后" * 120 + "…",)


def test_a_text_that_is_short_enough_stays_whole() -> None:
    assert _marked("前" * 60 + "车床" + "后" * 120, "车床") == ("前" * 60 + "【车床】" + "后" * 120,)


def test_further_marks_within_the_cut_are_shown_whole() -> None:
    """The one that the cut would fall into as well; those behind it are not."""
    text = "车床" + "一" * 119 + "数控机床" + "二" * 50 + "车床"
    assert _marked(text, "车床 OR 数控机床") == ("【车床】" + "一" * 119 + "【数控机床】" + "…",)

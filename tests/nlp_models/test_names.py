from __future__ import annotations

from itertools import pairwise

import pytest

from nlp_models.names import find_names


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("公司与合肥启衡数字科技有限公司建立长期合作", "ORG", "合肥启衡数字科技有限公司"),
        ("依据GB/T 39116-2020开展评估", "STANDARD", "GB/T 39116-2020"),
        ("先后通过ISO27001认证", "STANDARD", "ISO27001"),
        ("系统于2021年3月上线", "DATE", "2021年3月"),
        ("平台在云谷产业园落地", "PARK", "云谷产业园"),
    ],
)
def test_a_named_thing_is_found_with_its_kind(text: str, label: str, name: str) -> None:
    assert (label, name) in [(found.label, found.text) for found in find_names(text)]


def test_places_agree_with_the_text_and_never_overlap() -> None:
    text = "2019年6月，蓝垣电子股份有限公司在安徽省双溪科技园建成平台，符合GB/T 22239-2019要求。"
    names = find_names(text)
    assert all(text[name.start : name.end] == name.text for name in names)
    assert all(one.end <= two.start for one, two in pairwise(names))


@pytest.mark.parametrize(
    "text",
    ["模型主要由公司自主研发", "头部客户多为石化化工骨干企业", "与伙伴共同开发区域子平台", "服务多家工业企业和工厂"],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert find_names(text) == []

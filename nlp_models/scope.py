"""What a sentence speaks of: the platform as it is today, or a plan, an example, a part, a change."""

from __future__ import annotations

import re
from typing import Literal

Scope = Literal["whole", "plan", "example", "change", "part"]

_PLAN = re.compile(
    r"计划|规划|拟|预计|力争|目标|未来|将(?!近)|有望|争取|下一步|届时|打算|到20\d\d年|至20\d\d年底前|20\d\d年前|期望|愿景"
)
_EXAMPLE = re.compile(
    r"以某|某客户|某企业|某工厂|为例|例如|譬如|比如|典型地|典型用户|标杆用户|代表性用户|其中一家|该企业|该客户|该工厂|该园区"
    r"|一家|用户企业|单个|单家|每家|每个|每台|平均"
)
_CHANGE = re.compile(
    r"新增|增加|增长|同比|环比|净增|减少|下降|每年|每月|每天|每日|日均|月均|年均|当年|本年|今年|去年|上年|近三年|近两年|20\d\d年度?(?:共|全年|内)"
)
_PART = re.compile(
    r"其中|省内|市内|区内|省外|本地|本市|本省|海外|境外|国内|行业内|部分|仅|首批|一期|二期|试点|中试|示范线|规上|部署于|来自|所属|期初"
)


def scope_of(sentence: str, clause: str) -> Scope:
    """How the numbers of ``clause`` (a part of ``sentence``) are meant; only ``whole`` can contradict a total.

    A plan or an example colours the rest of its sentence; a change or a part only its own clause.
    """
    before = sentence[: sentence.find(clause) + len(clause)] if clause in sentence else sentence
    if _PLAN.search(before):
        return "plan"
    if _EXAMPLE.search(before):
        return "example"
    if _CHANGE.search(clause):
        return "change"
    return "part" if _PART.search(clause) else "whole"

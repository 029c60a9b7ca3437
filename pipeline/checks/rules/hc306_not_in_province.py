"""The applicant's code and address both lie in another province than the programme's."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum.cn import uscc

from pipeline.checks.case import Case
from pipeline.checks.codes import normal_code
from pipeline.checks.provinces import province_of_address, province_of_code
from pipeline.checks.rule import Fact, Rule


def _check(case: Case) -> Iterator[Fact]:
    home = case.programme.province
    code, address = case.filled("applicant.org_code"), case.filled("applicant.address")
    if home is None or code is None or address is None:
        return
    number = normal_code(code.raw)
    if not uscc.is_valid(number):
        return
    by_code, by_address = province_of_code(number), province_of_address(address.raw)
    if by_code and by_address and by_code != home.name and by_address != home.name:
        said = f"申报单位代码属{by_code}、地址在{by_address}，不在{home.name}注册"
        keys = ("applicant.address", "applicant.org_code")
        yield Fact(said, keys, tuple(case.said(key) for key in keys))


RULE = Rule(
    code="HC306",
    slug="not-in-province",
    since="0.1",
    severity="high",
    what="申报单位注册地不在本省。",
    why="通知要求申报单位在本省注册。",
    basis="平台申报单位为省内注册企业或在皖央企；申报单位应在福建省内注册；牵头申报单位应在广东省内注册",
    body=_check,
)

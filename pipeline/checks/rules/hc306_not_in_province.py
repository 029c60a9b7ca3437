"""The applicant's code and address both lie in another province than the programme's."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.codes import normal_code
from pipeline.checks.provinces import province_of_address, province_of_code
from pipeline.checks.rule import Fact, Rule
from pipeline.records import Evidence

_CODE, _ADDRESS = "applicant.org_code", "applicant.address"
_UNIFIED = 18


def _check(case: Case) -> Iterator[Fact]:
    home = case.programme.province
    code, address = case.filled(_CODE), case.filled(_ADDRESS)
    if home is None or code is None or address is None or len(normal_code(code.raw)) != _UNIFIED:
        return
    by_code, by_address = province_of_code(normal_code(code.raw)), province_of_address(address.raw)
    elsewhere = by_code and by_address and home.name not in (by_code, by_address)
    if elsewhere and case.sure_together((_CODE, _ADDRESS)):
        said = f"申报单位的代码属{by_code}，地址在{by_address}，不在{home.name}注册"
        evidence = (case.said(_ADDRESS), case.said(_CODE), Evidence("要求", home.basis))
        yield Fact(said, (_ADDRESS, _CODE), evidence)


RULE = Rule(
    code="HC306",
    slug="not-in-province",
    since="0.1",
    severity="high",
    what="申报单位注册地不在本省：18位代码第3、4位属于另一省（中央登记的10、00除外），且单位地址也在另一省。",
    why="通知要求申报单位在本省注册。",
    basis="平台申报单位为省内注册企业或在皖央企…申报单位应在福建省内注册…牵头申报单位应在广东省内注册",
    needs=("fields",),
    body=_check,
)

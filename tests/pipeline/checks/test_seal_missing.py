"""A missing seal: whose it should be, and where the same owner's seal does stand by the name along its ring."""

from __future__ import annotations

from pipeline.checks.case import Case
from pipeline.checks.examples import example_of
from pipeline.checks.programme import programme_of
from pipeline.checks.rules.hc403_seal_missing import RULE

_FIELDS = {
    "applicant.name": "合肥甲乙科技有限公司",
    "promise.seal": False,
    "cover.applicant_seal": {"value": True, "raw": "合肥甲乙 科技有限公司"},
    "cover.recommender_seal": {"value": True, "raw": "合肥市经济和信息化局"},
    "recommendation.seal": True,
}


def _sides(fields: dict[str, object]) -> list[tuple[str, str]]:
    spec = {"why": "", "form": "anhui-2023", "fields": fields, "versions": [{"kind": "scan"}]}
    example = example_of({**spec, "expect": [["promise.seal"]]})
    (found,), _ = RULE.run(Case(example.record, example.form, programme_of("anhui-2023")))
    return [(each.side, each.text) for each in found.evidence]


def test_the_same_owners_seal_elsewhere_is_the_other_side() -> None:
    empty, other = _sides(_FIELDS)
    assert empty[0] == "盖章处"
    assert other == ("同一单位在别处的印章", "申报单位（盖章）：公章：合肥甲乙 科技有限公司")


def test_a_seal_of_another_name_or_none_that_could_be_read_is_not_called_the_owners() -> None:
    assert len(_sides({**_FIELDS, "cover.applicant_seal": True})) == 1
    assert len(_sides({**_FIELDS, "applicant.name": "合肥丙丁科技有限公司"})) == 1
    assert len(_sides({**_FIELDS, "applicant.name": ""})) == 1

from __future__ import annotations

from nlp_models.quantities import find_quantities
from nlp_models.sums import sums_around


def around(text: str) -> list[set[str]]:
    found = list(find_quantities(text))
    kinds = {"sum of those before", "sum of those behind", "part of a sum", "largest so far", "less than the first"}
    return [set(sums_around(found, each)) & kinds for each in found]


def test_a_total_behind_its_parts_and_the_parts_are_told_apart() -> None:
    one, two, whole = around("注塑机120台，冲床80台，合计200台")
    assert one == {"part of a sum"}
    assert two == {"part of a sum", "less than the first"}
    assert whole == {"sum of those before", "largest so far"}


def test_a_total_before_its_parts() -> None:
    whole, one, two = around("设备200台，其中有线120台，无线80台")
    assert whole == {"sum of those behind"}
    assert one == two == {"part of a sum", "less than the first"}


def test_numbers_that_do_not_add_up_and_other_units_make_no_sum() -> None:
    assert around("注塑机120台，冲床80台，合计210台")[2] == {"largest so far"}
    assert around("设备120台，企业80家，共200项") == [set(), set(), set()]
    assert around("设备120台，其中120台在线")[0] == set()

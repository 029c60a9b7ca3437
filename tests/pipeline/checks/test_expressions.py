"""Expressions and conditions of programmes: read by a grammar, never run; a missing value is never a zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks import condition as c
from pipeline.checks import expression as e
from pipeline.checks.grammar import comparison_of, condition_of, side_of
from pipeline.problems import FormDefinitionError

KEYS = st.sampled_from(["a.b", "a.c", "joint[1].d", "finance.income_3y"])
LEAVES = st.one_of(st.integers(0, 9999).map(lambda n: e.Number(float(n))), KEYS.map(e.Key), KEYS.map(e.Count))


def written(tree: e.Expression) -> str:
    match tree:
        case e.Number(value):
            return f"{value:g}"
        case e.Key(key):
            return key
        case e.Count(key):
            return f"count({key})"
        case e.Sum(parts):
            return " + ".join(written(part) for part in parts)
        case e.Product(parts):
            return "*".join(f"({written(part)})" for part in parts)
        case e.Quotient(above, below):
            return f"({written(above)})/({written(below)})"


TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(e.Product), st.tuples(inner, inner).map(lambda pair: e.Quotient(*pair))
    ),
    max_leaves=6,
)


@given(st.lists(TREES, min_size=1, max_size=4))
def test_what_is_written_is_what_is_read(terms: list[e.Expression]) -> None:
    tree = terms[0] if len(terms) == 1 else e.Sum(tuple(terms))
    assert side_of(written(tree)) == (tree, None)


@given(TREES, st.dictionaries(KEYS, st.floats(1, 1e6)))
def test_no_value_without_all_values(tree: e.Expression, numbers: dict[str, float]) -> None:
    value = e.value_of(tree, numbers.get, numbers.get)
    if not set(e.keys_of(tree)) <= set(numbers):
        assert value is None


@given(st.dictionaries(st.sampled_from(["a.b", "a.c", "a.d"]), st.integers(0, 10**6), min_size=3))
def test_a_sum_is_the_sum(numbers: dict[str, int]) -> None:
    expression, _ = side_of("a.b + a.c + a.d")
    assert e.value_of(expression, numbers.get, lambda key: None) == sum(numbers.values())


def test_a_quotient_by_nothing_has_no_value() -> None:
    expression, _ = side_of("a.b/a.c*100")
    assert e.value_of(expression, {"a.b": 8.0, "a.c": 0.0}.get, lambda key: None) is None
    assert e.value_of(expression, {"a.b": 8.0, "a.c": 200.0}.get, lambda key: None) == 4.0


@pytest.mark.parametrize("text", ["a.b +", "__import__('os')", "a.b if", "exec(a.b)", "a.b;a.c", "", "a.b == 3"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(FormDefinitionError):
        side_of(text)


class Said:
    """Facts for conditions, as a record would give them."""

    def says(self, key: str) -> str | None:
        return {"p.type": "区域型"}.get(key)

    def ticked(self, key: str) -> tuple[str, ...] | None:
        return {"p.domains": ("研发设计", "其他")}.get(key)

    def is_blank(self, key: str) -> bool:
        return key == "p.blank"

    def is_none(self, key: str) -> bool:
        return key == "p.none"


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("p.type=区域型", True),
        ("p.type = 综合型", False),
        ("p.type in 综合型|区域型", True),
        ("p.other=区域型", False),
        ("p.domains has 其他", True),
        ('p.domains has "工业 AR/VR 技术"', False),
        ("p.blank blank", True),
        ("p.none blank", False),
        ("p.none empty", True),
        ("p.type filled", True),
        ("p.blank filled", False),
        ("p.type=区域型 and p.blank blank", True),
        ("p.type=区域型 and p.type blank", False),
    ],
)
def test_conditions(text: str, met: bool) -> None:
    assert c.holds(condition_of(text), Said()) is met


def test_no_condition_is_always_met() -> None:
    assert c.holds(None, Said())


def test_comparisons_have_two_sides_and_perhaps_a_condition() -> None:
    found = comparison_of("devices.total >= 10000*cross.regions if sensors.points blank")
    assert (found.left, found.op) == (e.Key("devices.total"), ">=")
    assert found.when == c.State("sensors.points", "blank")
    assert list(e.keys_of(found.right)) == ["cross.regions"]

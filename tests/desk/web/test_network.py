"""The drawing of a cluster: every kind of tie a line of its own, names outside of the circle."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from desk.office.across import Drawn
from desk.web.network import drawn
from pipeline.checks.across.network import Tie


def test_each_kind_of_tie_of_two_is_a_line_beside_the_others() -> None:
    ties = tuple(Tie("甲", "乙", kind, count) for kind, count in (("devices", 9), ("contact", 1), ("deals", 40)))
    made = drawn(Drawn(("甲", "乙"), ties))
    assert [each.kind for each in made.edges] == ["contact", "deals", "devices"]
    assert {each.said for each in made.edges} == {"甲 — 乙：联系方式 1、客户与金额 40、设备编号 9"}
    assert made.edges[0].width < made.edges[2].width < made.edges[1].width <= 4.5
    one, two = ((each.x, each.y) for each in made.nodes)
    middle = made.edges[1]
    assert (middle.x1, middle.y1, middle.x2, middle.y2) == (*one, *two)
    for before, after in pairwise(made.edges):
        assert round(hypot(after.x1 - before.x1, after.y1 - before.y1), 6) == 6
        assert (after.x1 - before.x1, after.y1 - before.y1) == (after.x2 - before.x2, after.y2 - before.y2)


def test_names_stand_outside_of_the_circle_and_inside_of_the_drawing() -> None:
    for count in (2, 3, 4, 11):
        names = tuple(f"申报{number}" for number in range(count))
        made = drawn(Drawn(names, tuple(Tie(names[0], each, "contact", 1) for each in names[1:])))
        middle = made.height / 2
        for node in made.nodes:
            if node.anchor == "middle":
                assert abs(node.label_y - middle) > abs(node.y - middle), node
            else:
                assert (node.label_x > node.x) == (node.anchor == "start") == (node.x > made.width / 2), node
            assert 10 < node.label_y < made.height - 5, node


def test_a_tie_to_somebody_who_is_not_drawn_is_left_out() -> None:
    made = drawn(Drawn(("甲", "乙"), (Tie("甲", "丙", "contact", 1), Tie("甲", "乙", "contact", 1))))
    assert len(made.edges) == 1

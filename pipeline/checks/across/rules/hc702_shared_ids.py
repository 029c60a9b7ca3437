"""Device lists of different applicants share at least five device IDs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.checks.across.inverted import Inverted
from pipeline.checks.across.match import AcrossRule, Match, Signatures, strangers
from pipeline.checks.across.signature import unpacked

_FEWEST = 5


def _check(known: Signatures) -> Iterator[Match]:
    names = sorted(name for name, each in known.items() if each.device_ids)
    if len(names) < 2:
        return
    table = Inverted([unpacked(known[name].device_ids) for name in names])
    for i, j, shared in table.sharing(_FEWEST):
        one, two = names[i], names[j]
        if not strangers(known[one], known[two]):
            continue
        common = np.intersect1d(table.sets[i], table.sets[j], assume_unique=True)
        for this, other in ((one, two), (two, one)):
            said = f"设备清单与「{other}」有{shared}个相同的设备编号"
            yield Match(this, "shared-ids", ("devices",), said, other, shared, "", common)


RULE = AcrossRule(
    code="HC702",
    slug="shared-ids",
    since="0.1",
    severity="high",
    what="两家不同单位的设备清单有5个以上相同的设备编号。仅名称、客户或型号相同的不提示。",
    why="一台设备有一个编号，同一编号出现在两家的清单里，须核实设备究竟接入哪个平台。",
    basis="包括设备类型、名称及设备 ID 等",
    body=_check,
)

"""Device lists of different applicants share at least five device IDs."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.across.inverted import Inverted
from pipeline.checks.across.likeness import SHARED_IDS, ids_shared
from pipeline.checks.across.match import AcrossRule, Match, Signatures, strangers
from pipeline.checks.across.signature import Signature


def _check(known: Signatures) -> Iterator[Match]:
    names = sorted(name for name, each in known.items() if len(each.device_ids))
    if len(names) < 2:
        return
    table = Inverted([known[name].device_ids for name in names])
    for i, j, _ in table.sharing(SHARED_IDS):
        yield from _between(known[names[i]], known[names[j]])


def _between(one: Signature, two: Signature) -> Iterator[Match]:
    common = ids_shared(one, two)
    if len(common) < SHARED_IDS or not strangers(one, two):
        return
    for this, other in ((one.submission, two.submission), (two.submission, one.submission)):
        said = f"设备清单与「{other}」有{len(common)}个相同的设备编号"
        yield Match(this, "shared-ids", ("devices",), said, other, len(common), "", common)


RULE = AcrossRule(
    code="HC702",
    slug="shared-ids",
    since="0.1",
    severity="high",
    what="两家不同单位的设备清单有5个以上相同的设备编号。仅名称、客户或型号相同的不提示。",
    why="一台设备有一个编号，同一编号出现在两家的清单里，须核实设备究竟接入哪个平台。",
    basis="包括设备类型、名称及设备 ID 等",
    body=_check,
    between=_between,
)

"""Whom a narrative means: its names held against the applicant, its platform and the rows of its lists.

Names are written short and long: 皖江轴承 is 芜湖皖江轴承股份有限公司. They are one where they agree without legal
form, brackets and the place in front. Across submissions the search index brings together what bears a name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from pipeline.checks.named import core, is_platform
from pipeline.records import ListRecord, Mention, Record
from pipeline.records.whose import NAME_KEYS, first_said

_COLUMNS = ("enterprise", "applicant", "developer", "customer")
_OF_ENTERPRISES = "enterprises"


def linked(record: Record) -> Record:
    """The record, its mentions with all that bears their name; each list is gone through once."""
    wanted = {core(each.name) for each in record.mentions if each.kind == "ORG"} - {""}
    rows = _in_lists(record.lists, wanted) if wanted else {}
    applicant = core(first_said(record, NAME_KEYS["applicant"]))
    platform = first_said(record, NAME_KEYS["platform"])

    def of(mention: Mention) -> Mention:
        name = core(mention.name)
        if mention.kind == "PLATFORM" and is_platform(mention.name, platform):
            return replace(mention, same_as=("platform",))
        if mention.kind != "ORG" or not name:
            return mention
        own = ("applicant",) if name == applicant else ()
        return replace(mention, same_as=(*own, *sorted(rows.get(name, ()))))

    return replace(record, mentions=tuple(map(of, record.mentions)))


def _in_lists(lists: tuple[ListRecord, ...], wanted: set[str]) -> dict[str, set[str]]:
    """The kinds of the lists in which each of the names stands."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in lists:
        columns = (*_COLUMNS, "name") if each.kind == _OF_ENTERPRISES else _COLUMNS
        for row in each.rows:
            for column in columns:
                name = core(row.cells.get(column) or "")
                if name in wanted:
                    found[name].add(each.kind)
    return found

"""Whom a narrative means: its names held against the applicant, its platform and the rows of its lists.

Names are written short and long: 皖江轴承 is 芜湖皖江轴承股份有限公司. They are one where they agree without legal
form, brackets and the place in front. Across submissions the search index brings together what bears a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from pipeline.checks.provinces import known_places
from pipeline.records import ListRecord, Mention, Record
from pipeline.records.whose import NAME_KEYS, first_said

_LEGAL = re.compile(r"(?:(?:集团)?(?:股份)?(?:有限责任|有限)?公司|集团|厂)$")
_NO_WORD = re.compile(r"[^\w]+")
_PLATFORM = re.compile(r"(?:工业互联网|工业云|云)?平台$")
_COLUMNS = ("enterprise", "applicant", "developer", "customer")
_OF_ENTERPRISES = "enterprises"
_SHORTEST = 2


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """What tells the name apart: without legal form, brackets and the place in front; "" where nothing is left.

    >>> core("芜湖皖江轴承股份有限公司") == core("皖江轴承有限公司")
    True
    """
    plain = _NO_WORD.sub("", unicodedata.normalize("NFKC", name))
    bare = _LEGAL.sub("", plain)
    for place in known_places():
        if bare.startswith(place) and len(bare) - len(place) >= _SHORTEST:
            bare = bare[len(place) :]
            break
    return bare if len(bare) >= _SHORTEST else ""


def linked(record: Record) -> Record:
    """The record, its mentions with all that bears their name; each list is gone through once."""
    wanted = {core(each.name) for each in record.mentions if each.kind == "ORG"} - {""}
    rows = _in_lists(record.lists, wanted) if wanted else {}
    applicant = core(first_said(record, NAME_KEYS["applicant"]))
    platform = first_said(record, NAME_KEYS["platform"])

    def of(mention: Mention) -> Mention:
        name = core(mention.name)
        if mention.kind == "PLATFORM" and _same_platform(mention.name, platform):
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


def _same_platform(one: str, two: str) -> bool:
    heads = {_PLATFORM.sub("", _NO_WORD.sub("", name)) for name in (one, two)}
    return len(heads) == 1 and bool(two) and "" not in heads

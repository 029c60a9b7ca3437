"""What tells a named thing apart however it is written: names with the same core mean the same thing.

Within one submission 皖岭轴承 is 芜湖皖岭轴承股份有限公司. Across submissions more is asked: 安徽大学 is not 福建大学,
and what everybody names (cities, the ministry, management standards) ties nobody to anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pipeline.checks.provinces import known_places

KINDS = ("ORG", "PLATFORM", "PARK", "STANDARD")
"""Kinds of names that are held against those of other submissions."""

_NO_WORD = re.compile(r"[^\w]+")
_LEGAL = re.compile(r"(?:(?:集团)?(?:股份)?(?:有限责任|有限)?公司|集团|厂)$")
_PLATFORM = re.compile(r"(?:工业互联网|工业云|云)?平台$")
_BODY = re.compile(r"(?:大学|学院|研究院|研究所|设计院|科学院|银行|协会|学会|联盟|联合会|商会|博览会|中心|实验室)$")
_AUTHORITY = re.compile(
    r"(?:人民政府|国务院|委员会|[省市县区]委|信息化[厅局部委]|信息化部|工信[部厅局]|[厅局]|发改委)$"
)
_PARK = (("高新技术产业开发区", "高新区"), ("经济技术开发区", "经开区"), ("经济开发区", "经开区"))
_ALL_BUT_PLACE = re.compile(r"(?:高新区|经开区|开发区|新区|(?:工业|产业|科技|软件)园区?|园区)$")
_EDITION = re.compile(r"[-—–:：]\s?(?:19|20)\d\d$")
_EVERYBODYS = re.compile(r"CMMI|(?:ISO(?:/?IEC)?|GB/?T)(?:9001|19001|14001|24001|45001|27001|22080|20000|24405|23001)")
_SHORTEST, _APART = 2, 3


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """What tells a name apart in one submission: without legal form, brackets and the place in front; "" if nothing.

    >>> core("芜湖皖江轴承股份有限公司") == core("皖江轴承有限公司")
    True
    """
    bare = _LEGAL.sub("", _plain(name))
    rest = _after_place(bare)
    return next((each for each in (rest, bare) if len(each) >= _SHORTEST), "")


@lru_cache(maxsize=8192)
def core_across(kind: str, name: str) -> str:
    """What tells a name of that kind apart among all submissions; "" where it ties nobody to anybody.

    >>> core_across("ORG", "安徽大学"), core_across("STANDARD", "GB/T 39116-2020"), core_across("ORG", "合肥市人民政府")
    ('安徽大学', 'GB/T39116', '')
    """
    found = {"ORG": _organisation, "PLATFORM": _platform, "PARK": _park, "STANDARD": _standard}.get(kind)
    return found(name) if found else ""


def is_platform(one: str, two: str) -> bool:
    """Whether two names are those of one platform: ``“铸岭”平台``, ``铸岭工业互联网平台``."""
    heads = {_PLATFORM.sub("", _NO_WORD.sub("", name)) for name in (one, two)}
    return len(heads) == 1 and bool(two) and "" not in heads


def _plain(name: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", name))


def _after_place(name: str) -> str:
    """The name without the place that it begins with."""
    place = next((each for each in known_places() if name.startswith(each)), "")
    return name.removeprefix(place)


def _organisation(name: str) -> str:
    plain = _plain(name)
    if _AUTHORITY.search(plain) or plain in known_places():
        return ""
    if _BODY.search(plain):
        return plain
    bare = _LEGAL.sub("", plain)
    rest = _after_place(bare)
    return rest if len(rest) >= _APART else bare if len(bare) >= _APART else ""


def _platform(name: str) -> str:
    head = _PLATFORM.sub("", _plain(name))
    return head if len(head) >= _SHORTEST and head not in known_places() else ""


def _park(name: str) -> str:
    plain = _plain(name)
    for long, short in _PARK:
        plain = plain.replace(long, short)
    head = _ALL_BUT_PLACE.sub("", plain)
    return plain.replace("市", "", 1) if len(head) >= _SHORTEST else ""


def _standard(name: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).upper()
    number = _EDITION.sub("", plain)
    return "" if _EVERYBODYS.fullmatch(re.sub(r"[-:].*|(?<=CMMI)\d", "", number)) else number


def one_a_core(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(kind, core) of these (kind, name), each with the name as it is written first."""
    found: dict[tuple[str, str], str] = {}
    for kind, name in named:
        found.setdefault((kind, core_across(kind, name)), name)
    return {key: name for key, name in found.items() if key[1]}

"""Words of heads, titles and class headings made comparable: width, case, spaces, brackets and numbering aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"[(\[【〔<《][^)\]】〕>》]*(?:[)\]】〕>》]|$)")
_NUMBERING = re.compile(
    r"^(?:附[件表录]\s*\d*(?:[-.—_]\d+)*[:,.、]*|表\s*\d+(?:[-.]\d+)*[:,.、]*|第[一二三四五六七八九十\d]+[类部分章节]*[:,.、]*)?"
    r"(?:[(\[【]?(?:[一二三四五六七八九十]{1,3}|[①-⑳]|\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,4})(?:[)\]】]|[、.,:;．—-])+)*"
)
_TAIL = re.compile(r"(?:(?:清单|名单|名录|目录|列表|汇总|统计|明细|一览|情况|信息|数量)+表?|表)+$")
_TOTALS = re.compile(
    r"^(?:本[页表类]|分类|以上|各类)?(?:合计|总计|小计|共计|累计|总数|总共|汇总|合.?计|总.?计|小.?计)(?![一-龥]{3})"
)
_NOTES = re.compile(
    r"^(?:备?注\d*[:.、]|[*※★]?(?:填[表报])?(?:说明|备注)[:]|[*※★]\S|填[表报]人|制表|审核|复核|单位[:]|以下空白)"
)

_SIGNED = re.compile(
    r"^(?:填[表报]|制表|审核|复核|编制|经办|批准|单位负责|负责)(?:人|员|者|日期|时间|单位|部门)?"
    r"(?:\((?:签[字章名]|盖章)+\))?(?:[:]|$)"
)


@lru_cache(maxsize=65536)
def plain(string: str) -> str:
    """The string with full-width forms folded, in upper case, without any white space."""
    return "".join(unicodedata.normalize("NFKC", string).split()).upper()


@lru_cache(maxsize=65536)
def bare(string: str) -> str:
    """As :func:`plain`, and without bracketed notes, units and trailing punctuation."""
    return _BRACKETS.sub("", plain(string)).strip(":：*#,.、;-—_")


def unnumbered(string: str) -> str:
    """Without the numbering before it: ``一、``, ``（一）``, ``1.``, ``附件1-2``."""
    folded = plain(string)
    rest = _NUMBERING.sub("", folded, count=1)
    return rest or folded


def core(title: str) -> str:
    """What a list is about: its title without numbering, brackets and words such as 清单."""
    rest = _BRACKETS.sub("", unnumbered(title)).strip(":：*#,.、;-—_")
    return _TAIL.sub("", rest) or rest


def attachment_number(string: str) -> int | None:
    """The number after 附件 at the beginning of the line, e.g. 3 of ``附件 3：工业APP清单``."""
    found = re.match(r"附[件表]0*(\d{1,2})(?!\d)", plain(string))
    return int(found.group(1)) if found else None


def is_total(string: str) -> bool:
    """Whether the cell begins a row of totals (合计, 小计, 本页小计 …)."""
    return bool(_TOTALS.match(plain(string)))


def is_note(string: str) -> bool:
    """Whether the line is a note under a list and not a row of it."""
    return bool(_NOTES.match(plain(string)))


def is_signed_off(string: str) -> bool:
    """Whether the cell begins the line at the foot of a list that says who made it.

    >>> is_signed_off("填表人：章诚"), is_signed_off("审核人（签字）："), is_signed_off("审核辅助系统")
    (True, True, False)
    """
    return bool(_SIGNED.match(plain(string)))

"""What a number of a sentence speaks of: the platform as it is today, or a plan, a change, a part, an example, another.

Rules over cue words. Each looks at where its cue stands: a plan colours what follows it in the sentence until a clause
speaks of today again; an example colours the rest of its sentence; a change or a part only its own clause.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

Scope = Literal["whole", "plan", "change", "part", "example", "other"]


def _cues(kind: str) -> str:
    return "|".join(_words()[kind])


@cache
def _words() -> dict[str, list[str]]:
    text = files("nlp_models").joinpath("data/scope_cues.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


_PLAN, _GOAL, _TODAY, _EXAMPLE, _CHANGE, _GROWN, _PART, _OTHER = (
    re.compile(_cues(kind)) for kind in ("plan", "goal", "today", "example", "change", "grown", "part", "other")
)
_PART_AFTER = re.compile(f"[^，]{{0,8}}(?:{_cues('part_after')})")
_IS_THE_GOAL = re.compile(r"，是[^，]{0,12}(?:任务|目标)")
_BASE = re.compile(r"(?:现有|已\w{0,6}?)[^，。]{0,12}基础上")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_AMONG = re.compile(r"(?:企业|用户|设备|模型|APP|开发者|对象|专利)(?:之?中|里)，$")
_ABLE = re.compile(r"[^，]{0,8}(?:的能力|同时|并发|设计)|以上规模")
_FROM = re.compile(r"(?:由|从|自)[^，。]{0,24}$")
_TO = re.compile(r"[^，。]{0,10}?(?:增|提|扩|升|发展|跃|降|缩|减|到|至)")


def scope_of(sentence: str, start: int, end: int, *, is_class: bool = False, year: int | None = None) -> Scope:
    """How the number at ``start:end`` of the sentence is meant; only ``whole`` can contradict a total.

    ``year`` is that of the declaration, where known: what is said of a later year is a plan, of an earlier one history.
    ``is_class`` says that what it counts is a class with a total of its own: then ``其中`` makes no part of it.
    """
    before = sentence[:start]
    sentence = (
        _BRACKETS.sub(lambda match: "　" * len(match[0]), sentence)
        if not _inside_brackets(sentence, start)
        else sentence
    )
    left = max(sentence.rfind(mark, 0, start) for mark in "，,：") + 1
    right = _clause_end(sentence, end)
    clause, after = sentence[left:start], sentence[end:right]
    if _FROM.search(clause) and _TO.match(after):
        return "whole" if re.search("目前|现有", clause) else "other"
    if _is_plan(sentence, left, start, end, after) or _lies_ahead(before, year):
        return "plan"
    grown = _GROWN.search(clause)
    left += grown.start() if grown else 0
    if _cue(_EXAMPLE, sentence, 0, start) or _EXAMPLE.search(after):
        return "example"
    if _cue(_OTHER, sentence, left, start) or _OTHER.search(after[:8]) or _ABLE.match(after):
        return "other"
    if _cue(_CHANGE, sentence, left, start) and not grown and not clause.endswith(("达到", "达")):
        return "change"
    if _lies_behind(clause, year):
        return "other"
    is_part = _AMONG.search(sentence[:left]) or _cue(_PART, sentence, left, start) or _PART_AFTER.match(after)
    return "part" if is_part and not (is_class and not re.search("省|市|海外", clause)) else "whole"


def _cue(pattern: re.Pattern[str], sentence: str, left: int, start: int) -> bool:
    """Whether the cue stands between ``left`` and ``start``; it may look at what comes behind."""
    return any(match.end() <= start for match in pattern.finditer(sentence, left))


def _inside_brackets(sentence: str, start: int) -> bool:
    before = sentence[:start]
    return before.rfind("（") > before.rfind("）") or before.rfind("(") > before.rfind(")")


def _clause_end(sentence: str, end: int) -> int:
    ends = [at for mark in "，,：" if (at := sentence.find(mark, end)) >= 0]
    return min(ends, default=len(sentence))


def _is_plan(sentence: str, left: int, start: int, end: int, after: str) -> bool:
    if _GOAL.search(after) or _IS_THE_GOAL.search(sentence[end:]):
        return True
    cues = [match.end() for match in _PLAN.finditer(sentence) if match.end() <= start]
    if not cues or _BASE.search(sentence[left:start] + after):
        return False
    today = [match.start() for match in _TODAY.finditer(sentence) if match.start() < start]
    return not today or max(cues) > max(today) or cues[-1] > left


_YEAR = re.compile(r"(?P<until>截[至止]|[自从])?(?P<year>20\d\d)年(?P<month>\d{1,2}月|底|末)?")


def _lies_ahead(before: str, year: int | None) -> bool:
    years = [int(match["year"]) for match in _YEAR.finditer(before)]
    return year is not None and bool(years) and years[-1] > year


def _lies_behind(clause: str, year: int | None) -> bool:
    """``2020年接入设备800台``; of ``截至2022年底`` nobody can tell how far the count has gone on since."""
    years = [match for match in _YEAR.finditer(clause) if match["until"] is None and match["month"] is None]
    return year is not None and bool(years) and int(years[-1]["year"]) < year

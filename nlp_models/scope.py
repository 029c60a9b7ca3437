"""What a number of a sentence speaks of: the platform as it is today, or a plan, a change, a part, an example, another.

Rules over cue words. Each looks at where its cue stands: a plan colours what follows it in the sentence until a clause
speaks of today again; an example colours the rest of its sentence; a change or a part only its own clause.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
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


CUES = {
    kind: re.compile(_cues(kind)) for kind in ("plan", "goal", "today", "example", "change", "grown", "part", "other")
}
"""The cue words of each kind."""
_PLAN, _GOAL, _TODAY, _EXAMPLE, _CHANGE, _GROWN, _PART, _OTHER = CUES.values()
_PART_AFTER = re.compile(f"[^，]{{0,8}}(?:{_cues('part_after')})")
_IS_THE_GOAL = re.compile(r"，是[^，]{0,12}(?:任务|目标)")
_BASE = re.compile(r"(?:现有|已\w{0,6}?)[^，。]{0,12}基础上")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_AMONG = re.compile(r"(?:企业|用户|客户|设备|模型|应用|APP|开发者|对象|专利|方案|协议|园区)(?:之?中|里)，$")
_RANKED = re.compile(r"(?:排名|前[一二三四五六七八九十百\d]+)[^，。]{0,12}(?:之?中|里)，$")
_LAST_YEAR = re.compile(r"上一?年度?|去年")
_JUST_CHANGED = re.compile(r"(?:净增加?|增加|增长|减少|多|少)了?[约近超]?$")
_AMONG_WORDS = ("其中", "其余")
_LONGEST_LEAD = 12
_ABLE = re.compile(r"[^，]{0,8}(?:的能力|同时|并发|设计)|以上规模")
_FROM = re.compile(r"(?:由|从|自)[^，。]{0,24}$")
_TO = re.compile(r"[^，。]{0,10}?(?:增|提|扩|升|发展|跃|降|缩|减|到|至|变)")


@lru_cache(maxsize=256)
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
    right = clause_end(sentence, end)
    clause, after = sentence[left:start], sentence[end:right]
    if starts_a_step(clause, after):
        return "whole" if re.search("目前|现有", clause) else "other"
    if _is_plan(sentence, (left, start, end), after, year) or _lies_ahead(before, year):
        return "plan"
    own, left = left, _with_lead(sentence, left)
    clause = sentence[left:start]
    grown = _GROWN.search(clause)
    left += grown.start() if grown else 0
    if _cue(_EXAMPLE, sentence, 0, start) or _EXAMPLE.search(after):
        return "example"
    if _JUST_CHANGED.search(clause) and not grown:
        return "change"
    if _cue(_OTHER, sentence, left, start) or _OTHER.search(after[:8]) or _ABLE.match(after):
        return "other"
    if _cue(_CHANGE, sentence, left, start) and not grown and not clause.endswith(("达到", "达")):
        return "change"
    if _lies_behind(clause, year) or _is_of_last_year(sentence[:start]):
        return "other"
    found = [match for match in _PART.finditer(sentence, left) if match.end() <= start]
    among = bool(_AMONG.search(sentence[:own])) or any(match[0] in _AMONG_WORDS for match in found)
    kinds = any(match[0] not in _AMONG_WORDS for match in found)
    of_a_kind = kinds or _PART_AFTER.match(after) or _RANKED.search(sentence[:own])
    return "part" if of_a_kind or (among and not is_class) else "whole"


def speaks_of_another(sentence: str, start: int, end: int) -> bool:
    """Whether the number certainly is no total of today: of a ranked part (前十款中，…), or of last year's work."""
    left = max(sentence.rfind(mark, 0, start) for mark in "，,：") + 1
    after = sentence[end : clause_end(sentence, end)]
    of_last_year = _is_of_last_year(sentence[:start]) and not starts_a_step(sentence[left:start], after)
    return bool(_RANKED.search(sentence[:left])) or of_last_year


def starts_a_step(before: str, after: str) -> bool:
    """Whether a number between these is where a step starts (由*30台*增至50台), not its end (由30台到*50台*的跃升)."""
    return bool(_FROM.search(before) and _TO.match(after)) and not before.endswith(("到", "至"))


def _with_lead(sentence: str, left: int) -> int:
    """The clause with the short one that leads the sentence in: ``针对钢铁行业，平台提供…``, ``五年前，公司服务…``."""
    lead = sentence[: left - 1] if left and sentence[left - 1] in "，," else ""
    return 0 if 0 < len(lead) <= _LONGEST_LEAD and not re.search(r"[，,：、]|\d+[台家个款项名人种]", lead) else left


def _cue(pattern: re.Pattern[str], sentence: str, left: int, start: int) -> bool:
    """Whether the cue stands between ``left`` and ``start``; it may look at what comes behind."""
    for match in pattern.finditer(sentence, left):
        if match.end() <= start:
            return True
        if match.start() >= start:
            return False
    return False


def _inside_brackets(sentence: str, start: int) -> bool:
    before = sentence[:start]
    return before.rfind("（") > before.rfind("）") or before.rfind("(") > before.rfind(")")


def clause_end(sentence: str, end: int) -> int:
    """Where the clause that goes on at ``end`` ends."""
    ends = [at for mark in "，,：" if (at := sentence.find(mark, end)) >= 0]
    return min(ends, default=len(sentence))


def _is_plan(sentence: str, place: tuple[int, int, int], after: str, year: int | None) -> bool:
    left, start, end = place
    if _GOAL.search(after) or _IS_THE_GOAL.search(sentence[end:]):
        return True
    cues = [match.end() for match in _PLAN.finditer(sentence, 0, start) if not _is_past(match[0], year)]
    if not cues or _BASE.search(sentence[left:start] + after):
        return False
    today = [match.start() for match in _TODAY.finditer(sentence) if match.start() < start]
    return not today or max(cues) > max(today) or cues[-1] > left


def _is_past(words: str, year: int | None) -> bool:
    """Whether the cue names a year before the declaration's: ``到2022年底增至…``."""
    named = YEAR.search(words)
    return year is not None and named is not None and int(named["year"]) < year


YEAR = re.compile(r"(?P<until>截[至止]|[自从])?(?P<year>20\d\d)年(?P<month>\d{1,2}月|底|末)?")


def _lies_ahead(before: str, year: int | None) -> bool:
    years = [int(match["year"]) for match in YEAR.finditer(before)]
    return year is not None and bool(years) and years[-1] > year


def _is_of_last_year(before: str) -> bool:
    """``上年度接入2000台，实际完成2,260台``: said of last year until something speaks of today again."""
    said = [match.end() for match in _LAST_YEAR.finditer(before)]
    return bool(said) and not re.search(
        "目前|现有|现[已为]|截至|累计|如今|当前|眼下|今年|已[是达]|[增提扩]", before[said[-1] :]
    )


def _lies_behind(clause: str, year: int | None) -> bool:
    """``2020年接入设备800台``; of ``截至2022年底`` nobody can tell how far the count has gone on since."""
    dates = [match for match in YEAR.finditer(clause) if match["until"] not in ("截至", "截止")]
    if year is None or not dates:
        return False
    last = dates[-1]
    return int(last["year"]) < year - (last["month"] is not None)

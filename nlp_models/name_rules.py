"""Names that can be told by how they are written: they end as their kind does and follow a word that leads in.

The words are data (``data/name_words.yaml``); places are those of GB/T 2260 down to cities of prefecture level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import yaml

from pipeline.checks.provinces import known_places

Label = Literal["ORG", "PLATFORM", "PARK", "STANDARD", "PLACE", "DATE", "AWARD"]

_NATIONAL = r"(?:GB|YD|JB|HG|SJ|DL|JR|DB\d\d)(?:/[TZ])?\s?\d{3,6}(?:\.\d+)?(?:[-—]\d{4})?"
_OF_A_BODY = r"T/[A-Z]{2,8}\s?\d+(?:[-—]\d{4})?"
_WORLD = r"(?:ISO/IEC|ISO|IEC|IEEE)\s?\d{3,6}(?:[-:]\d+)*|CMMI\s?[1-5]"
STANDARD = re.compile(f"{_NATIONAL}|{_OF_A_BODY}|{_WORLD}")
DATE = re.compile(r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?|[底末初])?(?!度)")
_SHORTEST = {"ORG": 4, "PLATFORM": 4, "PARK": 4, "AWARD": 6}
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）()“”·]+")
_COUNTED = re.compile(r"\d+(?:余|多)?[家个所项款台名]")


class Span(NamedTuple):
    """``start:end`` of the text."""

    label: Label
    start: int
    end: int


@cache
def _words() -> dict[str, str]:
    raw = yaml.safe_load(files("nlp_models").joinpath("data/name_words.yaml").read_text(encoding="utf-8"))
    places = "|".join(map(re.escape, known_places()))
    joined = {name: "|".join(value) if isinstance(value, list) else value for name, value in raw.items()}
    return {name: value.replace("PLACES", places) for name, value in joined.items()} | {"places": places}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = _words()
    place = f"(?:{words['places']})"
    return {
        "ORG": re.compile(f"(?:{words['company']}|{words['body']})(?![级化类型])"),
        "PARK": re.compile(f"(?:{words['park']})(?![域块间])"),
        "PLATFORM": re.compile(f"(?:{words['platform']})"),
        "AWARD": re.compile(rf"{words['award_lead']}[\u4e00-\u9fff“”]{{0,22}}?(?:{words['award']})"),
        "PLACE": re.compile(rf"{place}(?:[\u4e00-\u9fff]{{2}}(?:区|县|市)(?!域|块|间|场|级))?"),
        "short": re.compile(
            rf"(?:客户|用户|企业)“?((?!多|主要|均|大多|以|为|来自|包括|遍布|覆盖|涉及|分布)[\u4e00-\u9fff]{{2,4}}{words['short_company']})(?!行业|领域|骨干|龙头|企业|等|产业|类|、)"
        ),
        "lead": re.compile(words["lead"]),
        "generic": re.compile(words["generic"]),
        "place": re.compile(place),
    }


def by_rule(text: str) -> Iterator[Span]:
    """What the rules find, in order of trust: standards and dates, honours, organisations, parks, platforms, places."""
    yield from (Span("STANDARD", *match.span()) for match in STANDARD.finditer(text))
    patterns = _patterns()
    yield from (Span("AWARD", *match.span()) for match in patterns["AWARD"].finditer(text))
    yield from (Span("DATE", *match.span()) for match in DATE.finditer(text))
    for label in ("ORG", "PARK", "PLATFORM"):
        yield from _ending_alike(text, label)
    yield from (Span("ORG", *match.span(1)) for match in patterns["short"].finditer(text))
    yield from (Span("PLACE", *match.span()) for match in patterns["PLACE"].finditer(text))


def _ending_alike(text: str, label: Label) -> Iterator[Span]:
    pattern = _patterns()[label]
    for run in _RUN.finditer(text):
        begin, last = run.start(), None
        for match in pattern.finditer(text, run.start(), run.end()):
            start = _begin(text, begin, match.start())
            if last is not None and start == last.end:  # 中国科学院沈阳自动化研究所
                last = Span(label, last.start, match.end())
            elif _is_proper(text[start : match.start()]) and match.end() - start >= _SHORTEST[label]:
                if last is not None:
                    yield last
                last = Span(label, start, match.end())
            else:
                continue
            begin = match.end()
        if last is not None:
            yield last


def _begin(text: str, begin: int, end: int) -> int:
    """Where the name begins whose ending begins at ``end``: after the last word that leads to one.

    A name that begins with a place holds such words as its own (安徽泰和…): only what leads to the place is cut off.
    """
    counted = [match.end() for match in _COUNTED.finditer(text, begin, end)]
    begin = max(counted, default=begin)
    place = _patterns()["place"].search(text, begin, end)
    if place is not None and _patterns()["lead"].sub("", text[begin : place.start()]) in ("", "中国"):
        return place.start() if not text[: place.start()].endswith("中国") else place.start() - 2
    leads = [match.end() for match in _patterns()["lead"].finditer(text, begin, end) if match.end() <= end - 2]
    return max(leads, default=begin)


def _is_proper(head: str) -> bool:
    """Whether what stands before the ending names something rather than tells its kind."""
    return 2 <= len(head) <= 24 and _patterns()["generic"].match(head) is None and not _COUNTED.search(head)

"""Quantities and claims on sentences written by hand, beside what users would pick otherwise; speed and loading time.

    python benchmarks/nlp_narratives.py [held_out_2|held_out_3|held_out_4|looked_at|looked_at_2|…|by-hand] [errors]

The others are plain regular expressions with cn2an, and Microsoft's Recognizers-Text for Chinese where it is installed:
``uv run --with recognizers-text-number==1.0.2a2 --with 'emoji<2' python benchmarks/nlp_narratives.py``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import cn2an

from nlp_models.claims import all_claims_in
from nlp_models.concepts import find_mentions
from nlp_models.plain import half_width
from nlp_models.quantities import find_quantities
from nlp_models.training.by_hand import Sentence
from tests.nlp_models.evaluation.score import Score, normal_span, pairs, read, same_value

Number = tuple[int, int, tuple[float, float] | None]
_DATE = re.compile(r"20\d\d(?:[—-]20\d\d)?年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日|底|末|初)")
_REGEX = re.compile(r"\d[\d,]*(?:\.\d+)?[百千万亿]*|[零一二两三四五六七八九十百千万亿]+")


def ours(text: str) -> Iterator[Number]:
    for each in find_quantities(text):
        if each.meaning == "vague":
            yield each.start, each.end, None
        elif each.meaning == "range":
            yield each.start, each.end, (each.low, each.high)
        else:
            yield each.start, each.end, (each.value, each.value)


def regex_and_cn2an(text: str) -> Iterator[Number]:
    for match in _REGEX.finditer(text):
        try:
            value = float(cn2an.cn2an(match[0].replace(",", ""), "smart"))
        except ValueError:
            continue
        yield match.start(), match.end(), (value, value)


def recognizers(text: str) -> Iterator[Number]:
    from recognizers_number import Culture, recognize_number

    for each in recognize_number(text, Culture.Chinese):
        try:
            value = float(each.resolution["value"])
        except (TypeError, ValueError):
            continue
        yield each.start, each.end + 1, (value, value)


def numbers(sentences: list[Sentence], find: Callable[[str], Iterator[Number]]) -> Score:
    """Numbers found at their place with their value; where a measure word ends does not count."""
    score = Score()
    for each in sentences:
        text = half_width(each.text)
        dates = [match.span() for match in _DATE.finditer(text)]
        wanted = [m for m in each.marks if normal_span(text, m.start, m.end)]
        found = [
            number for number in find(text)
            if normal_span(text, number[0], number[1]) and not any(a <= number[0] < b for a, b in dates)
        ]  # fmt: skip
        score.found += len(found)
        score.wanted += len(wanted)
        score.right += sum(
            any(a < m.end and m.start < b and same_value(value, m.value) for a, b, value in found) for m in wanted
        )
    return score


def spans(sentences: list[Sentence]) -> Score:
    """Exact spans, number and measure word."""
    score = Score()
    for each in sentences:
        text = half_width(each.text)
        found = {span for q in find_quantities(text) if (span := normal_span(text, q.start, q.end))}
        wanted = {span for mark in each.marks if (span := normal_span(text, mark.start, mark.end))}
        score.add(set(found), set(wanted))
    return score


_YEAR = 2023  # the year of the declarations that the sentences come from
Claim = tuple[str, float, str]


def our_claims(text: str) -> set[Claim]:
    return {(c.concept.id, c.quantity.value, c.scope) for c in all_claims_in(text, _YEAR) if c.concept.keys}


def regex_claims(text: str) -> set[Claim]:
    """The nearest noun of a concept before or after the number in its clause; a plan where 计划 or 预计 stands."""
    found: set[Claim] = set()
    for clause in re.split("[，。；]", text):
        mentions = find_mentions(clause)
        for start, end, value in regex_and_cn2an(clause):
            if mentions and value and end < len(clause) and clause[end] in "台个款家名人项种件":
                near = min(mentions, key=lambda m: min(abs(m.end - start), abs(m.start - end)))
                if near.concept.keys:
                    found.add((near.concept.id, value[0], "plan" if re.search("计划|预计|将|力争", text) else "whole"))
    return found


def claims(
    sentences: list[Sentence], find: Callable[[str], set[Claim]], *, only_whole: bool, errors: bool
) -> tuple[Score, int, int]:
    score, plans, taken = Score(), 0, 0
    for each in sentences:
        text = half_width(each.text)
        found, wanted = find(text), set(pairs(each.marks))
        for what, value, scope in wanted:
            plans += scope == "plan"
            taken += scope == "plan" and (what, value, "whole") in found
        if only_whole:
            found, wanted = ({each for each in side if each[2] == "whole"} for side in (found, wanted))
        score.add(set(found), set(wanted))
        if errors and found != wanted:
            print(f"{text}\n   +{sorted(found - wanted)} -{sorted(wanted - found)}")
    return score, plans, taken


_KINDS = (
    "not tied, or to the wrong thing", "tied though it counts nothing of the form", "a part taken for a total",
    "a plan taken for a total", "others', examples or changes taken for a total", "a total taken for a part",
    "a total taken for a plan", "a total taken for an example or another's", "mix-ups that are no total either way",
)  # fmt: skip


def error_kinds(sentences: list[Sentence]) -> None:
    """How many of the claims go wrong how; no sentence is shown."""
    count: Counter[str] = Counter()
    total = 0
    for each in sentences:
        found, wanted = our_claims(half_width(each.text)), set(pairs(each.marks))
        total += len(wanted)
        got = {(what, value): scope for what, value, scope in found - wanted}
        for what, value, scope in wanted - found:
            count[_kind(scope, got.pop((what, value), ""))] += 1
        missed = {value for _, value, _ in wanted - found}
        count[_KINDS[1]] += sum(value not in missed for _, value in got)
    for kind in _KINDS:
        print(f"{kind:44} {count[kind]:3} of {total} ({count[kind] / total:.1%})")


def _kind(meant: str, taken: str) -> str:
    if not taken:
        return _KINDS[0]
    if taken == "whole":
        return _KINDS[{"part": 2, "plan": 3}.get(meant, 4)]
    if meant == "whole":
        return _KINDS[{"part": 5, "plan": 6}.get(taken, 7)]
    return _KINDS[8]


def speed(sentences: list[Sentence]) -> None:
    text = "".join(half_width(each.text) for each in sentences) * 10
    list(all_claims_in(text[:2000]))
    start = time.process_time()
    count = sum(1 for _ in all_claims_in(text))
    spent = time.process_time() - start
    print(f"speed: {len(text) / spent:,.0f} characters a CPU second ({len(text):,} characters, {count} claims)")
    code = "import time; from nlp_models.claims import warm; warm(); print(time.process_time())"
    took = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
        for _ in range(3)
    ]
    print(f"loading in a new process, Python and all, best of three: {min(took):.2f} CPU seconds")


def main(name: str, errors: bool) -> None:
    sentences = read(name)
    print(f"{name}: {len(sentences)} sentences, {sum(len(each.marks) for each in sentences)} quantities")
    print("quantity spans, exact          ", spans(sentences))
    systems: dict[str, Callable[[str], Iterator[Number]]] = {"ours": ours, "regex + cn2an": regex_and_cn2an}
    try:
        import recognizers_number  # noqa: F401

        systems["Recognizers-Text"] = recognizers
    except ImportError:
        print("Recognizers-Text is not installed: left out")
    for system, find in systems.items():
        print(f"numbers with value, {system:18}", numbers(sentences, find))
    for system, find_claims in {"ours": our_claims, "regex + cn2an": regex_claims}.items():
        errors_here = errors and system == "ours"
        for only_whole in (False, True):
            score, plans, taken = claims(
                sentences, find_claims, only_whole=only_whole, errors=errors_here and not only_whole
            )
            kind = "claims about today" if only_whole else "claims with scope"
            print(f"{kind}, {system:18}", score, "" if only_whole else f"plans taken for claims {taken}/{plans}")
    error_kinds(sentences)
    speed(sentences)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "held_out_4", "errors" in sys.argv)

"""An attachment that the 材料清单 names, and that is no list, is in no file and on no page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from pipeline.checks.attachments import (
    Entry,
    Title,
    delivered_titles,
    entries,
    in_words,
    is_list,
    is_named,
    number_in,
    spans,
)
from pipeline.checks.case import Case
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import from_pixels
from pipeline.checks.wording import plain
from pipeline.records import Evidence

_ALIKE = 80.0


def _check(case: Case) -> Iterator[Fact]:
    listed = [entry for entry in entries(case) if entry.title]
    if not listed or not case.all_files_read("证明材料是否缺失"):
        return
    titles = delivered_titles(case)
    there = [entry for entry in listed if _is_there(case, entry, titles)]
    missing = [entry for entry in listed if entry not in there and not is_list(case, entry)]
    if missing and not there:
        case.doubt("材料清单：没有读出任何附件的标题，无法判断证明材料是否缺失")
    elif missing:
        names = "、".join(f"附件{entry.number}「{entry.title[:30]}」" for entry in missing)
        value = case.get("materials.list")
        source = value.source if value else None
        named = tuple(Evidence("材料清单", f"附件{entry.number}：{entry.title}", source) for entry in missing)
        yield Fact(f"材料清单列出的{names}没有提交", ("materials.list",), (*named, Evidence("附件", "未找到")))


def _is_there(case: Case, entry: Entry, titles: Sequence[Title]) -> bool:
    """Whether a heading or a file's name has the attachment's number or its words."""
    if any(
        number_in(each.text) == entry.number and not _is_span(each) and not _names_list(case, each) for each in titles
    ):
        return True
    if any(is_named(words, titles) for words in in_words(case, entry)):
        return True
    return any(_is_in_span(each, entry, titles) for each in titles if each.source is None)


def _is_span(title: Title) -> bool:
    return title.source is None and any(spans(title.text, number) for number in range(100))


def _names_list(case: Case, title: Title) -> bool:
    """Whether the title is that of one of the form's lists, under whatever number."""
    return any(fuzz.partial_ratio(plain(each.title), plain(title.text)) >= _ALIKE for each in case.form.lists)


def _is_in_span(file: Title, entry: Entry, titles: Sequence[Title]) -> bool:
    """A file like 附件9-13 holds the attachment, unless the titles in it name its neighbours and leave it out."""
    if not spans(file.text, entry.number):
        return False
    inside = [each for each in titles if each.source is not None and each.sha256 == file.sha256]
    exact = all(not from_pixels(each.source) for each in inside)
    numbers = {number for each in inside if (number := number_in(each.text)) and spans(file.text, number)}
    return not (exact and len(numbers) >= 2 and entry.number not in numbers)


RULE = Rule(
    code="HC406",
    slug="attachment-missing",
    since="0.1",
    severity="medium",
    what="材料清单列出的证明材料（清单以外）在任何文件、任何页上都找不到。",
    why="材料清单与实际提交的材料应当一致；缺少证书、报表等佐证无法核实。",
    basis="材料清单（作为附件放后）",
    needs=("fields",),
    body=_check,
)

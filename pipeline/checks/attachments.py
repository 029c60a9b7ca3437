"""What a submission says it attaches (材料清单), and the titles under which things really were delivered.

The lines of the 材料清单 and of the 目录 look just like the titles of the attachments themselves; they are told apart
by where they stand: one right below the other in the book.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import PurePosixPath

from rapidfuzz import fuzz

from pipeline.checks.case import Case
from pipeline.checks.wording import plain
from pipeline.document import Source
from pipeline.records import Heading

_DIGITS = {char: str(n) for n, char in enumerate("一二三四五六七八九", 1)} | {"十": "10"}
_NUMBER = r"附件\s*([0-9]{1,2}|[一二三四五六七八九十])(?![0-9])"
_NUMBERED = re.compile(_NUMBER)
_ENTRY = re.compile(_NUMBER + r"\s*[:：、.．]?\s*(.*?)\s*(?=附件\s*[0-9一二三四五六七八九十]|$)", re.M)
_SPAN = re.compile(r"附件\s*(\d{1,2})\s*[-—–－~～至到]\s*(?:附件)?\s*(\d{1,2})")
_NEAR = 0.08
_ALIKE = 80.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the 材料清单."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title under which something was delivered: a heading, or a file's name (then ``source`` is None)."""

    text: str
    sha256: str
    source: Source | None = None


def number_in(text: str) -> int | None:
    """Which attachment a title says it is."""
    match = _NUMBERED.search(text)
    return _number(match[1]) if match else None


def _number(digits: str) -> int:
    return int(_DIGITS.get(digits, digits))


def entries(case: Case) -> list[Entry]:
    """The lines of the 材料清单: what the field holds, and the run of lines that stands in the book."""
    value = case.filled("materials.list")
    text = str(value.value) if value is not None else ""
    listed = [heading.text for heading in _listing(case)]
    found: dict[int, str] = {}
    for match in _ENTRY.finditer("\n".join([text, *listed])):
        title = match[2].strip(" 。；;，,")
        if len(title) > len(found.get(_number(match[1]), "")):
            found[_number(match[1])] = title
    return [Entry(number, title) for number, title in sorted(found.items())]


def delivered_titles(case: Case) -> list[Title]:
    """Every heading that is no line of a list of contents, and every file's name."""
    lines = {id(heading) for heading in _listing(case)}
    contents = {_place(entry.source) for entry in case.record.toc or ()}
    headings = [
        Title(heading.text, heading.source.sha256, heading.source)
        for heading, after in zip_longest(case.record.headings, case.record.headings[1:])
        if id(heading) not in lines and _place(heading.source) not in contents and not _is_book(heading, after)
    ]
    return headings + [Title(PurePosixPath(file.path).stem, file.sha256) for file in case.record.files]


def is_named(words: str, titles: Sequence[Title]) -> bool:
    """Whether any title says these words; a misread character or two are forgiven."""
    wanted = plain(words)
    return any(
        fuzz.partial_ratio(wanted, plain(each.text)) >= _ALIKE
        for each in titles
        if len(plain(each.text)) >= len(wanted) - 2
    )


def spans(text: str, number: int) -> bool:
    """Whether a file's name like 附件9-13 covers the attachment."""
    match = _SPAN.search(text)
    return match is not None and int(match[1]) <= number <= int(match[2])


def _is_book(heading: Heading, after: Heading | None) -> bool:
    """The form itself is printed as 附件2 of its notice; that is no attachment of the applicant's."""
    return "申报书" in heading.text or ("申报书" in (after.text if after else "") and len(plain(heading.text)) <= 4)


def _listing(case: Case) -> list[Heading]:
    """The headings of the book that are lines of its 材料清单: several in one, or one right below the other."""
    book = _book(case)
    own = [each for each in case.record.headings if each.source.sha256 == book]
    found = [
        each for each in own if _is_numbered(each) and (len(_NUMBERED.findall(each.text)) > 1 or _in_field(case, each))
    ]
    for one, two in pairwise(own):
        numbered = _is_numbered(one) and _is_numbered(two) and number_in(one.text) != number_in(two.text)
        if numbered and _adjacent(one.source, two.source):
            found += [one, two]
    return list({id(each): each for each in found}.values())


def _is_numbered(heading: Heading) -> bool:
    return bool(_NUMBERED.match(heading.text.strip()))


def _book(case: Case) -> str | None:
    counted = Counter(value.source.sha256 for value in case.record.fields if value.source is not None)
    return counted.most_common(1)[0][0] if counted else None


def _in_field(case: Case, heading: Heading) -> bool:
    """Whether the heading is part of what was read as the 材料清单, at its place."""
    value = case.get("materials.list")
    if value is None or value.source is None or not isinstance(value.value, str):
        return False
    one, two = value.source, heading.source
    same_page = one.page is not None and one.page == two.page
    same_place = one.locator is not None and one.locator == two.locator
    return (same_page or same_place) and plain(heading.text) in plain(value.value)


def _adjacent(one: Source, two: Source) -> bool:
    if one.bbox is not None and two.bbox is not None:
        return one.page == two.page and abs(two.bbox[1] - one.bbox[3]) < _NEAR
    numbers = [re.fullmatch(r"paragraph\[(\d+)\]", each.locator or "") for each in (one, two)]
    first, second = numbers
    return first is not None and second is not None and int(second[1]) - int(first[1]) == 1


def _place(source: Source) -> tuple[str, int | None, object]:
    return source.sha256, source.page, source.locator or source.bbox


def in_words(case: Case, entry: Entry) -> Iterator[str]:
    """The words by which an attachment may go: its whole title, and each of the things it names."""
    core = re.sub(r"[（(].*?[）)]", "", entry.title)
    yield core
    for part in re.split(r"[、，,和及与]|等", core):
        if len(part) >= 4:
            yield part


def is_list(case: Case, entry: Entry) -> bool:
    """Whether the entry is one of the form's lists, for which another rule is responsible."""
    core = plain(re.sub(r"[（(].*", "", entry.title))
    ends = core.endswith(("清单", "花名册", "统计表", "汇总表", "名单"))
    return ends or any(fuzz.ratio(core, plain(each.title)) >= _ALIKE for each in case.form.lists)

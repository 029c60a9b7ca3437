"""What is personal in a submission, and how it is written and painted over for those who need not see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.chinese import is_chinese
from pipeline.document import Fractions, Page, Source, Text
from pipeline.document.document import Paragraph
from pipeline.records import FieldValue, Record, Row
from pipeline.records.personal import is_personal, is_personal_column

_TELLING = re.compile(
    r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)"
)
_CORRECTED = re.compile(r"(?P<begin>人工核对 (?P<key>\S+?)：)(?P<value>.*)", re.DOTALL)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文"
)


def masked(words: str) -> str:
    """``张*``, ``138****5678``, ``z***@x.cn``: enough left to tell two apart, not enough to use."""
    bare = words.strip()
    if not bare:
        return words
    if "@" in bare:
        name, _, host = bare.partition("@")
        return f"{name[:1]}***@{host}"
    if sum(char.isdigit() for char in bare) >= 7:
        return f"{bare[:3]}****{bare[-4:]}" if len(bare) >= 11 else f"{bare[:2]}****{bare[-2:]}"
    return bare[0] + "*" * max(1, min(3, len(bare) - 1))


def masked_text(words: str, known: Iterable[str] = ()) -> str:
    """Running text with phones, identity numbers, addresses of mail and the known values written over."""
    for each in known:
        if len(each) >= 2:
            words = words.replace(each, masked(each))
    return _TELLING.sub(lambda found: masked(found[0]), words)


def masked_event(what: str) -> str:
    """What an event of the audit says, without what persons read of personal fields, phones and the like."""
    found = _CORRECTED.fullmatch(what)
    if found and is_personal(found["key"]):
        return f"{found['begin']}{masked(found['value'])}"
    return masked_text(what)


def masked_names(cells: str, between: str = " | ") -> str:
    """Joined cells with those that look like a person's name written over (the search marks with 【】)."""
    return between.join(masked(cell) if _like_a_name(cell) else masked_text(cell) for cell in cells.split(between))


def without_marks(words: str) -> str:
    """What a fragment says without the search's marks."""
    return words.replace("【", "").replace("】", "")


def _like_a_name(cell: str) -> bool:
    bare = without_marks(cell.strip())
    return 2 <= len(bare) <= 4 and bare[0] in _SURNAMES and all(map(is_chinese, bare))


def masked_field(field: FieldValue) -> FieldValue:
    """The field with what it says written over."""
    if not is_personal(field.key):
        return _masked_words(field)
    value = masked(field.value) if isinstance(field.value, str) else field.value
    others = tuple(masked(each) for each in field.alternatives)
    return replace(field, value=value, raw=masked(field.raw), alternatives=others)


def _masked_words(field: FieldValue) -> FieldValue:
    if not isinstance(field.value, str) or not _TELLING.search(field.value):
        return field
    return replace(field, value=masked_text(field.value), raw=masked_text(field.raw))


def masked_cells(kind: str, cells: Mapping[str, str]) -> dict[str, str]:
    """A row's cells with the personal ones written over."""
    return {key: masked(cell) if is_personal_column(kind, key) else masked_text(cell) for key, cell in cells.items()}


def known_values(record: Record) -> list[str]:
    """What the personal fields of a record say, the longest first."""
    fields = [*record.fields, *(each for version in record.versions for each in version.fields)]
    said = {str(each.value) for each in fields if is_personal(each.key) and isinstance(each.value, str)}
    return sorted((each for each in said if each.strip()), key=len, reverse=True)


def personal_sources(record: Record) -> Iterator[Source]:
    """Every place of the record where something personal stands; loads the rows of lists that have such columns."""
    for fields in (record.fields, *(version.fields for version in record.versions)):
        for field in fields:
            if is_personal(field.key):
                yield from field.sources
    for each in record.lists:
        for row in each.rows:
            yield from _personal_cells(each.kind, row)


def _personal_cells(kind: str, row: Row) -> Iterator[Source]:
    for column, source in row.cell_sources.items():
        if is_personal_column(kind, column):
            yield source


def telling_places(page: Page) -> Iterator[Fractions]:
    """The places on a page where a phone, an identity number or an address of mail stands, as fractions."""
    if page.frame is None:
        return
    for text in texts_of(page):
        for found in _TELLING.finditer(str(text)):
            box = text.cut(found.start(), found.end()).box
            if box is not None:
                yield page.frame.fractions(box)


def texts_of(page: Page) -> Iterator[Text]:
    """Every paragraph's and cell's text of a page, in reading order."""
    for block in page.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)

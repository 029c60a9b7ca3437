"""The 目录 of a book: found, taken out of the running text, read as headings with levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.fields.normal import plain
from pipeline.document import Block, Document, Paragraph, Text
from pipeline.records import Heading

_TITLE = re.compile(r"目[\s\u3000]*录|目[\s\u3000]*次")
_TAIL = re.compile(r"[\s.·…．。,，_\-—]*\d{0,4}\s*$")
_LEADERS = re.compile(r"[.·…．]{3,}\s*\d{0,4}\s*$|\s\d{1,4}\s*$")
_LEVELS = (
    (1, re.compile(r"第?[一二三四五六七八九十]+[、章部]")),
    (2, re.compile(r"[(（][一二三四五六七八九十\d]+[)）]")),
    (3, re.compile(r"附件\s*\d+\s*[-—－.．]\s*\d+")),
    (2, re.compile(r"附件\s*\d*")),
    (5, re.compile(r"\d+[.．]\d+[.．]\d+")),
    (4, re.compile(r"\d+[.．]\d+")),
    (3, re.compile(r"\d+\s*[.．、]")),
)
_LONGEST = 60

Numbered = tuple[int, Block]


def take_toc(document: Document, blocks: Sequence[Numbered]) -> tuple[list[Numbered], tuple[Heading, ...] | None]:
    """(the blocks without the 目录, its entries); None where there is no 目录."""
    start = next((n for n, (_, block) in enumerate(blocks) if _is_title(block)), None)
    if start is None:
        return list(blocks), None
    end = _end(blocks, start)
    texts = [text for _, block in blocks[start:end] for text in _lines(block)]
    entries = tuple(_entries(document, texts))
    return [*blocks[:start], *blocks[end:]], entries


def _is_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and _TITLE.match(str(block.text).strip()) is not None


def _lines(block: Block) -> Iterator[Text]:
    if not isinstance(block, Paragraph):
        return
    string, start = str(block.text), 0
    for match in re.finditer("[\n\u2029]|$", string):
        if match.start() > start:
            yield block.text.cut(start, match.start())
        start = match.end()


def _end(blocks: Sequence[Numbered], start: int) -> int:
    """The first block after the 目录: a table, prose, or the place where its first entry stands again as a heading."""
    first = ""
    for n in range(start, len(blocks)):
        block = blocks[n][1]
        lines = [_bare(str(line)) for line in _lines(block)]
        entries = [line for line in lines if line and not _TITLE.fullmatch(line)]
        if not isinstance(block, Paragraph) or any(_is_prose(str(line)) for line in _lines(block)):
            return n
        leads = any(_LEADERS.search(str(line)) for line in _lines(block))
        if first and not leads and entries and entries[0] == first:
            return n
        first = first or (entries[0] if entries else "")
    return len(blocks)


def _bare(line: str) -> str:
    """An entry without leaders and page number, as it is compared."""
    return "".join(plain(char) for char in _TAIL.sub("", line.strip()))


def _is_prose(line: str) -> bool:
    return len(line.strip()) > _LONGEST and not _LEADERS.search(line)


def _entries(document: Document, texts: Sequence[Text]) -> Iterator[Heading]:
    for text in texts:
        words = _TAIL.sub("", str(text).strip())
        source = document.source(text)
        if words and source is not None and not _TITLE.fullmatch(words):
            yield Heading(words, source, _level(words))


def _level(words: str) -> int | None:
    return next((level for level, pattern in _LEVELS if pattern.match(words)), None)

"""Pages that nothing was taken from: certificates, contracts, letters. Their text is found too, as passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter

from pipeline.document import Document, Page, Paragraph, Piece, Source, Text, join
from pipeline.ports import Entry
from pipeline.records import FormDef, Record
from search.about import about, form_of
from search.passages import passages_of
from search.words.cells import BETWEEN

_MARKS = re.compile(r"\{[^}]*\}|\[\[|\]\]")
_BAR = Piece(BETWEEN)
LABEL = "其他页面"
"""What such a passage is called. The printed text of forms and lists is not said again: their values have entries."""


def rest_of(record: Record, documents: Sequence[Document]) -> Iterator[Entry]:
    """The text of every page that no field and no row of the record stands on, page by page.

    ``documents`` are the files as read; a page is only loaded where it is wanted.
    """
    form = form_of(record.form)
    shared, printed = about(record, form), _printed(form) if form else ""
    paths = {file.sha256: file.path for file in record.files}
    cited = set(_cited(record))
    for document in documents:
        for index in range(len(document.pages)):
            if not {(document.sha256, index + 1), (document.sha256, None)} & cited:
                texts = _texts(document.pages[index], printed)
                yield from _of_page(record.name, document, index, texts, (paths.get(document.sha256, ""), shared))


def _cited(record: Record) -> Iterator[tuple[str, int | None]]:
    """The pages that the record's values stand on; None stands for a Word body or an Excel file."""
    for field in record.fields:
        yield from ((source.sha256, source.page) for source in field.sources)
    for each in record.lists:
        yield from ((row.source.sha256, row.source.page) for row in each.rows)


def _of_page(
    submission: str, document: Document, index: int, texts: Iterable[Text], shared: tuple[str, dict[str, str]]
) -> Iterator[Entry]:
    seen: Counter[str] = Counter()
    for text in texts:
        place = document.source(text)
        for passage in passages_of(_joined(str(text))):
            digest = blake2b(passage.encode(errors="replace"), digest_size=8).hexdigest()
            seen[digest] += 1
            name = f"{document.sha256[:12]}.{index + 1}/{digest}.{seen[digest]}"
            yield _entry(f"{submission}/passage/{name}", submission, passage, place, *shared)


def _entry(entry_id: str, submission: str, text: str, place: Source | None, path: str, shared: dict[str, str]) -> Entry:
    return Entry(
        id=entry_id,
        submission=submission,
        kind="passage",
        text=text,
        label=LABEL,
        file=path,
        page=place.page if place else None,
        bbox=place.bbox if place else None,
        locator=place.locator if place else None,
        facets={**shared, **({"sha256": place.sha256} if place else {})},
    )


def _printed(form: FormDef) -> str:
    """What the form itself says, without white space, holes and the marks of its instructions."""
    parts: list[str] = []
    for item in form.layout:
        parts += filter(None, (item.text, item.heading))
        parts += (cell for row in item.table or () for cell in row)
    return "\n".join(_bare(_MARKS.sub("", part)) for part in parts)


def _bare(text: str) -> str:
    return "".join(text.split())


def _texts(page: Page, printed: str) -> Iterator[Text]:
    """Paragraphs, and tables row by row, where they say more than the form prints; page numbers and heads left out."""
    for block in page.blocks:
        if isinstance(block, Paragraph):
            if block.role == "text" and block.text and _bare(str(block.text)) not in printed:
                yield block.text
        else:
            for _, cells in groupby(block.cells, key=attrgetter("row")):
                row = [cell.text for cell in cells if cell.text]
                if any(_bare(str(text)) not in printed for text in row):
                    yield join(row, _BAR)


def _joined(text: str) -> str:
    """A paragraph without the breaks of its visual lines; between letters a space stays."""
    lines = [line.strip() for line in text.replace("\u2029", "\n").split("\n")]
    joined = ""
    for line in filter(None, lines):
        joined += " " if joined[-1:].isascii() and joined and line[0].isascii() else ""
        joined += line
    return joined

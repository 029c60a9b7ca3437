"""One submission's record from its documents: which form it is, the book in its versions, the lists, the headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.fields.book import BookReading, read_book
from extractors.fields.recognise import recognise
from extractors.headings import Taken, headings_of
from extractors.list_versions import ListPart, merge_lists
from extractors.lists import ListsReading, read_lists
from extractors.origin import Origin, origin_of
from extractors.running_heads import without_running_heads
from extractors.versions import BookVersion, Part, counting_fields, group_versions
from pipeline.document import Document, Source, Text
from pipeline.records import Claim, FileEntry, FormDef, Heading, ListRecord, Mention, Record, Sentence, Version

FindClaims = Callable[[FormDef, Mapping[str, Text], Document], Sequence[Claim]]
"""Finds what narratives claim, by the form, the narratives by key, and the document that they stand in."""
FindTold = Callable[[Mapping[str, Text], Document], tuple[Sequence[Sentence], Sequence[Mention]]]
"""The sentences of narratives and what they name, by the narratives by key and the document that they stand in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one document says, by one form."""

    document: Document
    origin: Origin
    lists: ListsReading
    book: BookReading


def assemble(
    name: str,
    files: Sequence[FileEntry],
    documents: Sequence[Document],
    forms: Sequence[FormDef],
    *,
    find_claims: FindClaims | None = None,
    find_told: FindTold | None = None,
) -> Record:
    """The record of one submission; ``documents`` are those of ``files`` that could be read, in the files' order."""
    form = form_of(documents, forms)
    if form is None:
        return Record(name, None, tuple(files))
    readings = [_read(document, form) for document in documents]
    parts = _book_parts(readings, form)
    versions, lists = _versions(group_versions(parts), readings)
    fields = counting_fields(versions, form)
    told = [find_told(*each) for each in _narratives(parts)] if find_told else []
    return Record(
        name=name,
        form=form.id,
        files=tuple(files),
        fields=fields,
        lists=lists,
        versions=versions,
        toc=_toc(parts),
        headings=_headings(readings, parts),
        claims=_claims(parts, form, find_claims),
        empty_lists=tuple(each for reading in readings for each in reading.lists.empty),
        sentences=tuple(each for sentences, _ in told for each in sentences),
        mentions=tuple(each for _, mentions in told for each in mentions),
    )


def form_of(documents: Sequence[Document], forms: Sequence[FormDef]) -> FormDef | None:
    """The form that the documents fit best; a table of recommendations alone names its form by its columns."""
    best: tuple[float, FormDef | None] = (0.0, None)
    for document in documents:
        form, score = recognise(document, forms)
        if form is not None and score > best[0]:
            best = (score, form)
    return best[1] or _form_of_lists(documents, forms)


def _form_of_lists(documents: Sequence[Document], forms: Sequence[FormDef]) -> FormDef | None:
    counts = [(sum(_cells(read_lists(document, form)) for document in documents), form) for form in forms]
    most, form = max(counts, key=lambda pair: pair[0], default=(0, None))
    return form if most else None


def _cells(reading: ListsReading) -> int:
    return sum(len(row.cell_sources) for record in reading.lists for row in record.rows)


def _read(delivered: Document, form: FormDef) -> Reading:
    document = without_running_heads(delivered, form)
    lists = read_lists(document, form)
    return Reading(document, origin_of(document), lists, read_book(document, form, lists.used))


def _book_parts(readings: Sequence[Reading], form: FormDef) -> list[Part]:
    marks = frozenset(each.key for each in form.fields if each.is_mark or each.is_tick)
    parts = (Part(each.document, each.origin, each.book, marks) for each in readings)
    return [part for part in parts if part.holds_book]


def _versions(
    books: Sequence[BookVersion], readings: Sequence[Reading]
) -> tuple[tuple[Version, ...], tuple[ListRecord, ...]]:
    parts = [ListPart(record, each.origin) for each in readings for record in each.lists.lists]
    lists, by_kind = merge_lists(parts)
    versions = tuple(
        Version(
            book.kind,
            book.fields(),
            tuple(part.document.sha256 for part in book.parts),
            lists if len(books) == 1 else by_kind.get(book.kind, ()),
        )
        for book in books
    )
    return versions, lists


def _toc(parts: Sequence[Part]) -> tuple[Heading, ...] | None:
    tocs = [part.reading.toc for part in parts if part.reading.toc is not None]
    return max(tocs, key=len, default=None)


def _headings(readings: Sequence[Reading], parts: Sequence[Part]) -> tuple[Heading, ...]:
    """Every heading once, file by file; what is the applicant's list of materials or the 目录 is none."""
    books = {id(part.reading) for part in parts}
    found: dict[tuple[str, Source], Heading] = {}
    for each in readings:
        is_book = id(each.book) in books
        taken = Taken(each.book.narrative_texts.values(), each.book.toc or ()) if is_book else Taken()
        own = each.book.headings if is_book else ()
        for heading in (*own, *each.lists.titles, *headings_of(each.document, taken, each.lists.used, book=is_book)):
            found.setdefault(_key(heading), heading)
    return tuple(found.values())


def _key(heading: Heading) -> tuple[str, Source]:
    return heading.text, replace(heading.source, text="")


def _claims(parts: Sequence[Part], form: FormDef, find: FindClaims | None) -> tuple[Claim, ...]:
    if find is None:
        return ()
    return tuple(claim for texts, document in _narratives(parts) for claim in find(form, texts, document))


def _narratives(parts: Sequence[Part]) -> Iterator[tuple[dict[str, Text], Document]]:
    """The narratives of the version that counts, each from the document that holds it."""
    known: set[str] = set()
    for part in (part for version in group_versions(parts) for part in version.parts):
        texts = {key: text for key, text in part.reading.narrative_texts.items() if key not in known and text}
        known |= texts.keys()
        yield texts, part.document

"""The attached lists of a document of any origin."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.lists.open_list import OpenList
from extractors.lists.repair import repaired
from extractors.lists.walk import Walker
from pipeline.document import Document
from pipeline.records import EmptyList, FormDef, Heading, ListRecord


@dataclass(frozen=True, slots=True)
class ListsReading:
    """What the lists of one document are, and which blocks they took.

    ``used`` are (page number, index of the block) of list tables and their titles: not the form's. ``titles`` are the
    lines that name a list, and who recommends (``推荐单位：…``) above a table of recommendations. ``empty`` are heads
    below which nothing stands.
    """

    lists: tuple[ListRecord, ...]
    used: frozenset[tuple[int, int]]
    titles: tuple[Heading, ...] = ()
    empty: tuple[EmptyList, ...] = ()


def read_lists(document: Document, form: FormDef) -> ListsReading:
    """Every attached list of the form that the document holds, one :class:`ListRecord` a kind, rows in order.

    Pages are met once and in order, so that ``document.pages`` may load lazily; only the rows are kept.
    """
    walker = Walker(document, form)
    walker.walk()
    kinds: dict[str, list[OpenList]] = {}
    for each in walker.lists:
        kinds.setdefault(each.definition.kind, []).append(each)
    lists = [_record(parts) for parts in kinds.values()]
    kept = tuple(each for each in lists if each.rows)
    empty = tuple(head for each in lists if not each.rows and (head := _empty(kinds[each.kind])) is not None)
    return ListsReading(kept, frozenset(walker.above.used), tuple(walker.above.headings), empty)


def _empty(parts: list[OpenList]) -> EmptyList | None:
    """The head, where all of them were typed and nothing else was written below any of them."""
    heads = [part.head for part in parts]
    if None in heads or any(part.remarks for part in parts):
        return None
    return next((EmptyList(parts[0].definition.kind, head) for head in heads if head is not None), None)


def _record(parts: list[OpenList]) -> ListRecord:
    rows, doubts = parts[0].close(), dict(parts[0].doubts)
    for part in parts[1:]:
        doubts.update({(at + len(rows), key): others for (at, key), others in part.doubts.items()})
        rows.extend(part.close())
    title = next((part.title for part in parts if part.title), "")
    return ListRecord(parts[0].definition.kind, repaired(rows, parts[0].definition, doubts), title)

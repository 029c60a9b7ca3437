"""Search as the desk shows it: limited to what a person may see, completed as they type, masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desk.office.door import Viewer
from desk.office.masks import masked, masked_names, masked_text, without_marks
from pipeline.ports import Answer, Hit
from pipeline.problems import UsageError
from pipeline.records.load import load_forms
from pipeline.records.personal import is_personal, is_personal_column
from search.finder import Finder
from search.query.names import chinese_names_of
from search.query.parse import parse
from search.query.tree import Either

FACETS = ("kind", "list", "slug", "severity", "status", "city", "type", "form")
_SCOPES = ("企业", "平台", "地市", "表单", "类型", "附件", "发现", "严重程度", "状态", "种类", "字段")


@dataclass(frozen=True, slots=True)
class Offer:
    """A completion: what is put into the query, and what it means."""

    insert: str
    meaning: str


class Searching:
    """Search over one index."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def search(self, viewer: Viewer, query: str, after: str | None, limit: int, sort: str = "") -> Answer:
        """Answer a query, counted by facets.

        Raises:
            HeshuError: the query is malformed; the message names the place.
        """
        answer = self._for(viewer).search(query, after=after, limit=limit, sort=sort, facets=FACETS)
        return replace(answer, hits=tuple(_as_seen(hit, viewer) for hit in answer.hits))

    def alike(self, viewer: Viewer, entry_id: str, limit: int) -> tuple[Hit, Answer]:
        """A row or passage, and those most like it of other submissions.

        Raises:
            UsageError: there is no such entry (any more) for this person.
        """
        finder = self._for(viewer)
        entry = finder.entry(entry_id)
        if entry is None:
            raise UsageError("这一条已不在索引中，请重新检索")
        answer = finder.similar(entry_id, limit=limit)
        return _as_seen(Hit(entry, 0.0), viewer), replace(
            answer, hits=tuple(_as_seen(hit, viewer) for hit in answer.hits)
        )

    def every(self, viewer: Viewer, query: str, sort: str = "") -> Iterator[Hit]:
        """Every hit of a query in its order, as this person sees it, one at a time.

        Raises:
            HeshuError: the query is malformed; the message names the place.
        """
        return (_as_seen(hit, viewer) for hit in self._for(viewer).export(query, sort=sort))

    def _for(self, viewer: Viewer) -> Finder:
        city = viewer.person.city
        return self._finder.limited_to({"city": [city]}) if city else self._finder

    def offers(self, typed: str) -> Sequence[Offer]:
        """Completions of the last word typed: scopes, fields, findings, lists; at most twelve."""
        word = typed.split(" ")[-1].lstrip("(（-")
        scope, colon, begun = word.replace("：", ":").partition(":")
        if colon:
            known = [offer for offer in _values() if offer.insert.startswith(f"{scope}:")]
            return [each for each in known if begun in each.insert.partition(":")[2]][:12]
        if not word:
            return [Offer(f"{scope}:", "限定范围") for scope in _SCOPES][:12]
        scopes = [Offer(f"{scope}:", "限定范围") for scope in _SCOPES if word in scope]
        return [*scopes, *(each for each in _values() if word in each.insert.partition(":")[2])][:12]


def narrowed(query: str, name: str, value: str) -> str:
    """The query with one condition more; what it says by OR stays together."""
    held = f"({query})" if isinstance(parse(query), Either) else query
    return f"{held} AND {name}:" + (value if re.fullmatch(r"[\w-]+", value) else f'"{value}"')


@lru_cache(maxsize=1)
def _values() -> tuple[Offer, ...]:
    from pipeline.checks.across.registry import across_rules
    from pipeline.checks.rule import all_rules

    found: dict[str, Offer] = {}
    rules = [*((each.slug, each.what) for each in all_rules()), *((each.slug, each.what) for each in across_rules())]
    for slug, what in rules:
        for name in chinese_names_of("slug", slug)[:1]:
            found[name] = Offer(f"发现:{name}", what)
    for form in load_forms():
        for each in form.lists:
            found.setdefault(each.title, Offer(f"附件:{each.title.replace(' ', '')}", "清单"))
        for field in form.fields:
            label = field.label.split("/")[-1].split("（")[0].split("(")[0].strip()
            if field.is_number and 2 <= len(label) <= 16 and " " not in label:
                found.setdefault(label, Offer(f"{label}:>", f"字段（{field.unit or '数值'}）"))
    return tuple(found.values())


def _as_seen(hit: Hit, viewer: Viewer) -> Hit:
    entry = hit.entry
    if viewer.unmasked(entry.submission):
        return hit
    if entry.kind == "row":
        kind = entry.facets.get("list", "")
        personal = any(is_personal_column(kind, key) for key in _columns(kind))
        written: Callable[[str], str] = masked_names if personal else masked_text
    elif entry.kind == "field" and is_personal(entry.facets.get("key", "")):
        written = _masked_value
    else:
        written = masked_text
    fragments = tuple(_with_marks(each, written) for each in hit.highlights)
    return Hit(replace(entry, text=written(entry.text)), hit.score, fragments)


def _with_marks(fragment: str, written: Callable[[str], str]) -> str:
    """Without the marks where one of them would keep a part of a telephone (138-【5510】-0001) from being masked."""
    whole, marked = written(without_marks(fragment)), written(fragment)
    return marked if without_marks(marked) == whole else whole


def _masked_value(words: str) -> str:
    label, colon, value = without_marks(words).partition("：")
    return f"{label}{colon}{masked(value)}" if colon else masked(words)


@lru_cache(maxsize=100)
def _columns(kind: str) -> frozenset[str]:
    lists = (each for form in load_forms() for each in form.lists if each.kind == kind)
    return frozenset(column.key for each in lists for column in each.columns)

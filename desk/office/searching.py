"""Search as the desk shows it: limited to what a person may see, completed as they type, masked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desk.office.door import Viewer
from desk.office.masks import is_personal, is_personal_column, masked, masked_names, masked_text
from pipeline.ports import Answer, Hit
from pipeline.records.load import load_forms
from search.finder import Finder
from search.query.names import chinese_names_of

FACETS = ("kind", "list", "slug", "severity", "city", "form")
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

    def search(self, viewer: Viewer, query: str, after: str | None, limit: int) -> Answer:
        """Answer a query, counted by facets.

        Raises:
            HeshuError: the query is malformed; the message names the place.
        """
        finder = self._finder
        if viewer.person.city:
            finder = finder.limited_to({"city": [viewer.person.city]})
        answer = finder.search(query, after=after, limit=limit, facets=FACETS)
        return replace(answer, hits=tuple(_as_seen(hit, viewer) for hit in answer.hits))

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
    fragments = tuple(written(each) for each in hit.highlights)
    return Hit(replace(entry, text=written(entry.text)), hit.score, fragments)


def _masked_value(words: str) -> str:
    label, colon, value = words.replace("【", "").replace("】", "").partition("：")
    return f"{label}{colon}{masked(value)}" if colon else masked(words)


@lru_cache(maxsize=100)
def _columns(kind: str) -> frozenset[str]:
    lists = (each for form in load_forms() for each in form.lists if each.kind == kind)
    return frozenset(column.key for each in lists for column in each.columns)

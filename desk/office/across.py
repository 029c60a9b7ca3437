"""Applicants held against each other: who is alike to whom, the network they form, two of them side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from desk.office.beside import Beside
from desk.office.dossiers import Dossier, columns_of
from desk.office.masks import masked_cells
from flows.crosschecking import signatures
from pipeline.checks.across.beside import Beside as Paired
from pipeline.checks.across.beside import Stretch, lists_beside, matrix, texts_beside
from pipeline.checks.across.network import Network, Tie, network
from pipeline.records import FieldValue, ListRecord
from pipeline.store import Store
from pipeline.store.glance import Glance

MOST = 24
"""Submissions in the matrix; further pairs are in the list below it."""

_DRAWN = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """Two submissions with the slugs of what they have in common, ``one`` before ``two`` by name."""

    one: str
    two: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of the network: those who are tied strongly, and every tie among them."""

    members: tuple[str, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class RowPair:
    """A row of each list as this person may see it; ``differing`` are the columns in which the pair differs.

    ``mine`` and ``other`` are None where only the other has the row.
    """

    mine: Sequence[str] | None
    other: Sequence[str] | None
    differing: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ListsBeside:
    """Two lists of a kind: headings, how many rows are common, how many each has, and a window of pairs."""

    columns: Sequence[str]
    common: int
    mine: int
    other: int
    total: int
    pairs: Sequence[RowPair]


class _Parts:
    """A network's ties by the cluster that they lie in; ``standing`` tells the records that it is made of."""

    def __init__(self, whole: Network, standing: str) -> None:
        self._clusters, self.standing = whole.clusters, standing
        place = {name: n for n, cluster in enumerate(whole.clusters) for name in cluster}
        self._ties: dict[int, list[Tie]] = defaultdict(list)
        for tie in whole.ties:
            at = place.get(tie.one)
            if at is not None and at == place.get(tie.two):
                self._ties[at].append(tie)

    def drawn(self, mine: set[str] | None) -> list[Drawn]:
        """The clusters as far as both ends of a tie are among these; None is all."""
        found = []
        for at, ties in sorted(self._ties.items()):
            kept = ties if mine is None else [tie for tie in ties if {tie.one, tie.two} <= mine]
            if kept:
                found.append(Drawn(_most_tied(self._clusters[at], kept), tuple(kept)))
        return found


class Across:
    """Comparisons of one store's submissions, as findings and signatures have them."""

    def __init__(self, store: Store, glance: Glance) -> None:
        self._store, self._glance = store, glance
        self._lock = Lock()
        self._parts: _Parts | None = None
        self._making = Beside(self._make_beside)
        self._beside = lru_cache(maxsize=4)(self._held)

    def pairs(self, city: str = "") -> list[Pair]:
        """Who is alike to whom, those with most in common first; a city sees pairs within it only."""
        mine = self._glance.names(city) if city else None
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (one, two), alike in matrix(self._glance.across(city)).items():
            if mine is None or {one, two} <= mine:
                found[min(one, two), max(one, two)] |= {each.slug for each in alike}
        pairs = [Pair(one, two, tuple(sorted(slugs))) for (one, two), slugs in found.items()]
        return sorted(pairs, key=lambda each: (-len(each.slugs), each.one, each.two))

    def network(self, city: str = "") -> list[Drawn]:
        """The clusters with their ties, the largest first; where a record has changed since, they are made anew beside.

        Only the very first look waits for them.
        """
        return self.look(city)[0]

    def look(self, city: str = "") -> tuple[list[Drawn], bool]:
        """:meth:`network`, and whether it is that of the records as they stand."""
        parts = self._parts or self._make()
        current = parts.standing == self._standing()
        if not current:
            self._making.add("")
        return parts.drawn(self._glance.names(city) if city else None), current

    def prepare(self) -> None:
        """Have the network made beside, so that nobody need wait for it."""
        self._making.add("")

    def wait(self, seconds: float) -> bool:
        """Wait until a network that is being made is there; False where it takes longer."""
        return self._making.wait("", seconds)

    def forget(self) -> None:
        """Drop what is kept of submissions that may be no more."""
        self._beside.cache_clear()
        with self._lock:
            self._parts = None

    def _make_beside(self, _: list[str]) -> None:
        self._make()

    def _make(self) -> _Parts:
        with self._lock:
            standing, parts = self._standing(), self._parts
            if parts is None or parts.standing != standing:
                parts = self._parts = _Parts(network(signatures(self._store)), standing)
            return parts

    def _standing(self) -> str:
        return repr([(each.name, each.record_key) for each in self._store.standings()])

    def kinds(self, one: Dossier, two: Dossier) -> list[str]:
        """The lists that both have, the longest first."""
        counts = {each.kind: len(each.rows) for each in one.record.lists if two.record.list(each.kind)}
        return sorted(counts, key=lambda kind: -counts[kind])

    def texts(self, one: Dossier, two: Dossier) -> list[FieldValue]:
        """The narratives that both have."""
        defined = {
            each.key for form in (one.form, two.form) if form for each in form.fields if each.kind == "narrative"
        }
        return [
            each for each in one.record.fields
            if each.key in defined and each.value and (other := two.record.field(each.key)) is not None and other.value
        ]  # fmt: skip

    def lists_beside(
        self, one: Dossier, two: Dossier, kind: str, start: int, limit: int, only_common: bool
    ) -> ListsBeside:
        """A window of two lists side by side.

        Raises:
            KeyError: one of them has no such list.
        """
        mine, other = one.record.list(kind), two.record.list(kind)
        if mine is None or other is None:
            raise KeyError(kind)
        columns = columns_of(one, kind)
        pairs = self._beside(one.record.name, two.record.name, kind, self._keys(one, two))
        common = sum(each.is_common for each in pairs)
        shown = [each for each in pairs if each.is_common] if only_common else pairs
        keys = [key for key, _ in columns]
        made = [
            RowPair(
                _cells(one, kind, each.mine, keys), _cells(two, kind, each.other, keys),
                frozenset(n for n, key in enumerate(keys) if key in each.differing),
            )
            for each in shown[start : start + limit]
        ]  # fmt: skip
        named = [name for _, name in columns]
        return ListsBeside(named, common, len(mine.rows), len(other.rows), len(shown), made)

    def _keys(self, *dossiers: Dossier) -> tuple[str, ...]:
        standings = (self._store.standing(each.record.name) for each in dossiers)
        return tuple(each.record_key if each else "" for each in standings)

    def _held(self, one: str, two: str, kind: str, _: tuple[str, ...]) -> list[Paired]:
        records = [self._store.bare_record(name) for name in (one, two)]
        forms = {each.form if each else None for each in records}
        mine, other = (ListRecord(kind, tuple(self._store.rows(name, kind))) for name in (one, two))
        return lists_beside(mine, other, forms.pop() if len(forms) == 1 else None)

    def texts_beside(self, one: Dossier, two: Dossier, key: str) -> tuple[list[Stretch], list[Stretch]]:
        """A narrative of each, what stands in both marked.

        Raises:
            KeyError: one of them has no such narrative.
        """
        mine, other = one.record.field(key), two.record.field(key)
        if mine is None or other is None or not any(each.key == key for each in self.texts(one, two)):
            raise KeyError(key)
        return texts_beside(one.words(str(mine.value)), two.words(str(other.value)))


def _most_tied(members: Sequence[str], ties: Sequence[Tie]) -> tuple[str, ...]:
    """The members with the most ties, as many as can be drawn, by name."""
    counts = dict.fromkeys(members, 0)
    for tie in ties:
        counts[tie.one] += 1
        counts[tie.two] += 1
    kept = sorted((name for name in members if counts[name]), key=lambda name: -counts[name])[:_DRAWN]
    return tuple(sorted(kept))


def _cells(dossier: Dossier, kind: str, row: object, keys: Sequence[str]) -> list[str] | None:
    if row is None:
        return None
    cells = row.cells  # type: ignore[attr-defined]
    cells = masked_cells(kind, cells) if dossier.masked else cells
    return [cells.get(key, "") for key in keys]

"""The desk's office: everything that the pages and the API ask of the house, gathered over one store."""

from __future__ import annotations

from collections.abc import Sequence

from desk.office.across import Across
from desk.office.batches import Batches
from desk.office.beside import Beside
from desk.office.deliveries import Deliveries
from desk.office.door import Door, Viewer
from desk.office.dossiers import Dossier, Dossiers
from desk.office.erasing import Clearing
from desk.office.figures import Figures
from desk.office.papers import Papers
from desk.office.searching import Searching
from desk.office.sheets import Sheets
from flows.correcting import check_again, compare_again, correct
from flows.indexing import index_of, index_submissions
from pipeline.records import FieldValue, FindingStatus
from pipeline.records.personal import is_personal
from pipeline.store import Store
from pipeline.store.glance import Glance
from pipeline.store.people import People
from pipeline.store.saved_searches import SavedSearches


class Office:
    """One store's office: its rooms are attributes; what changes something is a method, under the person's name."""

    def __init__(self, store: Store) -> None:
        self.store, self.glance = store, Glance(store)
        self.people = People(store.engine)
        self.door = Door(self.people)
        self.batches, self.figures = Batches(self.glance), Figures(self.glance)
        self.dossiers = Dossiers(store, self.glance)
        self.across = Across(store, self.glance)
        self.sheets = Sheets(store, self.glance)
        self.papers = Papers(store, self.glance, self.sheets.evidence)
        self.searching, self.saved = Searching(index_of(store)), SavedSearches(store.engine)
        self.rechecks = Beside(lambda names: check_again(store, names))
        self.comparing = Beside(lambda _: compare_again(store), calm=20)
        self.indexing = Beside(lambda names: _index(store, names))
        self.deliveries = Deliveries(store)
        self.clearing = Clearing(store, self._forget)

    def decide(
        self, viewer: Viewer, dossier: Dossier, finding: str, status: FindingStatus, reason: str, seen: int | None
    ) -> None:
        """Record a decision on a finding of which the person had seen that revision.

        Raises:
            KeyError: no such finding.
            DecidedMeanwhileError: somebody else has decided since.
        """
        self.store.decide(dossier.record.name, finding, status, reason, viewer.who, seen)
        self.indexing.add(dossier.record.name)

    def correct(self, viewer: Viewer, name: str, key: str, written: str) -> FieldValue:
        """Keep a person's reading of a field; the checks run again at once, beside.

        Raises:
            KeyError: no such submission or field.
            UsageError: what was written is no value of that kind.
        """
        value = correct(self.store, name, key, written, viewer.who)
        self.rechecks.add(name)
        self.comparing.add(name)
        return value

    def doubts(
        self, viewer: Viewer, limit: int, submission: str = "", passed: Sequence[tuple[str, str]] = ()
    ) -> list[tuple[str, FieldValue]]:
        """The values that this person may look at next; personal ones of submissions that they have opened only."""
        shown = frozenset(passed)
        return self.glance.doubts(
            limit,
            lambda name, key: (name, key) not in shown and (not is_personal(key) or viewer.unmasked(name)),
            viewer.person.city,
            submission,
        )

    def doubts_left(self, viewer: Viewer, submission: str = "") -> tuple[int, int]:
        """How many values this person may look at, and how many more are personal and not opened."""
        left = self.glance.doubts_left(viewer.person.city, submission)
        personal = sum(count for key, count in left.items() if is_personal(key))
        opened = (submission,) if submission else sorted(viewer.opened)
        seen = sum(
            count
            for name in opened
            if viewer.unmasked(name)
            for key, count in self.glance.doubts_left(viewer.person.city, name).items()
            if is_personal(key)
        )
        return sum(left.values()) - personal + seen, personal - seen

    def _forget(self) -> None:
        """Pictures and tables of submissions that are no more."""
        self.across.forget()
        self.dossiers.forget()
        self.sheets.forget()

    def close(self) -> None:
        """Stop what runs beside."""
        self.deliveries.stop()


def _index(store: Store, names: Sequence[str]) -> None:
    index_submissions(store, names)


__all__ = ["Office", "Viewer"]

"""The store's findings, and what persons decided and corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from pipeline.problems import DecidedMeanwhileError
from pipeline.records import Finding, FindingStatus
from pipeline.store import log
from pipeline.store.packing import pack, unpack_finding
from pipeline.store.sessions import reading, writing
from pipeline.store.tables import CorrectionRow, FindingRow, SubmissionRow

_AT_ONCE = 500


class FindingShelf:
    """What was found in submissions, and what persons made of it."""

    engine: Engine

    def keep_findings(self, name: str, scope: str, findings: Sequence[Finding], key: str, not_run: str = "") -> None:
        """Replace the findings of one scope; decisions on findings that are found again stay."""
        before = select(FindingRow).where(FindingRow.submission == name)
        whose = select(SubmissionRow.name).where(SubmissionRow.name == name)
        with writing(self.engine) as session:
            # whoever else finds the same of it just now has written when this returns
            session.execute(whose.with_for_update())
            there = {row.identity: row for row in session.execute(before).scalars()}
            for row in there.values():
                row.present = row.present and row.scope != scope
            for position, finding in enumerate(findings):
                row = there.get(finding.identity) or _new_row(name, finding)
                there[finding.identity] = row
                session.add(row)
                row.scope, row.data, row.present, row.position = scope, pack(finding), True, position
                row.severity, row.slug = finding.severity, finding.slug
            if scope == "own":
                values = {"checked_key": key, "status": "checked", "not_run": not_run or "[]"}
                session.execute(update(SubmissionRow).where(SubmissionRow.name == name).values(**values))

    def findings(self, name: str) -> tuple[Finding, ...]:
        """The findings of a submission with their decisions, own before across."""
        query = (
            select(FindingRow)
            .where(FindingRow.submission == name, FindingRow.present)
            .order_by(FindingRow.scope.desc(), FindingRow.position)
        )
        with reading(self.engine) as session:
            rows = session.execute(query).scalars()
            return tuple(replace(unpack_finding(row.data), status=row.status) for row in rows)  # type: ignore[arg-type]

    def severities(self, name: str) -> dict[str, int]:
        """How many findings of each severity are open, counted by the database."""
        query = (
            select(FindingRow.severity, func.count())
            .where(FindingRow.submission == name, FindingRow.present, FindingRow.status == "open")
            .group_by(FindingRow.severity)
        )
        with reading(self.engine) as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def citing(self, names: Collection[str]) -> set[str]:
        """The submissions with findings across applicants whose evidence lies in one of these."""
        with reading(self.engine) as session:
            return {row.submission for row in rows_citing(session, names) if row.present}

    def messages(self, slugs: Collection[str]) -> list[tuple[str, str, str]]:
        """(submission, slug, message) of the findings of these slugs that stand."""
        query = select(FindingRow.submission, FindingRow.slug, FindingRow.data)
        with reading(self.engine) as session:
            rows = session.execute(query.where(FindingRow.slug.in_(slugs), FindingRow.present))
            return [(name, slug, unpack_finding(data).message) for name, slug, data in rows]

    def across(self, name: str) -> int:
        """How many findings of comparisons with others a submission has."""
        wanted = (FindingRow.submission == name, FindingRow.scope == "across", FindingRow.present)
        with reading(self.engine) as session:
            return session.execute(select(func.count()).select_from(FindingRow).where(*wanted)).scalar_one()

    def decide(
        self, name: str, identity: str, status: FindingStatus, reason: str, who: str, seen: int | None = None
    ) -> None:
        """Record a person's decision; ``seen`` is the revision that they had before them.

        Raises:
            KeyError: no such finding.
            DecidedMeanwhileError: somebody else has decided since.
        """
        reason = reason.replace("\x00", "\ufffd")
        with writing(self.engine) as session:
            row = session.get(FindingRow, (name, identity))
            if row is None:
                raise KeyError(identity)
            wanted = select(FindingRow.revision).where(
                FindingRow.submission == name, FindingRow.identity == identity
            )  # fmt: skip
            revision = session.execute(wanted.with_for_update()).scalar_one()
            if seen is not None and revision != seen:
                raise DecidedMeanwhileError(row.decided_by)
            row.status, row.reason, row.revision = status, reason, revision + 1
            row.decided_by, row.decided_at = who[:80], datetime.now(UTC)
            message = unpack_finding(row.data).message
            log.append(session, who, f"对「{message}」的决定：{status}" + (f"，理由：{reason}" if reason else ""), name)

    def keep_correction(self, name: str, key: str, written: str, who: str) -> None:
        """Record a person's reading of a field."""
        with writing(self.engine) as session:
            note_correction(session, name, key, written, who)

    def corrections(self, name: str) -> dict[str, tuple[str, str]]:
        """The last reading of each field by a person: (written, who)."""
        query = select(CorrectionRow).where(CorrectionRow.submission == name).order_by(CorrectionRow.id)
        with reading(self.engine) as session:
            return {row.key: (row.written, row.who) for row in session.execute(query).scalars()}

    def not_run(self, name: str) -> str:
        """What could not be checked, as JSON."""
        with reading(self.engine) as session:
            row = session.get(SubmissionRow, name)
            return row.not_run if row else "[]"


def note_correction(session: Session, name: str, key: str, written: str, who: str) -> None:
    """Record a person's reading of a field in the session's transaction."""
    written = written.replace("\x00", "\ufffd")
    session.add(CorrectionRow(submission=name, key=key, written=written, who=who, at=datetime.now(UTC)))
    log.append(session, who, f"人工核对 {key}：{written[:80]}", name)


def rows_citing(session: Session, names: Collection[str]) -> Iterator[FindingRow]:
    """The findings across applicants, those that hold no longer too, whose evidence lies in one of these."""
    query = select(FindingRow).where(FindingRow.scope == "across")
    for row in session.execute(query.execution_options(yield_per=_AT_ONCE)).scalars():
        if any(side.submission in names for side in unpack_finding(row.data).evidence):
            yield row


def _new_row(name: str, finding: Finding) -> FindingRow:
    return FindingRow(submission=name, identity=finding.identity, status="open", reason="")

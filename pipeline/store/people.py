"""Who works at the desk: accounts, sessions, tokens. Secrets are kept as hashes only; every change is in the audit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import Engine, delete, func, select, update

from pipeline.problems import UsageError
from pipeline.store import log
from pipeline.store.sessions import reading, writing
from pipeline.store.tables import PersonRow, SavedSearchRow, SessionRow, TokenRow


@dataclass(frozen=True, slots=True)
class Person:
    """An account. ``city`` limits what is seen to that city's submissions; "" sees all."""

    login: str
    name: str
    roles: tuple[str, ...]
    city: str = ""
    password: str = ""
    must_change: bool = True
    active: bool = True

    @property
    def signature(self) -> str:
        """How the person appears in the audit."""
        return f"{self.name}（{self.login}）"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session: who it is, the proof that its own pages carry, the submissions whose personal data it has opened."""

    person: Person
    proof: str
    opened: frozenset[str]
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as it is listed: never its secret."""

    hashed: str
    login: str
    label: str
    created_at: datetime
    used_at: datetime | None


def hashed(secret: str) -> str:
    """What is kept of a random secret."""
    return sha256(secret.encode()).hexdigest()


class People:
    """Accounts, sessions and tokens in the store's database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self) -> int:
        """How many accounts there are."""
        with reading(self._engine) as session:
            return session.execute(select(func.count()).select_from(PersonRow)).scalar_one()

    def all(self) -> list[Person]:
        """Every account, by login."""
        with reading(self._engine) as session:
            return [_person(row) for row in session.execute(select(PersonRow).order_by(PersonRow.login)).scalars()]

    def person(self, login: str) -> Person | None:
        """The account of that login."""
        with reading(self._engine) as session:
            row = session.get(PersonRow, login)
            return _person(row) if row else None

    def keep(self, person: Person, who: str, what: str) -> None:
        """Make or change an account; ``what`` goes into the audit. An account that is closed loses its sessions."""
        with writing(self._engine) as session:
            row = session.get(PersonRow, person.login)
            if row is None:
                row = PersonRow(login=person.login, created_at=datetime.now(UTC))
                session.add(row)
            row.name, row.roles, row.city = person.name, ",".join(person.roles), person.city
            row.password, row.must_change, row.active = person.password, person.must_change, person.active
            if not person.active:
                session.execute(delete(SessionRow).where(SessionRow.login == person.login))
                session.execute(delete(TokenRow).where(TokenRow.login == person.login))
            log.append(session, who, what)

    def remove(self, login: str, who: str) -> None:
        """Delete an account with its sessions, tokens and saved searches; what the audit says of it stays.

        Raises:
            UsageError: there is no such account, or nobody would be left to administer the others.
        """
        with writing(self._engine) as session:
            person = session.get(PersonRow, login)
            if person is None:
                raise UsageError(f"没有账号 {login}")
            others = session.execute(select(PersonRow).where(PersonRow.login != login, PersonRow.active)).scalars()
            if not any("admin" in each.roles.split(",") for each in others):
                raise UsageError("至少要保留一个可用的管理员账号")
            for table, owner in ((SessionRow, SessionRow.login), (TokenRow, TokenRow.login),
                                 (SavedSearchRow, SavedSearchRow.owner)):  # fmt: skip
                session.execute(delete(table).where(owner == login))
            session.delete(person)
            log.append(session, who, f"注销账号 {login}")

    def note(self, who: str, what: str, submission: str = "") -> None:
        """Write into the audit what a person did that changes no data: looked at, exported, signed in."""
        with writing(self._engine) as session:
            log.append(session, who, what, submission)

    def start_session(self, login: str) -> tuple[str, str]:
        """(the browser's secret, the pages' proof) of a new session."""
        secret, proof, now = token_urlsafe(32), token_urlsafe(24), datetime.now(UTC)
        with writing(self._engine) as session:
            session.add(SessionRow(token=hashed(secret), login=login, proof=proof, started_at=now, seen_at=now))
        return secret, proof

    def session(self, secret: str, idle: timedelta, longest: timedelta) -> SignedIn | None:
        """The session of a browser's secret; None where there is none, it has ended, or the account is closed."""
        now = datetime.now(UTC)
        with writing(self._engine) as session:
            row = session.get(SessionRow, hashed(secret))
            person = session.get(PersonRow, row.login) if row else None
            if row is None or person is None or not person.active:
                return None
            started, seen = aware(row.started_at), aware(row.seen_at)
            if now - seen > idle or now - started > longest:
                session.delete(row)
                return None
            if now - seen > idle / 20:
                row.seen_at = now
            return SignedIn(_person(person), row.proof, frozenset(json.loads(row.opened)), started, seen)

    def open_personal(self, secret: str, submission: str, who: str) -> None:
        """Have the session see a submission's personal data; the audit says so."""
        with writing(self._engine) as session:
            row = session.get(SessionRow, hashed(secret))
            if row is None:
                return
            opened = set(json.loads(row.opened))
            if submission not in opened:
                row.opened = json.dumps(sorted({*opened, submission}), ensure_ascii=False)
                log.append(session, who, "查看个人信息（取消遮盖）", submission)

    def end_session(self, secret: str) -> None:
        """Sign out."""
        with writing(self._engine) as session:
            session.execute(delete(SessionRow).where(SessionRow.token == hashed(secret)))

    def end_sessions(self, login: str, but: str = "") -> None:
        """End every session of a person, except one browser's."""
        query = delete(SessionRow).where(SessionRow.login == login)
        with writing(self._engine) as session:
            session.execute(query.where(SessionRow.token != hashed(but)) if but else query)

    def forget_old_sessions(self, longest: timedelta) -> None:
        """Delete sessions that have ended by their age."""
        with writing(self._engine) as session:
            session.execute(delete(SessionRow).where(SessionRow.started_at < datetime.now(UTC) - longest))

    def make_token(self, login: str, label: str, who: str) -> str:
        """A new API token; its secret is told this once."""
        secret = f"heshu_{token_urlsafe(32)}"
        with writing(self._engine) as session:
            session.add(TokenRow(token=hashed(secret), login=login, label=label, created_at=datetime.now(UTC)))
            log.append(session, who, f"新建接口令牌「{label}」")
        return secret

    def tokens(self, login: str) -> Sequence[Token]:
        """The tokens of a person."""
        query = select(TokenRow).where(TokenRow.login == login).order_by(TokenRow.created_at)
        with reading(self._engine) as session:
            return [
                Token(row.token, row.login, row.label, row.created_at, row.used_at)
                for row in session.execute(query).scalars()
            ]

    def withdraw_token(self, login: str, token: str, who: str) -> bool:
        """Forget a token of a person; False where there is none."""
        with writing(self._engine) as session:
            row = session.get(TokenRow, token)
            if row is None or row.login != login:
                return False
            log.append(session, who, f"撤销接口令牌「{row.label}」")
            session.delete(row)
            return True

    def bearer(self, secret: str) -> Person | None:
        """The person in whose name a token calls."""
        now = datetime.now(UTC)
        with writing(self._engine) as session:
            row = session.get(TokenRow, hashed(secret))
            person = session.get(PersonRow, row.login) if row else None
            if row is None or person is None or not person.active:
                return None
            if row.used_at is None or now - aware(row.used_at) > timedelta(minutes=1):
                session.execute(update(TokenRow).where(TokenRow.token == row.token).values(used_at=now))
            return _person(person)


def _person(row: PersonRow) -> Person:
    roles = tuple(role for role in row.roles.split(",") if role)
    return Person(row.login, row.name, roles, row.city, row.password, row.must_change, row.active)


def aware(moment: datetime) -> datetime:
    """SQLite forgets the zone; all moments are kept in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

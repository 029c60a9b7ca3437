"""Rows that two workers may write at once: the database decides, nobody looks first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def keep_first(session: Session, table: type[DeclarativeBase], rows: Sequence[dict[str, Any]]) -> None:
    """Insert what is not there; what is there stays as it is."""
    if rows:
        session.execute(_insert(session, table).on_conflict_do_nothing(), list(rows))


def keep_last(session: Session, table: type[DeclarativeBase], row: dict[str, Any]) -> None:
    """Insert a row, or set its values where its key is there."""
    keys = [column.name for column in table.__table__.primary_key]
    values = {name: value for name, value in row.items() if name not in keys}
    statement = _insert(session, table).values(**row)
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


def _insert(session: Session, table: type[DeclarativeBase]) -> Any:
    postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if postgres else sqlite.insert(table)

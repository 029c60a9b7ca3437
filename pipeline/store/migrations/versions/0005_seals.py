"""Hashes of every page, row and record, so that a later change is found; what is stored now is taken as it is."""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MARK = 12


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("of", sa.String(400), primary_key=True),
        sa.Column("part", sa.String(60), primary_key=True),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
    )
    readings = sa.table("readings", sa.column("sha256"), sa.column("version"), sa.column("outcome"))
    ended = sa.select(readings.c.sha256, readings.c.version).where(readings.c.outcome == "read")
    pages = "select data from pages where sha256 = :of and version = :part order by number"
    rows = "select data from list_rows where submission = :of and kind = :part order by position"
    records = "select record as data from submissions where name = :of and '' = :part"
    bind = op.get_bind()
    lists = sa.text("select distinct submission, kind from list_rows")
    named = sa.text("select name, '' from submissions where record is not null")
    for kind, which, query in (("pages", ended, pages), ("rows", lists, rows), ("record", named, records)):
        for of, part in bind.execute(which).all():
            _seal(kind, of, part, query)


def _seal(kind: str, of: str, part: str, query: str) -> None:
    bind = op.get_bind()
    data = sa.text(query).columns(data=sa.LargeBinary)
    marks = b"".join(sha256(each).digest()[:_MARK] for each in bind.execute(data, {"of": of, "part": part}).scalars())
    columns: tuple[sa.ColumnClause[object], ...] = (
        sa.column("kind"),
        sa.column("of"),
        sa.column("part"),
        sa.column("marks", sa.LargeBinary),
    )
    bind.execute(sa.insert(sa.table("seals", *columns)).values(kind=kind, of=of, part=part, marks=marks))


def downgrade() -> None:
    op.drop_table("seals")

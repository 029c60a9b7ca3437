"""Paths and names of any length, sizes beyond 2 GB, one order of names on every database, findings by severity."""

from __future__ import annotations

import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    op.add_column("findings", sa.Column("severity", sa.String(length=10), nullable=False, server_default=""))
    _fill_severity()
    op.create_index("findings_of_submission", "findings", ["submission", "present", "severity"])
    if op.get_bind().dialect.name == "postgresql":  # SQLite does not enforce lengths and orders by bytes as it is
        op.alter_column("files", "path", type_=sa.Text())
        op.alter_column("files", "size", type_=sa.BigInteger())
        op.alter_column("corrections", "who", type_=sa.Text())
        op.alter_column("events", "who", type_=sa.Text())
        op.alter_column("submissions", "name", type_=sa.String(length=400, collation="C"))


def _fill_severity() -> None:
    bind = op.get_bind()
    findings = sa.table("findings", sa.column("submission"), sa.column("identity"), sa.column("data", sa.LargeBinary))
    keyed = sa.select(findings.c.submission, findings.c.identity, findings.c.data)
    keyed = keyed.order_by(findings.c.submission, findings.c.identity).limit(_AT_ONCE)
    change = sa.text("update findings set severity = :severity where submission = :submission and identity = :identity")
    last = None
    while True:
        beyond = sa.tuple_(findings.c.submission, findings.c.identity) > sa.tuple_(*(last or ("", "")))
        rows = bind.execute(keyed.where(beyond) if last else keyed).all()
        if not rows:
            return
        for submission, identity, data in rows:
            severity = str(json.loads(zlib.decompress(data)).get("severity", ""))[:10]
            bind.execute(change, {"severity": severity, "submission": submission, "identity": identity})
        last = (rows[-1].submission, rows[-1].identity)


def downgrade() -> None:
    op.drop_index("findings_of_submission", "findings")
    with op.batch_alter_table("findings") as batch_op:
        batch_op.drop_column("severity")

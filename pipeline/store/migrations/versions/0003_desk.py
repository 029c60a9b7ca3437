"""What the desk asks of the store: whose a submission is, doubtful values, numbers, decisions' authors, people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("summed", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name, length in (("applicant", 400), ("platform", 400), ("recommender", 400), ("city", 40)):
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        table.create_index("ix_submissions_city", ["city"])
    with op.batch_alter_table("findings") as table:
        table.add_column(sa.Column("slug", sa.String(60), nullable=False, server_default=""))
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("decided_by", sa.String(80), nullable=False, server_default=""))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True)))
        table.create_index("ix_findings_slug", ["slug"])
    _made_from_records()
    _people()


def _made_from_records() -> None:
    op.create_table(
        "doubts",
        sa.Column("submission", sa.String(400), primary_key=True),
        sa.Column("key", sa.String(120), primary_key=True),
        sa.Column("is_number", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False, index=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "numbers",
        sa.Column("key", sa.String(120), primary_key=True),
        sa.Column("submission", sa.String(400), primary_key=True),
        sa.Column("value", sa.Float(), nullable=False),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("login", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("roles", sa.String(100), nullable=False),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("login", sa.String(40), nullable=False, index=True),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("opened", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("login", sa.String(40), nullable=False, index=True),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    for name in ("doubts", "numbers", "people", "sessions", "tokens"):
        op.drop_table(name)
    with op.batch_alter_table("findings") as table:
        table.drop_index("ix_findings_slug")
        for name in ("slug", "revision", "decided_by", "decided_at"):
            table.drop_column(name)
    with op.batch_alter_table("submissions") as table:
        table.drop_index("ix_submissions_city")
        for name in ("summed", "applicant", "platform", "recommender", "city"):
            table.drop_column(name)

"""What narratives name, comparable across submissions; filled from the records at the desk's next start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    name = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
    op.create_table(
        "named",
        sa.Column("core", sa.String(200), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("submission", name, primary_key=True, index=True),
        sa.Column("written", sa.String(400), nullable=False),
    )
    op.add_column("submissions", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("submissions") as batch:
        batch.drop_column("named")
    op.drop_table("named")

"""What the comparison across applicants last saw of a submission: only what changed since is compared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submissions", sa.Column("compared_key", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("submissions", "compared_key")

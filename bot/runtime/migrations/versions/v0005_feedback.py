"""What readers found right or wrong, and digests in the languages that they were in before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add a table, and a column to the digests."""
    op.add_column("digests", sa.Column("translations", sa.JSON))
    op.create_table(
        "feedback",
        sa.Column("digest_id", sa.String(16), primary_key=True),
        sa.Column("voter", sa.String(16), primary_key=True),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("fault", sa.String(16)),
        sa.Column("target", sa.String(8), nullable=False),
        sa.Column("given_at", sa.DateTime, nullable=False, index=True),
    )

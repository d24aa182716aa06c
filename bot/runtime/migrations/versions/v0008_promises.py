"""Links that a button in inline mode has promised to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "promises",
        sa.Column("token", sa.String(16), primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("promised_at", sa.DateTime, nullable=False, index=True),
    )

"""Where a digest was asked for and which message shows it, for the list of a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add both columns; what was made before them is in no list."""
    op.add_column("digests", sa.Column("topic_id", sa.BigInteger))
    op.add_column("digests", sa.Column("message_id", sa.BigInteger))

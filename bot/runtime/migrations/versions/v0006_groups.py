"""Which groups are known, and where the briefs of their articles stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the two tables, empty."""
    op.create_table(
        "groups",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("met_at", sa.DateTime, nullable=False),
        sa.Column("former_chat_id", sa.BigInteger),
    )
    op.create_index("ix_groups_former_chat_id", "groups", ["former_chat_id"])
    op.create_table(
        "postings",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("story", sa.String(64), primary_key=True),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("digest_id", sa.String(16), nullable=False),
        sa.Column("posted_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_postings_posted_at", "postings", ["posted_at"])

"""Chat settings and digests, as the first version kept them; its databases had no version and have both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables where they are missing."""
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("target", sa.String(8)),
        sa.Column("sentence_count", sa.Integer, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "digests",
        sa.Column("digest_id", sa.String(16), primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("digest", sa.JSON, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_digests_chat_id", "digests", ["chat_id"], if_not_exists=True)
    op.create_index("ix_digests_created_at", "digests", ["created_at"], if_not_exists=True)

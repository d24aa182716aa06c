"""What people wrote that is ours, and where it was answered: pasted pieces are joined, edits followed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "letters",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("topic_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.Column("noted_at", sa.DateTime, nullable=False, index=True),
        sa.Column("message", sa.JSON, nullable=False),
        sa.Column("leader_id", sa.BigInteger),
        sa.Column("bringer_id", sa.BigInteger),
    )
    op.create_index("ix_letters_writer", "letters", ["chat_id", "user_id", "sent_at"])
    op.create_table(
        "answers",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.BigInteger, nullable=False),
        sa.Column("answer_ids", sa.JSON, nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("is_brief", sa.Boolean, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False, index=True),
    )

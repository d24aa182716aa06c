"""What durable work needs: a digest's key in the cache, attempts, admissions, sendings, workers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a column and four tables, and let a chat's length be open."""
    with op.batch_alter_table("chats") as chats:
        chats.alter_column("sentence_count", existing_type=sa.Integer, nullable=True)
    op.execute("UPDATE chats SET sentence_count = NULL WHERE sentence_count = 0")
    op.add_column("digests", sa.Column("request_key", sa.String(64)))
    op.create_index("ix_digests_request_key", "digests", ["request_key"])
    op.create_table(
        "attempts",
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("begun_at", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "admissions",
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("asked_at", sa.DateTime, nullable=False, index=True),
        sa.Column("admitted", sa.Boolean, nullable=False),
    )
    op.create_table(
        "sendings",
        sa.Column("sending_id", sa.String(128), primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("begun_at", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "workers",
        sa.Column("worker_id", sa.String(64), primary_key=True),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )

"""Whose words a request in a group holds, so that they can be forgotten; and what topics are called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add both tables; requests from before are swept in their time, names are learnt as topics are used."""
    op.create_table(
        "requests",
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False, index=True),
        sa.Column("put_down_at", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "topics",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("topic_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False, index=True),
    )

"""What several processes have to know of one another: what was sent, who does what, what was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table(
        "paces",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("moments", sa.JSON, nullable=False),
        sa.Column("resumes_at", sa.Double, nullable=False),
        sa.Column("used_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "holds",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("begun_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "ticks",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest_id", sa.String(16), primary_key=True),
        sa.Column("ticked_at", sa.DateTime, nullable=False),
    )

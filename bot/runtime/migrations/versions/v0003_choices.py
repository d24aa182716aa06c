"""What a chat chose becomes what a place chose: a chat, or one topic of it (0: the whole chat)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Put a table for places in the place of the one for chats."""
    op.create_table(
        "choices",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("topic_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("target", sa.String(8)),
        sa.Column("sentence_count", sa.Integer),
        sa.Column("parts", sa.String(64)),
        sa.Column("interface", sa.String(8)),
        sa.Column("every_link", sa.Boolean),
    )
    op.execute(
        "INSERT INTO choices (chat_id, topic_id, target, sentence_count)"
        " SELECT chat_id, 0, target, sentence_count FROM chats"
    )
    op.drop_table("chats")

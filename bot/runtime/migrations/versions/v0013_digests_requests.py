"""By which request a digest was made: what is asked for after a chat was forgotten stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column; digests from before go whenever their chat is forgotten."""
    op.add_column("digests", sa.Column("request_id", sa.String(64)))

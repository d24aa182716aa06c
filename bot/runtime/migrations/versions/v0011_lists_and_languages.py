"""What a list of links was made of, so that an edit reads only what is new; and the language of a digest, so
that readers of another one share all of it but the translation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add both columns; a list that was answered before is read anew when it is edited."""
    op.add_column("answers", sa.Column("lines", sa.JSON))
    op.add_column("digests", sa.Column("target", sa.String(8)))

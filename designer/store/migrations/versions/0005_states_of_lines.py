"""How the telephone systems of an engine are, and what each caller meets on which of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; what is there belongs to engines that end with their version."""
    op.add_column("engine_processes", sa.Column("systems", sa.JSON, nullable=False, server_default="[]"))
    for name, length in (("system", 40), ("doing", 20)):
        op.add_column("live_calls", sa.Column(name, sa.String(length), nullable=False, server_default=""))

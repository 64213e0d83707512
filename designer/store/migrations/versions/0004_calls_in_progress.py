"""Where the calls in progress stand, so that another process can go on with them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table of calls in progress."""
    op.create_table(
        "calls_in_progress",
        sa.Column("system", sa.String(255), nullable=False),
        sa.Column("call", sa.String(120), nullable=False),
        sa.Column("stands", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("system", "call", name="pk_calls_in_progress"),
    )

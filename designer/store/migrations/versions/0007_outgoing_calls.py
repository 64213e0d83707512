"""Calls out that begin a flow."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "outgoing_calls",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("flow", sa.String(80), nullable=False),
        sa.Column("target", sa.String(80), nullable=False),
        sa.Column("shown", sa.String(80), nullable=False),
        sa.Column("ring", sa.Float, nullable=False),
        sa.Column("looks", sa.Boolean, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("is_taken", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_calls"),
    )
    op.create_index("ix_outgoing_calls_at", "outgoing_calls", ["at"])

"""Emergencies that people switch on, and which schedule's rule chose a call's flow."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table of emergencies and the columns of calls."""
    op.create_table(
        "emergencies",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hotlines", sa.JSON, nullable=False),
        sa.Column("flow", sa.String(80), nullable=False),
        sa.Column("start", sa.DateTime, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_emergencies"),
    )
    op.create_index("ix_emergencies_until", "emergencies", ["until"])
    for name, length in (("schedule", 80), ("state", 20), ("layer", 20), ("rule", 80)):
        op.add_column("calls", sa.Column(name, sa.String(length), nullable=False, server_default=""))

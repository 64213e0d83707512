"""Calls in progress, the engine processes that serve them, and what people order about them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "engine_processes",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("adapter", sa.String(20), nullable=False),
        sa.Column("offers", sa.JSON, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_engine_processes"),
    )
    op.create_table(
        "live_calls",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("caller", sa.String(80), nullable=False),
        sa.Column("called", sa.String(80), nullable=False),
        sa.Column("flow", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("step_flow", sa.String(80), nullable=False),
        sa.Column("node", sa.String(80), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("moved_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_live_calls"),
    )
    op.create_index("ix_live_calls_engine", "live_calls", ["engine"])
    op.create_table(
        "call_orders",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("call", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("target", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_orders"),
    )
    op.create_index("ix_call_orders_engine", "call_orders", ["engine"])

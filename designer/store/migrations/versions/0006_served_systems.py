"""Which engine serves a telephone system; and room for more call events than an integer counts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table; in SQLite every number has 64 bits anyway."""
    op.create_table(
        "served_systems",
        sa.Column("system", sa.String(255), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("system", name="pk_served_systems"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("trace_events", "id", type_=sa.BigInteger)
        op.execute("ALTER SEQUENCE trace_events_id_seq AS bigint")

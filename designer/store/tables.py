"""The tables.  Every change of them is a migration in migrations/versions/."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

LARGEST_INTEGER = 2**31 - 1
"""The largest number that an integer column takes in every database; asked for more, a driver raises."""


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC also where the database knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Store UTC without a zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        return value.replace(tzinfo=UTC) if value else None


class Short(TypeDecorator[str]):
    """A text of limited length.  What a telephone system sends may be longer, or no text at all; it is cut.

    Discussion.  SQLite takes anything; PostgreSQL refuses, and would refuse the rows of other calls along with it.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return what fits."""
        if value is None:
            return None
        if not value.isascii():
            value = value.encode(errors="replace").decode()
        return value[: self.length].replace("\0", "?")


class Table(DeclarativeBase):
    """Base of all tables; names of constraints are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class FlowVersion(Table):
    """A published version: never changed, never deleted."""

    __tablename__ = "flow_versions"
    __table_args__ = (UniqueConstraint("flow", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    flow: Mapped[str] = mapped_column(Short(80))
    version: Mapped[int]
    hash: Mapped[str] = mapped_column(Short(64))
    content: Mapped[str] = mapped_column(Text)
    prompts: Mapped[dict[str, dict[str, dict[str, str]]]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(Short(80))
    message: Mapped[str] = mapped_column(Short(500))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Published(Table):
    """Which version is live; `moves` counts how often that changed."""

    __tablename__ = "published"

    flow: Mapped[str] = mapped_column(Short(80), primary_key=True)
    version: Mapped[int]
    moves: Mapped[int]


class Recording(Table):
    """The bytes of a recorded prompt that some version plays, by their SHA-256."""

    __tablename__ = "recordings"

    hash: Mapped[str] = mapped_column(Short(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class AuditEntry(Table):
    """Who did what, when."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    who: Mapped[str] = mapped_column(Short(80))
    action: Mapped[str] = mapped_column(Short(40))
    subject: Mapped[str] = mapped_column(Short(200))
    detail: Mapped[str] = mapped_column(Short(500))


class Setting(Table):
    """A named value, such as the administrator's password hash."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(Short(80), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class CallRecord(Table):
    """One call; `ended_by` is empty while it lasts.

    Where a schedule chose the flow, `schedule`, `state`, `layer` and `rule` say which and by what.
    """

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(Short(80), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Moment, index=True)
    caller: Mapped[str] = mapped_column(Short(80))
    called: Mapped[str] = mapped_column(Short(80))
    flow: Mapped[str] = mapped_column(Short(80))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(Short(20))
    seconds: Mapped[float]
    ended_by: Mapped[str] = mapped_column(Short(20))
    cause: Mapped[str] = mapped_column(Short(40))
    schedule: Mapped[str] = mapped_column(Short(80), default="")
    state: Mapped[str] = mapped_column(Short(20), default="")
    layer: Mapped[str] = mapped_column(Short(20), default="")
    rule: Mapped[str] = mapped_column(Short(80), default="")


class CallInProgress(Table):
    """Where a call in progress stands, secrets and all; the row goes when the call ends."""

    __tablename__ = "calls_in_progress"

    system: Mapped[str] = mapped_column(Short(255), primary_key=True)
    call: Mapped[str] = mapped_column(Short(120), primary_key=True)
    stands: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(Moment)


class ServedSystem(Table):
    """Which engine process serves a telephone system, until when unless it says so again."""

    __tablename__ = "served_systems"

    system: Mapped[str] = mapped_column(Short(255), primary_key=True)
    holder: Mapped[str] = mapped_column(Short(40))
    until: Mapped[datetime] = mapped_column(Moment)


class EmergencyRow(Table):
    """An emergency that somebody switched on; it holds from `start` until before `until`."""

    __tablename__ = "emergencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    hotlines: Mapped[list[str] | str] = mapped_column(JSON)
    flow: Mapped[str] = mapped_column(Short(80))
    start: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment, index=True)
    who: Mapped[str] = mapped_column(Short(80))


class EngineProcess(Table):
    """A process that answers calls; one that was not seen for a while is gone.

    `offers` are features by name, `systems` its telephone systems as `TelephoneSystem.to_json` gives them.
    """

    __tablename__ = "engine_processes"

    id: Mapped[str] = mapped_column(Short(40), primary_key=True)
    name: Mapped[str] = mapped_column(Short(80))
    adapter: Mapped[str] = mapped_column(Short(20))
    offers: Mapped[list[str]] = mapped_column(JSON)
    systems: Mapped[list[dict[str, object]]] = mapped_column(JSON, server_default="[]")
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class LiveCall(Table):
    """A call in progress and the step it is at since `moved_at`; `step_flow` is the flow of that step.

    `system` is the name of its telephone system, `doing` what the caller meets there, see flowengine.session.
    """

    __tablename__ = "live_calls"

    id: Mapped[str] = mapped_column(Short(80), primary_key=True)
    engine: Mapped[str] = mapped_column(Short(40), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    caller: Mapped[str] = mapped_column(Short(80))
    called: Mapped[str] = mapped_column(Short(80))
    flow: Mapped[str] = mapped_column(Short(80))
    version: Mapped[int]
    step_flow: Mapped[str] = mapped_column(Short(80), default="")
    node: Mapped[str] = mapped_column(Short(80), default="")
    type: Mapped[str] = mapped_column(Short(40), default="")
    moved_at: Mapped[datetime] = mapped_column(Moment)
    system: Mapped[str] = mapped_column(Short(40), server_default="")
    doing: Mapped[str] = mapped_column(Short(20), server_default="")


class CallOrder(Table):
    """What somebody wants of a call in progress; `outcome` is empty until its engine has tried."""

    __tablename__ = "call_orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    engine: Mapped[str] = mapped_column(Short(40), index=True)
    call: Mapped[str] = mapped_column(Short(80))
    kind: Mapped[str] = mapped_column(Short(20))
    target: Mapped[str] = mapped_column(Short(80))
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(Short(40), default="")


class OutgoingCall(Table):
    """A call out that begins `flow`: wanted by somebody, taken by an engine, and what became of it."""

    __tablename__ = "outgoing_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    flow: Mapped[str] = mapped_column(Short(80))
    target: Mapped[str] = mapped_column(Short(80))
    shown: Mapped[str] = mapped_column(Short(80))
    ring: Mapped[float] = mapped_column(Float)
    looks: Mapped[bool]
    who: Mapped[str] = mapped_column(Short(80))
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    is_taken: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(Short(40), default="")


class TraceEvent(Table):
    """One event of a call, as `Event.to_json` gives it: secrets are masked before it comes here."""

    __tablename__ = "trace_events"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    call: Mapped[str] = mapped_column(Short(80), index=True)
    event: Mapped[dict[str, object]] = mapped_column(JSON)

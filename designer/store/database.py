"""The connection to the database: SQLite in WAL mode unless a URL says otherwise, migrated when it is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, sessionmaker

from designer.locks import locked
from designer.store.notices import NearNotices, Notices
from designer.store.servers import server_engine

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MILLISECONDS = 10_000  # a writer waits that long for another


class Database:
    """Sessions for reading and for writing.

    A writing session is the only one from its beginning on, so that what it has read is still so when it writes, and
    no two writers ever deadlock.  In SQLite it takes the write lock, in PostgreSQL a lock of ours.  Those of
    `alongside` wait for each other in SQLite alone.
    """

    def __init__(self, url: str, *, lock: Path) -> None:
        self.engine = _engine(url)
        alone = self.engine.execution_options(writes="alone")
        with locked(lock), alone.begin() as connection:
            migrate(connection)
        self._read = sessionmaker(self.engine.execution_options(**_reads(self.engine)))
        self._write = sessionmaker(alone, expire_on_commit=False)
        self._beside = self.engine.execution_options(writes="beside")
        self._alongside = sessionmaker(self._beside, expire_on_commit=False)
        self.notices: Notices = NearNotices()
        """What tells other processes that something changed here; whoever opens the database may set another."""

    @classmethod
    def in_folder(cls, folder: Path, url: str | None = None) -> Database:
        """Open the workspace's own database, or the one that the settings name."""
        folder.mkdir(parents=True, exist_ok=True)
        if url is None:
            # Call records and the password's hash are for the owner alone; SQLite's other files take this mode over.
            (folder / "dialoom.db").touch(mode=0o600)
        return cls(url or f"sqlite:///{folder / 'dialoom.db'}", lock=folder / "migrate.lock")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one state of the database."""
        with self._read() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session whose changes are kept together at the end, or not at all."""
        with self._write.begin() as session:
            yield session

    @contextmanager
    def alongside(self) -> Iterator[Session]:
        """As `writing`, for what several processes may write at once: rows of their own, decided by nothing read."""
        with self._alongside.begin() as session:
            yield session

    def changing(self) -> AbstractContextManager[Connection]:
        """As `alongside`, for statements without objects: a transaction."""
        return self._beside.begin()

    def insert_or_update(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that knows ON CONFLICT: both databases have it in the same words."""
        if self.engine.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def migrate(connection: Connection) -> None:
    """Bring the tables up to date; harmless when they are."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite:"):
        return server_engine(url, patience=BUSY_MILLISECONDS)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _reads(engine: Engine) -> Mapping[str, object]:
    """Let every statement of a session see the same state, which SQLite does anyway."""
    if engine.dialect.name == "sqlite":
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _prepare(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, below
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "secure_delete = ON",  # where calls stand holds PINs: rows that go are overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

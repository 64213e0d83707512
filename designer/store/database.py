"""The connection to the database: SQLite in WAL mode unless a URL says otherwise, migrated when it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from designer.locks import locked

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MILLISECONDS = 10_000  # a writer waits that long for another


class Database:
    """Sessions for reading and for writing.

    A writing session takes SQLite's write lock at its beginning, so that what it has read is still so when it
    writes, and no two writers ever deadlock.
    """

    def __init__(self, url: str, *, lock: Path) -> None:
        self.engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare)
            event.listen(self.engine, "begin", _begin)
        with locked(lock), self.engine.execution_options(writes=True).begin() as connection:
            migrate(connection)
        self._read = sessionmaker(self.engine)
        self._write = sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)

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
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

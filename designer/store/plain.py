"""Statements given to the driver itself: of a few rows many times a second, the way to it would be most of the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Delete, Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError


class Plain:
    """A statement, compiled once for the database of an engine."""

    def __init__(
        self, statement: Delete | sqlite.Insert | postgresql.Insert, engine: Engine, *columns: str
    ) -> None:
        """Compile; `columns` are those that an INSERT is given."""
        compiled = statement.compile(dialect=engine.dialect, column_keys=columns or None)
        self._text = str(compiled)
        self._order: Sequence[str] | None = compiled.positiontup
        self._known = compiled.params

    def execute(self, cursor: DBAPICursor, rows: Sequence[Mapping[str, object]]) -> None:
        """Carry it out for every row, which has what the driver takes by the name of the parameter."""
        named = [self._known | row for row in rows]
        order = self._order
        cursor.executemany(
            self._text, named if order is None else [tuple(row[name] for name in order) for row in named]
        )


@contextmanager
def transaction(engine: Engine) -> Iterator[DBAPICursor]:
    """Open a transaction that writes beside others; see `Database.changing`.  Fails with SQLAlchemy's errors."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if engine.dialect.name == "sqlite":  # where we begin transactions ourselves
            cursor.execute("BEGIN IMMEDIATE")
        yield cursor
        connection.commit()
    except engine.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(None, None, error, engine.dialect.loaded_dbapi.Error) from error
    finally:
        connection.close()  # back to the pool, which takes back what was not committed

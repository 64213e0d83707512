"""Databases on a server: PostgreSQL, by psycopg; whose locks stand in for SQLite's, and whose absence is bearable."""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from designer.errors import Refusal

DRIVER = "postgresql+psycopg"
ONE_WRITER = 0x_D1A_1005
"""The advisory lock that a writer holds who must be the only one; any number would do, for ever the same."""

ABSENCE = {
    "connect_timeout": "5",  # seconds
    "tcp_user_timeout": "10000",  # milliseconds in which a server that is cut off is given up
    "keepalives_idle": "10",  # seconds
}


def server_engine(url: str, *, patience: int) -> Engine:
    """Return the engine for a server's URL; writers wait `patience` milliseconds for another.

    `Refusal` for a URL that is none of ours, or whose driver is not installed.  Passwords never appear in the words.
    """
    try:
        place = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise _refused() from None
    if place.drivername not in ("postgresql", "postgres", DRIVER):
        raise _refused()
    try:
        engine = create_engine(_with_limits(place.set(drivername=DRIVER)), pool_pre_ping=True)
    except (ImportError, NoSuchModuleError):
        raise Refusal(
            "no_driver",
            "PostgreSQL needs a package that is not installed: pip install 'dialoom[postgresql]'",
            "使用 PostgreSQL 需要先安装软件包：pip install 'dialoom[postgresql]'",
        ) from None

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes") == "alone":
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = {patience}; SELECT pg_advisory_xact_lock({ONE_WRITER})"
            )

    event.listen(engine, "begin", begin)
    return engine


def _with_limits(place: URL) -> URL:
    """Wait for a server as long as the URL says, or else as a call centre can bear."""
    return place.update_query_dict({name: wait for name, wait in ABSENCE.items() if name not in place.query})


def _refused() -> Refusal:
    return Refusal(
        "bad_database",
        "The database's URL (DIALOOM_DATABASE) must be like postgresql://USER:PASSWORD@HOST/NAME or sqlite:///FILE.",
        "数据库地址（DIALOOM_DATABASE）应形如 postgresql://用户:密码@主机/库名 或 sqlite:///文件。",
    )

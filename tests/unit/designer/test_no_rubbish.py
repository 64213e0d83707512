"""What engines write all the time leaves nothing for the garbage collector, which they seldom let run."""

import gc
from datetime import UTC, datetime

from sqlalchemy import Column

from designer.store.database import Database
from designer.store.live_calls import Live, LiveCalls, Process

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def columns():
    return sum(isinstance(found, Column) for found in gc.get_objects())


def test_showing_calls_in_progress_makes_no_columns(tmp_path):
    database = Database.in_folder(tmp_path)
    store = LiveCalls(database)
    call = Live("call-1", "engine-1", NOW, "1", "2", "hotline", 1, "hotline", "ask", "menu", NOW)

    def write():
        store.see(Process("engine-1", "host", "fastagi", (), NOW, NOW))
        store.write([call], [], "engine-1")
        store.write([], [call.id], "engine-1")

    write()
    gc.collect()
    gc.disable()
    try:
        before = columns()
        for _ in range(3):
            write()
        assert columns() == before
    finally:
        gc.enable()
        database.close()

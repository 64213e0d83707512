"""What engines write all the time leaves nothing for the garbage collector, which they seldom let run."""

import gc
from datetime import UTC, datetime

from designer.store.database import Database
from designer.store.live_calls import Live, LiveCalls, Process

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_showing_calls_in_progress_leaves_nothing(tmp_path):
    database = Database.in_folder(tmp_path)
    store = LiveCalls(database)
    call = Live("call-1", "engine-1", NOW, "1", "2", "hotline", 1, "hotline", "ask", "menu", NOW)

    def write():
        store.see(Process("engine-1", "host", "fastagi", (), NOW, NOW))
        store.write([call], [], "engine-1")
        store.write([], [call.id], "engine-1")
        store.orders("engine-1")

    write()
    write()
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            write()
        assert gc.collect() == 0
    finally:
        gc.enable()
        database.close()

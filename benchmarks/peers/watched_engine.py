"""`dialoom engine` that on SIGUSR1 writes into the file WATCHED_TASKS how many tasks its event loop has."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from app import main


def tell(_number: int, _frame: object) -> None:
    """Count what runs, in the thread of the event loop."""
    count = len(asyncio.all_tasks(asyncio.get_running_loop()))
    Path(os.environ["WATCHED_TASKS"]).write_text(str(count))


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, tell)
    main()

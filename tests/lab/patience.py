"""How long tests wait for what must come: until it is so, and far longer than it takes on any machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

PATIENCE = 60.0  # seconds; a test that waits so long fails


async def until(is_so: Callable[[], object], within: float = PATIENCE) -> None:
    """Wait until something has happened."""
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.01)

"""`dialoom engine` that on SIGUSR1 writes into the file WATCHED_TASKS, as JSON, what it holds.

`tasks` are those of its event loop, `cycles` the objects that only the garbage collector could free and `types` the
other objects that it knows, both counted by type; `heap` are the bytes that C's malloc has given out.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import os
import signal
from collections import Counter
from pathlib import Path

from app import main


class Mallinfo(ctypes.Structure):
    """What mallinfo2(3) tells, in bytes."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    )


def heap() -> int:
    """Return the bytes that malloc has given out; 0 where the C library does not tell."""
    ask = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if ask is None:
        return 0
    ask.restype = Mallinfo
    told = ask()
    return int(told.uordblks + told.hblkhd)


def cycles() -> dict[str, int]:
    """Free what only the garbage collector can free, and count it by type."""
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    found = Counter(type(thing).__qualname__ for thing in gc.garbage)
    gc.set_debug(0)
    gc.garbage.clear()
    gc.collect()
    return found


def tell(_number: int, _frame: object) -> None:
    """Count, in the thread of the event loop."""
    file = Path(os.environ["WATCHED_TASKS"])
    held = {
        "cycles": cycles(),
        "tasks": len(asyncio.all_tasks(asyncio.get_running_loop())),
        "heap": heap(),
        "types": Counter(type(found).__qualname__ for found in gc.get_objects()),
    }
    half = file.with_suffix(".half")
    half.write_text(json.dumps(held))
    half.replace(file)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, tell)
    main()

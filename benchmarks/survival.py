"""Calls on a real Asterisk through `kill -9` of the engine: how long it takes until the last caller hears something.

    python -m benchmarks.survival [CALLS] [outbound|inbound]

The callers are in every place of a flow: a menu, in the middle of digits, a long prompt, a recording, a talk; some
press keys or hang up while nobody is there.  Every one of them must go on where they were; a caller who does not ends
the run with a failure.  The engine is started anew at once, as a service manager does.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Literal

from tests.lab import survival
from tests.lab.fixtures import new_asterisk
from tests.lab.phone import Phone
from tests.lab.product import Product


async def measure(product: Product, calls: int) -> None:
    """Play the calls once and print when they heard something again."""
    took = []

    def restart() -> None:
        began = time.monotonic()
        product.launch()
        product.wait_until_serving()
        took.append(time.monotonic() - began)

    async with Phone(user="1001", password="lab-1001") as agents:
        await agents.register(product.asterisk.sip)
        heard = sorted(await survival.play(product, agents, calls, restart))
    print(f"{calls} calls, {len(heard)} of them waited for sound, none was lost")
    print(f"from the death of the engine to the start of the next being done   {took[0]:6.2f} s")
    print(f"until the first caller hears something                             {heard[0]:6.2f} s")
    print(
        f"median                                                             {statistics.median(heard):6.2f} s"
    )
    print(f"until the last caller hears something                              {heard[-1]:6.2f} s")
    print(product.asterisk.cli("core show channels count").strip())
    for _ in range(50):  # records are written a moment later
        if "" not in product.endings():
            break
        await asyncio.sleep(0.2)
    print("as the call records have it:", dict(Counter(product.endings())))


def main(calls: int, way: str, folder: Path) -> None:
    """Start Asterisk and an engine, and let callers be there."""
    asterisk = new_asterisk(folder / "asterisk")
    asterisk.start()
    adapter: Literal["asterisk", "outbound"] = "asterisk" if way == "inbound" else "outbound"
    product = Product(asterisk, folder, flow=survival.FLOW, prompts=survival.PROMPTS, adapter=adapter)
    try:
        product.write_workspace()
        product.start()
        asyncio.run(measure(product, calls))
    finally:
        product.stop()
        asterisk.stop()


if __name__ == "__main__":
    count, way, *_ = [*sys.argv[1:], *("100", "outbound")[len(sys.argv) - 1 :], ""]
    with tempfile.TemporaryDirectory() as place:
        main(int(count), way, Path(place))

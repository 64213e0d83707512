"""Key to next prompt on a real Asterisk: the engine by ARI against the same menu written in dialplan.

    python -m benchmarks.telephony [CALLS]

The time runs from the last packet of the caller's key to the first packet of the next prompt.  The ways are taken in
turn, so that the machine's noise falls on all alike; read the ratios.  Then 60 callers press their keys at once.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
from pathlib import Path

from flowengine.call import Call
from tests.lab import sounds
from tests.lab.ears import PromptBook
from tests.lab.fixtures import Engine, new_asterisk
from tests.lab.phone import Phone

WAYS = {
    "dialplan, nothing plays": "7100",
    "engine, nothing plays": "8100",
    "dialplan, key interrupts": "7110",
    "engine, key interrupts": "8110",
}
TOGETHER = 60


def book() -> PromptBook:
    """Know the two prompts of the menu."""
    known = PromptBook()
    for name in ("long", "ack"):
        known.add(name, sounds.encode(sounds.prompt_samples(name)))
    return known


def menu(engine: Engine):
    """Return the engine's side: one key, one prompt; 8110 has a prompt to interrupt."""

    async def flow(call: Call) -> None:
        await call.answer()
        if call.info.called == "8110":
            await call.play([engine.sound("long")], cut_by="5")
        await call.read_key(20)
        await call.play([engine.sound("ack")])

    return flow


async def key_to_prompt(phone: Phone, target: str, wait: float) -> float:
    """Call, press, and return the milliseconds until the next prompt's first packet."""
    call = await phone.dial(target)
    await asyncio.sleep(wait)
    pressed = await call.press("5", gap=0)
    heard = await call.hear("ack", within=5)
    await call.hang_up()
    return (heard.start - pressed) * 1000


def row(name: str, values: list[float], base: float) -> None:
    """Print one line of figures."""
    ordered = sorted(values)
    median = statistics.median(ordered)
    high = ordered[int(len(ordered) * 0.95)]
    print(
        f"{name:28} {median:7.2f} ms  p95 {high:7.2f}  worst {ordered[-1]:7.2f}  ratio {median / base:5.2f}"
    )


async def measure(calls: int, folder: Path) -> None:
    """Run both parts and print them."""
    asterisk = new_asterisk(folder)
    asterisk.start()
    engine = Engine(asterisk)
    engine.flow = menu(engine)
    try:
        await engine.start()
        async with Phone(book()) as phone:
            took: dict[str, list[float]] = {way: [] for way in WAYS}
            for _ in range(calls):
                for way, number in WAYS.items():
                    wait = 0.3 + random.random() * 0.05
                    took[way].append(await key_to_prompt(phone, f"{number}@{asterisk.sip}", wait))
            for way, values in took.items():
                row(way, values, statistics.median(took["dialplan" + way[way.index(",") :]]))
            for number in ("7110", "8110"):
                target = f"{number}@{asterisk.sip}"
                together = [key_to_prompt(phone, target, 2 + random.random() * 2) for _ in range(TOGETHER)]
                took[number] = list(await asyncio.gather(*together))
            for number, name in (("7110", "dialplan"), ("8110", "engine")):
                row(f"{name}, {TOGETHER} calls at once", took[number], statistics.median(took["7110"]))
    finally:
        await engine.stop()
        asterisk.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 40, Path(made)))

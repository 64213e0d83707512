"""Key to next prompt on a real Asterisk: a published menu, by ARI and by FastAGI, against the same in dialplan.

    python -m benchmarks.telephony [CALLS]

The time runs from the last packet of the caller's key to the first packet of the next prompt.  Each `dialoom engine`
runs in a process of its own, as in earnest.  The ways are taken in turn, so that the machine's noise falls on all
alike; read the ratios.  Then 60 callers press their keys within a second.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
from pathlib import Path

from tests.lab import sounds
from tests.lab.fixtures import new_asterisk
from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product

TOGETHER = 60
MENU = "7110"  # the dialplan's
PROMPTS = {"choose": "enter", "chosen": "ack"}
FLOW = """\
dialoom: 1
flow: hotline
title: {{zh-CN: 热线, en: Hotline}}
language: zh-CN
start: choose
nodes:
  choose:
    type: menu
    prompts: [choose]
    keys: {{"5": 五}}
    first_digit_timeout: 20
    exits: {{"5": chosen, no_input: chosen, invalid: chosen}}
  chosen: {{type: hang_up, prompts: [chosen]}}
"""


async def key_to_prompt(phone: Phone, target: str, wait: float) -> float:
    """Call, wait, press, and return the milliseconds until the next prompt's first packet."""
    call = await phone.dial(target)
    await asyncio.sleep(wait)
    pressed = await call.press("5", gap=0)
    heard = await call.hear("chosen", within=5)
    await call.hang_up()
    return (heard.start - pressed) * 1000


def row(name: str, values: list[float], base: list[float]) -> None:
    """Print one line of figures."""
    ordered = sorted(values)
    median = statistics.median(ordered)
    high = ordered[int(len(ordered) * 0.95)]
    ratio = median / statistics.median(base)
    print(f"{name:40} {median:6.2f} ms  p95 {high:6.2f}  worst {ordered[-1]:6.2f}  ratio {ratio:5.2f}")


async def measure(phone: Phone, ways: dict[str, str], calls: int) -> None:
    """Take the ways in turn, one call at a time, then all at once."""
    length = sounds.PROMPTS[PROMPTS["choose"]][1] / 1000
    for moment, wait in (("key interrupts the prompt", 0.3), ("key after the prompt", length + 0.3)):
        took: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(calls):
            for way, target in ways.items():
                took[way].append(await key_to_prompt(phone, target, wait + random.random() * 0.05))
        for way, values in took.items():
            row(f"{way}, {moment}", values, took["dialplan"])
    for way, target in ways.items():
        together = [key_to_prompt(phone, target, 0.3 + random.random()) for _ in range(TOGETHER)]
        took[way] = list(await asyncio.gather(*together))
        row(f"{way}, {TOGETHER} calls at once", took[way], took["dialplan"])


def main(calls: int, folder: Path) -> None:
    """Start Asterisk and an engine for each adapter, measure, stop all."""
    asterisk = new_asterisk(folder / "asterisk")
    by_ari = Product(asterisk, folder / "ari", flow=FLOW, prompts=PROMPTS)
    by_fastagi = Product(asterisk, folder / "fastagi", flow=FLOW, prompts=PROMPTS, adapter="fastagi")
    products = (by_ari, by_fastagi)
    for product in products:
        product.write_workspace()
    book = by_ari.book()
    asterisk.start()
    try:
        for product in products:
            product.start()
        # The dialplan plays the very files that the engine plays.
        for name, sound in PROMPTS.items():
            rendered = Path(by_ari.sound(name) + ".ulaw").read_bytes()
            (asterisk.prompts / f"{sound}.ulaw").write_bytes(rendered)
        ways = {
            "dialplan": f"{MENU}@{asterisk.sip}",
            "ARI": f"{NUMBER}@{asterisk.sip}",
            "FastAGI": f"agi-{NUMBER}@{asterisk.sip}",
        }

        async def run() -> None:
            async with Phone(book) as phone:
                await measure(phone, ways, calls)

        asyncio.run(run())
    finally:
        for product in products:
            product.stop()
        asterisk.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, Path(made))

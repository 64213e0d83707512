"""The same menu as a published flow, by ARI and by FastAGI, and in Asterisk's dialplan: times, processor, capacity.

    python -m benchmarks.telephony [--calls 30] [--rates 25,50,100] [--seconds 20] [--limits 150,200]

One Asterisk serves all ways; each `dialoom engine` runs in a process of its own, as in earnest.  The time from a key
runs from the last packet of the caller's key to the first packet of the next prompt.  At a rate, callers without ears
(peers/load.py) make the load, and a dozen that hear take the times.  "sound gap" is the longest time between two
packets of one prompt that those heard, with the delays of their own program in it.  Callers, Asterisk and engines share
one machine: read the ratios of one run.  After the prompt every way waits for one key and then plays; a key in the
prompt makes Asterisk's own Read sleep a millisecond.  The last lines say which aims are met.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.peers.aims import Aims
from benchmarks.peers.listening import Heard, at, cpu, key_to_prompt
from benchmarks.peers.products import Forgetful, Hosted
from tests.lab import sounds
from tests.lab.dialog import CallFailed
from tests.lab.ears import NotHeard, PromptBook
from tests.lab.fixtures import new_asterisk
from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product
from tests.lab.server import Asterisk

MENU = "7110"  # the dialplan's
PROMPTS = {"choose": "enter", "chosen": "ack"}
LENGTH = sounds.PROMPTS[PROMPTS["choose"]][1] / 1000
LISTENERS = 12
PAUSE = 3.0  # seconds between two steps
TURNS = 2  # of each, with calls kept and without
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
ADAPTERS: dict[str, Literal["asterisk", "outbound", "fastagi"]] = {
    "ARI": "asterisk",
    "ARI outbound": "outbound",
    "FastAGI": "fastagi",
}


@dataclass(frozen=True)
class Way:
    """One way to the menu; `pids` are Asterisk and, if there is one, the engine."""

    name: str
    target: str
    pids: tuple[int, ...]


# At rest


async def at_rest(book: PromptBook, ways: list[Way], calls: int, aims: Aims) -> None:
    """Take the ways in turn, one call at a time, so that the machine's noise falls on all alike."""
    async with Phone(book) as phone:
        for moment, wait in (("in the prompt", 0.3), ("after the prompt", LENGTH + 0.3)):
            took: dict[str, list[float]] = {way.name: [] for way in ways}
            for _ in range(calls):
                for way in random.sample(ways, len(ways)):
                    wait_now = wait + random.random() * 0.05
                    took[way.name].append(await key_to_prompt(phone, way.target, wait_now, []))
            print(f"\nat rest, key {moment}   {'p50 ms':>8}{'p99 ms':>8}{'ratio':>7}")
            base = statistics.median(took[ways[0].name])
            for name, values in took.items():
                median = statistics.median(values)
                print(f"  {name:28}{median:8.2f}{at(values, 0.99):8.2f}{median / base:7.2f}", flush=True)
                aims.note_rest(name, moment, median / base)


# Under load


@dataclass
class Step:
    """What one way did at one rate; processor time in milliseconds a call."""

    calls: int
    failed: int
    most: int
    heard: Heard
    asterisk: float
    engine: float

    @property
    def cpu(self) -> float:
        """Processor time of Asterisk and engine."""
        return self.asterisk + self.engine


async def listen(phone: Phone, way: Way, loading: asyncio.Task[bytes], heard: Heard) -> None:
    """Call again and again while the load lasts."""
    await asyncio.sleep(random.random() * 2)
    while not loading.done():
        wait = random.choice((0.3, LENGTH + 0.3)) + random.random() * 0.3
        try:
            heard.keys.append(await key_to_prompt(phone, way.target, wait, heard.gaps))
        except (CallFailed, NotHeard):
            heard.failures += 1
            await asyncio.sleep(0.5)


async def step(book: PromptBook, way: Way, rate: float, seconds: float) -> Step:
    """Put one way under load and look."""
    before = [cpu(pid) for pid in way.pids]
    command = [sys.executable, "-m", "benchmarks.peers.load", way.target, str(rate), str(seconds)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout
    loading = asyncio.create_task(process.stdout.read())
    heard = Heard()
    async with Phone(book) as phone:
        await asyncio.gather(*(listen(phone, way, loading, heard) for _ in range(LISTENERS)))
    said = json.loads(await loading)
    await process.wait()
    used = [cpu(pid) - began for pid, began in zip(way.pids, before, strict=True)]
    calls = said["calls"] + len(heard.keys) + heard.failures
    if said["failed"]:
        print(f"    {way.name}: {said['why']}")
    each = [seconds_used * 1000 / calls for seconds_used in used]
    return Step(calls, said["failed"] + heard.failures, said["most"], heard, each[0], sum(each[1:]))


async def under_load(book: PromptBook, ways: list[Way], rate: float, seconds: float) -> dict[str, Step]:
    """Put each way under the same load, and print how they compare."""
    steps = {}
    print(f"\n{rate:g} calls/s{'calls':>12}{'failed':>8}{'at once':>8}{'p50 ms':>8}{'p99 ms':>8}", end="")
    print(f"{'gap ms':>8}{'CPU ms/call':>13}{'ratio':>7}{'engine':>8}")
    for way in ways:
        await asyncio.sleep(PAUSE)
        done = steps[way.name] = await step(book, way, rate, seconds)
        base = steps[ways[0].name].cpu
        print(
            f"  {way.name:14}{done.calls:6}{done.failed:8}{done.most:8}{at(done.heard.keys, 0.5):8.2f}"
            f"{at(done.heard.keys, 0.99):8.2f}{max(done.heard.gaps, default=0):8.1f}"
            f"{done.cpu:13.2f}{done.cpu / base:7.2f}{done.engine / base:8.2f}",
            flush=True,
        )
    return steps


async def find_limits(
    book: PromptBook, ways: list[Way], rates: list[float], seconds: float, aims: Aims
) -> None:
    """Raise the rate until calls fail."""
    standing = list(ways)
    for rate in rates:
        if not standing:
            return
        steps = await under_load(book, standing, rate, seconds)
        note_steps(aims, rate, steps)
        standing = [way for way in standing if steps[way.name].failed == 0]


def note_steps(aims: Aims, rate: float, steps: dict[str, Step]) -> None:
    """Hand the figures of one rate to the account of the aims."""
    base = steps["dialplan"].cpu if "dialplan" in steps else float("nan")
    for name, done in steps.items():
        aims.note_capacity(name, rate, done.failed)
        aims.note_load(name, rate, at(done.heard.keys, 0.99), done.cpu / base, done.engine / base)


# The whole


def way_of(asterisk: Asterisk, name: str, product: Product) -> Way:
    """Return the way that a running engine is."""
    prefix = {"asterisk": "", "outbound": "out-", "fastagi": "agi-"}[product.adapter]
    assert asterisk.process
    assert product.process
    return Way(name, f"{prefix}{NUMBER}@{asterisk.sip}", (asterisk.process.pid, product.process.pid))


def main(options: argparse.Namespace, folder: Path) -> None:
    """Start Asterisk and an engine for each way, measure, stop all."""
    asterisk = new_asterisk(folder / "asterisk")
    products: dict[str, Hosted] = {
        name: Hosted(asterisk, folder / adapter, flow=FLOW, prompts=PROMPTS, adapter=adapter)
        for name, adapter in ADAPTERS.items()
    }
    products["ARI, nothing kept"] = Forgetful(asterisk, folder / "forgetful", flow=FLOW, prompts=PROMPTS)
    for product in products.values():
        product.write_workspace()
    asterisk.start()
    try:
        measure(options, asterisk, products)
    finally:
        for product in products.values():
            if product.process:
                product.kill()  # calls that are still there would have the time to end
        asterisk.stop()


def measure(options: argparse.Namespace, asterisk: Asterisk, products: dict[str, Hosted]) -> None:
    """Print every figure."""
    aims = Aims()
    forgetful = products["ARI, nothing kept"]
    running = {name: product for name, product in products.items() if product is not forgetful}
    for product in running.values():
        product.start()
    ari, book = products["ARI"], products["ARI"].book()
    for name, sound in PROMPTS.items():  # the dialplan plays the very files that the engines play
        (asterisk.prompts / f"{sound}.ulaw").write_bytes(Path(ari.sound(name) + ".ulaw").read_bytes())
    assert asterisk.process
    ways = [Way("dialplan", f"{MENU}@{asterisk.sip}", (asterisk.process.pid,))]
    ways += [way_of(asterisk, name, product) for name, product in running.items()]
    asyncio.run(at_rest(book, ways, options.calls, aims))
    rates = [float(rate) for rate in options.rates.split(",") if rate]
    for rate in rates:
        note_steps(aims, rate, asyncio.run(under_load(book, ways, rate, options.seconds)))
    if rates:
        compare_keeping(book, ari, forgetful, (rates[0], options.seconds), aims)
        ways[1] = way_of(asterisk, "ARI", ari)
    limits = [float(rate) for rate in options.limits.split(",") if rate]
    asyncio.run(find_limits(book, ways, limits, options.seconds / 2, aims))
    print("\n" + "\n".join(aims.report()))


def compare_keeping(
    book: PromptBook, kept: Hosted, forgetful: Hosted, load: tuple[float, float], aims: Aims
) -> None:
    """Measure what keeping calls costs: the same engine with and without, by turns; `kept` runs before and after."""
    print("\nwhat keeping calls costs: the same engine with and without, by turns")
    used: dict[str, list[float]] = {"nothing kept": [], "ARI": []}
    kept.kill()
    for _ in range(TURNS):
        for name, product in (("nothing kept", forgetful), ("ARI", kept)):
            product.start()
            steps = asyncio.run(under_load(book, [way_of(kept.asterisk, name, product)], *load))
            used[name].append(steps[name].cpu)
            product.kill()
    kept.start()
    aims.note_keeping((statistics.fmean(used["ARI"]) / statistics.fmean(used["nothing kept"]) - 1) * 100)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=30, help="of each kind at rest")
    parser.add_argument("--rates", default="25,50,100", help="calls a second, one after another")
    parser.add_argument("--seconds", type=float, default=20.0, help="of load at each rate")
    parser.add_argument("--limits", default="150,200", help="rates at which calls may fail")
    chosen = parser.parse_args()
    os.chdir(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as made:
        main(chosen, Path(made))

"""Calls without end on a real Asterisk, and what the engines hold meanwhile: memory, files, tasks, channels, bridges.

    python -m benchmarks.soak [--minutes 30] [--rate 3] [--limit 6]

Three engines serve one Asterisk at the same time: ARI with the engine connecting, ARI with Asterisk connecting, and
FastAGI.  Callers listen, press keys, leave messages, are put through to an agent, or hang up anywhere.  A fourth
process makes simulated calls as fast as it can.

Memory is flat when the best line through the samples behind the warm-up rises, even at the upper end of its 95 %
confidence, by less than the limit (peers/flat.py).  Before the warm-up ends and after the last call each engine also
counts its objects by type, so that a leak has a name.  Exit status 1 says that memory is not flat, that a call went
wrong, or that something was left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Literal

from benchmarks.peers.flat import WARM_UP
from benchmarks.peers.watching import Held, Samples, Watched, files
from tests.lab import sounds
from tests.lab.dialog import CallFailed, PhoneCall
from tests.lab.ears import NotHeard
from tests.lab.fixtures import new_asterisk
from tests.lab.phone import Phone
from tests.lab.product import NUMBER
from tests.lab.server import Asterisk, die_with_parent

WAYS: dict[str, Literal["asterisk", "outbound", "fastagi"]] = {
    "ARI": "asterisk",
    "ARI outbound": "outbound",
    "FastAGI": "fastagi",
}
EVERY = 5.0  # seconds between samples
SETTLES = 40.0  # seconds in which the last calls' traces go
SIMULATED = """
import asyncio
from tests.faults.drawn_flow import NODES
from tests.fakes import TextVoice, call_flow, compiled
voice = TextVoice()
flow = compiled(NODES, voice=voice, variables={"digits": None, "message": None})
while True:
    call_flow(flow, voice=voice, keys={3: "1", 9: "#", 14: "3", 15: "1", 16: "0", 17: "0", 18: "1"})
"""


class Callers:
    """Calls at a steady rate; `ends` counts how they went."""

    def __init__(self, phone: Phone, asterisk: Asterisk) -> None:
        self.phone, self.asterisk = phone, asterisk
        self.ends: Counter[str] = Counter()

    async def keep_calling(self, rate: float, until: float) -> None:
        """Begin calls until the time is over, and wait for the last."""
        prefixes = ("", "out-", "agi-")
        async with asyncio.TaskGroup() as group:
            while time.monotonic() < until:
                group.create_task(self._call(random.choice(prefixes)))
                await asyncio.sleep(random.expovariate(rate))

    async def _call(self, prefix: str) -> None:
        way = random.choice((self._leave_message, self._talk, self._hang_up, self._mistake))
        name = f"{prefix or 'ari-'}{way.__name__.strip('_')}"
        call = None
        try:
            async with asyncio.timeout(60):
                call = await self.phone.dial(f"{prefix}{NUMBER}@{self.asterisk.sip}")
                await way(call)
            self.ends[name] += 1
        except (CallFailed, NotHeard, TimeoutError) as error:
            self.ends[f"{name} FAILED {type(error).__name__} {str(error)[:240]}"] += 1
        finally:
            if call and not call.over.is_set():
                await call.hang_up()

    async def _leave_message(self, call: PhoneCall) -> None:
        await call.hear("choose", within=20)
        await asyncio.sleep(random.random())
        await call.press("1")
        await call.hear("leave", within=20)
        await call.hear("?", within=20)
        await call.say(sounds.tone([1000], 2000))
        await call.press("#")
        await call.hear("thanks", within=20)
        await call.wait_over(20)

    async def _talk(self, call: PhoneCall) -> None:
        await call.hear("welcome", within=20)
        await call.press("2")
        await call.wait_over(50)

    async def _hang_up(self, call: PhoneCall) -> None:
        await call.press(random.choice("129"))
        await asyncio.sleep(random.random() * 6)

    async def _mistake(self, call: PhoneCall) -> None:
        for _ in range(3):
            await call.hear("choose", within=20)
            await call.press("7")
        await call.wait_over(20)


async def take_calls(call: PhoneCall) -> None:
    """An agent who talks for a moment."""
    try:
        await call.answer(0.3)
        await asyncio.sleep(1 + random.random())
        await call.hang_up()
    except CallFailed:
        return


async def soak(
    products: dict[str, Watched], samples: list[Samples], minutes: float, rate: float
) -> tuple[dict[str, Held], int]:
    """Call, and look at the processes now and then; returns what was held when warm, and how many calls failed."""
    asterisk = next(iter(products.values())).asterisk
    book = next(iter(products.values())).book()
    began = time.monotonic()
    warm: dict[str, Held] = {}
    async with AsyncExitStack() as stack:
        agent = await stack.enter_async_context(Phone(user="1001", password="lab-1001"))
        agent.on_call = take_calls
        await agent.register(asterisk.sip)
        callers = Callers(await stack.enter_async_context(Phone(book)), asterisk)
        calling = asyncio.create_task(callers.keep_calling(rate, began + minutes * 60))
        while not calling.done():
            now = time.monotonic() - began
            for each in samples:
                each.take(now)
            if not warm and now > minutes * 60 * WARM_UP:
                warm = {name: await asyncio.to_thread(product.held) for name, product in products.items()}
            await asyncio.wait({calling}, timeout=EVERY)
        calling.result()
    failed = sum(count for name, count in callers.ends.items() if "FAILED" in name)
    print(f"{callers.ends.total()} calls in {minutes:g} minutes, {failed} not as they should be")
    for name, count in sorted(callers.ends.items()):
        print(f"  {name:60} {count}")
    return warm, failed


def look_back(products: dict[str, Watched], idle: dict[str, Held], warm: dict[str, Held]) -> list[str]:
    """Tell what is left when nobody calls any more; returns what should not be."""
    problems = []
    for name, product in products.items():
        held = product.held()
        assert product.process
        print(f"{name:14} files {files(product.process.pid)} at the end")
        print(f"{'':14} since it was warm: {held.since(warm[name])}")
        if held.tasks > idle[name].tasks:
            problems.append(
                f"{name} has {held.tasks - idle[name].tasks} tasks more than before the first call"
            )
    asterisk = next(iter(products.values())).asterisk
    channels = asterisk.cli("core show channels count").split("\n")[0].strip()
    bridges = asterisk.cli("bridge show all").strip().count("\n")
    print(f"Asterisk at the end: {channels}, {bridges} bridges")
    if not channels.startswith("0 ") or bridges:
        problems.append(f"Asterisk has {channels} and {bridges} bridges left")
    return problems


def main(options: argparse.Namespace, folder: Path) -> list[str]:
    """Start everything, let it run, tell what is left; returns what does not hold."""
    asterisk = new_asterisk(folder / "asterisk")
    products = {}
    for name, adapter in WAYS.items():
        products[name] = Watched(asterisk, folder / adapter, adapter=adapter)
        products[name].write_workspace()
    asterisk.start()
    simulator = None
    try:
        for product in products.values():
            product.start()
        idle = {name: product.held() for name, product in products.items()}
        simulator = subprocess.Popen(["nice", sys.executable, "-c", SIMULATED], preexec_fn=die_with_parent)  # noqa: PLW1509
        pids = {name: product.process.pid for name, product in products.items() if product.process}
        pids |= {"Asterisk": asterisk.process.pid if asterisk.process else 0, "simulator": simulator.pid}
        samples = [Samples(name, pid) for name, pid in pids.items()]
        warm, failed = asyncio.run(soak(products, samples, options.minutes, options.rate))
        problems = [f"{failed} calls went wrong"] if failed else []
        verdicts = {each.name: each.verdict(options.limit) for each in samples}
        problems += [f"memory of {name}: {verdicts[name]}" for name in WAYS if verdicts[name] != "flat"]
        time.sleep(SETTLES)
        return problems + look_back(products, idle, warm)
    finally:
        if simulator:
            simulator.kill()
            simulator.wait()
        for product in products.values():
            if product.process:
                product.kill()
        asterisk.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=3.0, help="calls a second")
    parser.add_argument("--limit", type=float, default=6.0, help="MiB an hour by which memory may grow")
    chosen = parser.parse_args()
    os.chdir(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as made:
        wrong = main(chosen, Path(made))
    print("verdict:", "; ".join(wrong) or "memory is flat, every call went well, nothing is left")
    raise SystemExit(1 if wrong else 0)

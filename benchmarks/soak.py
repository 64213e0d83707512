"""Calls without end on a real Asterisk, and what the engines hold meanwhile: memory, files, tasks, channels, bridges.

    python -m benchmarks.soak [--minutes 30] [--rate 3]

Three engines serve one Asterisk at the same time: ARI with the engine connecting, ARI with Asterisk connecting, and
FastAGI.  Callers listen, press keys, leave messages, are put through to an agent, or hang up anywhere.  A fourth
process makes simulated calls as fast as it can.  The slope of memory is the best line through the samples behind the
warm-up; with nobody calling at the end, everything but the engines' own must be gone.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from benchmarks.peers.products import Hosted
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
WARM_UP = 0.2  # the part of the time that is not counted
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


class Watched(Hosted):
    """An engine that tells how many tasks it has."""

    host = "benchmarks.peers.watched_engine"

    def tasks(self) -> int:
        """Ask for the tasks of its event loop."""
        assert self.process
        file = self.folder / "tasks"
        file.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        until = time.monotonic() + 10
        while not file.exists() or not file.read_text():
            assert time.monotonic() < until, "the engine does not tell its tasks"
            time.sleep(0.05)
        return int(file.read_text())


def memory(pid: int) -> float:
    """Return the KiB that a process alone holds in memory."""
    wanted = ("Private_Clean:", "Private_Dirty:")
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return float(sum(int(line.split()[1]) for line in lines if line.startswith(wanted)))


def files(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


@dataclass
class Samples:
    """What one process held, over time."""

    name: str
    pid: int
    at: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def take(self, now: float) -> None:
        """Look once."""
        self.at.append(now)
        self.held.append(memory(self.pid))
        self.files.append(files(self.pid))

    def show(self) -> None:
        """Print the line through what was held behind the warm-up."""
        first = int(len(self.at) * WARM_UP)
        at, held = self.at[first:], self.held[first:]
        slope = statistics.linear_regression(at, held).slope * 3600 / 1024 if len(at) > 2 else 0.0
        last = statistics.fmean(held[-max(1, len(held) // 10) :]) / 1024
        begin = statistics.fmean(held[: max(1, len(held) // 10)]) / 1024
        print(
            f"{self.name:14} memory {begin:7.1f} -> {last:7.1f} MiB, slope {slope:+6.2f} MiB/h; "
            f"files {min(self.files)} to {max(self.files)}",
            flush=True,
        )


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
        way = random.choice((self._leave_message, self._talk, self._hang_up, self._wait))
        name = f"{prefix or 'ari-'}{way.__name__.strip('_')}"
        call = None
        try:
            async with asyncio.timeout(60):
                call = await self.phone.dial(f"{prefix}{NUMBER}@{self.asterisk.sip}")
                await way(call)
            self.ends[name] += 1
        except (CallFailed, NotHeard, TimeoutError) as error:
            self.ends[f"{name} FAILED {type(error).__name__} {str(error)[:60]}"] += 1
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

    async def _wait(self, call: PhoneCall) -> None:
        await call.hear("choose", within=20)
        await call.press("7")
        await call.wait_over(50)


async def take_calls(call: PhoneCall) -> None:
    """An agent who talks for a moment."""
    try:
        await call.answer(0.3)
        await asyncio.sleep(1 + random.random())
        await call.hang_up()
    except CallFailed:
        return


async def soak(products: dict[str, Watched], samples: list[Samples], minutes: float, rate: float) -> None:
    """Call, and look at the processes now and then."""
    asterisk = next(iter(products.values())).asterisk
    book = next(iter(products.values())).book()
    began = time.monotonic()
    async with AsyncExitStack() as stack:
        agent = await stack.enter_async_context(Phone(user="1001", password="lab-1001"))
        agent.on_call = take_calls
        await agent.register(asterisk.sip)
        callers = Callers(await stack.enter_async_context(Phone(book)), asterisk)
        calling = asyncio.create_task(callers.keep_calling(rate, began + minutes * 60))
        while not calling.done():
            for each in samples:
                each.take(time.monotonic() - began)
            await asyncio.wait({calling}, timeout=EVERY)
        calling.result()
    failed = sum(count for name, count in callers.ends.items() if "FAILED" in name)
    print(f"{callers.ends.total()} calls in {minutes:g} minutes, {failed} not as they should be")
    for name, count in sorted(callers.ends.items()):
        print(f"  {name:60} {count}")


def main(minutes: float, rate: float, folder: Path) -> None:
    """Start everything, let it run, tell what is left."""
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
        before = {name: product.tasks() for name, product in products.items()}
        simulator = subprocess.Popen(["nice", sys.executable, "-c", SIMULATED], preexec_fn=die_with_parent)  # noqa: PLW1509
        pids = {name: product.process.pid for name, product in products.items() if product.process}
        pids |= {"Asterisk": asterisk.process.pid if asterisk.process else 0, "simulator": simulator.pid}
        samples = [Samples(name, pid) for name, pid in pids.items()]
        asyncio.run(soak(products, samples, minutes, rate))
        for each in samples:
            each.show()
        time.sleep(SETTLES)
        for name, product in products.items():
            pid = pids[name]
            print(f"{name:14} at the end: tasks {before[name]} -> {product.tasks()}, files {files(pid)}")
        print(
            "Asterisk at the end:", asterisk.cli("core show channels count").split("\n")[0].strip(), end=", "
        )
        print(asterisk.cli("bridge show all").strip().count("\n"), "bridges")
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
    options = parser.parse_args()
    os.chdir(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as made:
        main(options.minutes, options.rate, Path(made))

"""What it costs that calls outlive the process, as ratios to the same calls without it, and how late the journal is.

Callers come at a steady rate and take a simulated call's real time: a welcome, a menu with a key, a condition, a prompt
with values, a variable, a goodbye.  The same calls are made in turn without a journal and with one in SQLite, as the
workspace has it; the processor's time counts, of all threads.  A simulated call costs the engine next to nothing, so
the ratio to a call on a telephone system, whose cost to the engine is given by `--call-ms`, is the one to plan with.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from engine import CLOCK, Sound, Voice, flow

from designer.store.database import Database
from designer.store.journal import CallJournal
from flowengine import keeper as keeping
from flowengine.call import CallInfo
from flowengine.compiler import CompiledFlow
from flowengine.engine import Engine, tune_collector
from flowengine.recall import Durability
from telephony_adapters.simulator.lasting import LastingSimCall
from telephony_adapters.simulator.listener import Listener

GOAL = 0.05  # of what a call costs the engine
CALL_MS = 3.0  # processor time of our program for one call on Asterisk: see benchmarks/telephony.py
SOUND = 0.3  # seconds of each prompt
THINKS = 0.3  # seconds until a caller presses the key


class Spoken(Sound):
    """A sound that lasts."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.seconds = SOUND


class SpeakingVoice(Voice):
    """As in benchmarks/engine.py, with sounds that last."""

    def sound(self, prompt: str, language: str) -> Sound:  # noqa: ARG002
        return self.sounds.setdefault(prompt, Spoken(prompt))

    async def speak(self, text: str, language: str) -> Sound:  # noqa: ARG002
        return Spoken(text)


class Presser(Listener):
    """Thinks, then presses 1."""

    __slots__ = ("call",)

    def listening(self, patience: float) -> None:  # noqa: ARG002
        asyncio.get_running_loop().call_later(THINKS, self.call.press, "1")


@dataclass
class Flows:
    """One flow for every number."""

    compiled: CompiledFlow

    def flow_for(self, number: str) -> CompiledFlow:  # noqa: ARG002
        return self.compiled

    def kept_flow(self, flow_id: str, versions: object) -> CompiledFlow:  # noqa: ARG002
        return self.compiled


@dataclass
class Measured:
    """Of one run."""

    cpu_us: float = 0.0
    lags: list[float] = field(default_factory=list)


async def run(folder: Path | None, rate: int, seconds: float) -> Measured:
    """Serve `rate` calls a second; without a folder nothing is kept."""
    flows = Flows(flow())
    durability = None
    if folder:
        database = Database.in_folder(folder)
        durability = Durability(CallJournal(database, "bench"), flows)
    engine = Engine(flows, SpeakingVoice(), CLOCK, [lambda _info: lambda _event: None], durability=durability)
    found = Measured()
    async with engine.keeping():
        calls = int(rate * seconds)
        began, used = time.monotonic(), time.process_time()
        tasks = []
        for number in range(calls):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            presser = Presser()
            presser.call = LastingSimCall(CallInfo(f"call-{number}", "138", "4008"), listener=presser)
            tasks.append(asyncio.create_task(engine.take(presser.call)))
            if engine._keeper:  # noqa: SLF001 - what is measured
                found.lags.append(engine._keeper.lag)  # noqa: SLF001
        await asyncio.gather(*tasks)
        found.cpu_us = (time.process_time() - used) / calls * 1e6
    if folder:
        database.close()
    return found


async def measure(rounds: int, rate: int, seconds: float) -> tuple[list[Measured], list[Measured]]:
    """Return the rounds without and with a journal, made in turn."""
    without, kept = [], []
    for _ in range(rounds):
        without.append(await run(None, rate, seconds))
        with tempfile.TemporaryDirectory() as folder:
            kept.append(await run(Path(folder), rate, seconds))
    return without, kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rates", type=int, nargs="*", default=[20, 100, 300])
    parser.add_argument("--call-ms", type=float, default=CALL_MS)
    parser.add_argument("--pause", type=float, default=keeping.PAUSE)
    options = parser.parse_args()
    keeping.PAUSE = options.pause
    tune_collector()
    print(f"{'calls/s':>8}{'without us':>12}{'with us':>10}{'more us':>9}{'ratio':>7}", end="")
    print(f"{'of a call':>11}{'goal':>6}{'lag ms':>8}{'worst':>7}")
    for rate in options.rates:
        without, kept = asyncio.run(measure(options.rounds, rate, options.seconds))
        plain, journal = min(one.cpu_us for one in without), min(one.cpu_us for one in kept)
        lags = sorted(lag * 1e3 for one in kept for lag in one.lags)
        share = (journal - plain) / (options.call_ms * 1e3)
        print(f"{rate:8}{plain:12.0f}{journal:10.0f}{journal - plain:9.0f}{journal / plain:7.2f}", end="")
        print(f"{share:10.1%}{GOAL:7.0%}{statistics.median(lags):8.1f}{lags[-1]:7.0f}")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()

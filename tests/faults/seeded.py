"""One seeded run: callers by chance on a toy Asterisk, trouble by chance on the way to the engine, and what must hold.

However much goes wrong, every call ends once and says how, and when the trouble is over nothing is left: no task, no
channel, no bridge, no file descriptor, no file of a recording that nobody was told of.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import socket
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from flowengine.call import Call
from flowengine.engine import Engine
from flowengine.errors import CallEnded
from flowengine.trace import CallStarted, Ended, Error, Event, Recorded
from telephony_adapters.asterisk import AsteriskAdapter, AsteriskSettings
from telephony_adapters.fastagi import FastAgiAdapter, FastAgiSettings
from telephony_adapters.simulator.virtual_time import VirtualClock, VirtualLoop, run_virtual
from tests.faults.agi_proxy import AgiProxy
from tests.faults.ari_proxy import AriProxy
from tests.faults.drawn_flow import OneFlow, ToyVoice
from tests.faults.toy_agi import dialplan
from tests.faults.toy_ari import ToyAri
from tests.faults.toy_asterisk import BEGAN, Target, ToyAsterisk
from tests.faults.toy_channel import Channel
from tests.faults.toy_stage import Way
from tests.faults.trouble import Fault, Trouble
from tests.faults.verbs import Wanderer
from tests.lab.server import free_port

CALLS = 8
LASTS = 60.0  # seconds after which every caller has hung up
SETTLES = 200.0  # seconds of calm in which all that trouble left must go
FLOW, VERBS = "8000", "8001"  # numbers: a drawn flow, and a flow of verbs by chance


LIES: frozenset[Fault] = frozenset({"double", "behind", "missing", "noise", "status", "rubbish"})
"""After these a flow may be told that a recording has ended, or that there is none, while it goes on."""


@dataclass
class Outcome:
    """What one run showed; `problems` is empty where everything held."""

    seed: int
    way: Way
    calls: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    struck: Counter[Fault] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found = "; ".join(self.problems)
        return f"--seed {self.seed} ({self.way}; struck {dict(self.struck)}): {found}"


class Watcher(logging.Handler):
    """Notes what the product logs as its own failure, which trouble alone never is."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(logging.ERROR)
        self.outcome = outcome

    def emit(self, record: logging.LogRecord) -> None:
        if "A call failed" in record.getMessage():
            self.outcome.problems.append(f"logged {record.getMessage()}")


class Run:
    """The parts of one run, and its account."""

    def __init__(self, outcome: Outcome, folder: Path) -> None:
        self.outcome, self.folder = outcome, folder
        self.dice = random.Random(outcome.seed * 7 + 1)
        self.trouble = Trouble(outcome.seed)
        self.system = ToyAsterisk(folder)
        self.system.disk_is_full = self.dice.random() < 0.1
        for number in range(1001, 1006):
            manner = self.dice.choice(("answers", "answers", "busy", "rejects", "rings"))
            self.system.targets[str(number)] = Target(manner, self.dice.choice((0.0, 0.4, 3.0, 20.0)))
        self.told: set[str] = set()  # files of recordings that a flow knows
        self.started: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()

    # Calls

    def sink_for(self, info: object) -> object:
        def take(event: Event) -> None:
            match event:
                case CallStarted():
                    self.started[event.call] += 1
                case Ended():
                    self.ended[info.id] += 1
                    self.outcome.endings[f"{event.by} {event.cause}"] += 1
                case Recorded():
                    self.told.add(event.path)
                case Error() if event.code == "internal_error":
                    self.outcome.problems.append(f"internal error {event.message}")

        return take

    async def take(self, call: Call) -> None:
        """Serve a call: a drawn flow for one number, verbs by chance for the other."""
        if call.info.called == FLOW:
            await self.engine.take(call)
            return
        self.started[call.info.id] += 1
        try:
            await Wanderer(call, self.dice, self.told).wander()
        except CallEnded as ended:
            self.outcome.endings[f"{ended.by} {ended.cause}"] += 1
        finally:
            self.ended[call.info.id] += 1

    # Callers

    async def caller(self) -> None:
        """Call, press keys by chance, speak, hang up at last."""
        dice = self.dice
        await asyncio.sleep(dice.random() * 10)
        channel = self.place(dice.choice((FLOW, VERBS)))
        self.outcome.calls += 1
        try:
            async with asyncio.timeout(dice.choice((0.0, 0.3, 2.0, 10.0, 40.0))):
                while not channel.gone.is_set():
                    await asyncio.sleep(dice.choice((0.0, 0.04, 0.5, 3.0)))
                    if not channel.gone.is_set():
                        self._do_something(channel)
        except TimeoutError:
            pass
        channel.end(dice.choice((0, 16, 31)))

    def _do_something(self, channel: Channel) -> None:
        if self.dice.random() < 0.2:
            channel.speaks_until = self.system.now() + 2.0
        elif self.dice.random() < 0.05:
            for key in "1234567890*#12345678":
                channel.press(key)
        else:
            channel.press(self.dice.choice("123401#*"))

    def place(self, number: str) -> Channel:
        """Call in by the way of this run."""
        if self.outcome.way != "fastagi":
            return self.system.call(number=number)
        channel = self.system.ring(number=number)
        self.system.begin(dialplan(self.system, channel, self.port))
        return channel

    # The whole

    async def play(self, loop: VirtualLoop) -> None:
        """Let the run happen and look at what it left."""
        loop.set_exception_handler(lambda _, context: self.outcome.problems.append(f"unhandled {context}"))
        voice = ToyVoice()
        self.engine = Engine(OneFlow(voice), voice, VirtualClock(loop, BEGAN), [self.sink_for])
        if self.outcome.way != "fastagi":
            await self._by_ari()
        else:
            await self._by_fastagi()
        await asyncio.sleep(1)
        self._look_at_tasks()

    async def _by_ari(self) -> None:
        ari = ToyAri(self.system)
        await ari.start()
        engine = f"127.0.0.1:{free_port(socket.SOCK_STREAM)}"
        async with AriProxy(f"http://127.0.0.1:{ari.port}", self.trouble, engine=f"http://{engine}") as proxy:
            known = {"url": proxy.url, "password": "toy", "recordings": self.folder}
            if self.outcome.way == "outbound":
                known |= {"mode": "outbound", "listen": engine}
                headers = {"Authorization": aiohttp.encode_basic_auth("dialoom", "toy")}
                self.system.begin(ari.visit(f"{proxy.url}/events", headers))
            await self._serve(AsteriskAdapter(AsteriskSettings.model_validate(known)))
            await self.system.close()
        await ari.stop()

    async def _by_fastagi(self) -> None:
        adapter = FastAgiAdapter(FastAgiSettings(port=0, recordings=self.folder))
        await self._serve(adapter)
        await self.system.close()

    async def _serve(self, adapter: AsteriskAdapter | FastAgiAdapter) -> None:
        listening = asyncio.create_task(adapter.listen(self.take))
        if isinstance(adapter, FastAgiAdapter):
            await adapter.is_listening.wait()
            async with AgiProxy(adapter.port, self.trouble) as proxy:
                self.port = proxy.port
                await self._let_happen(adapter)
        else:
            await self._let_happen(adapter)
        if listening.done():
            self.outcome.problems.append(f"the adapter stopped: {listening.exception()!r}")
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    async def _let_happen(self, adapter: AsteriskAdapter | FastAgiAdapter) -> None:
        await asyncio.gather(*(self.caller() for _ in range(CALLS)))
        self.trouble.is_on = False
        left: list[str] = []
        for _ in range(int(SETTLES)):
            left = [*self.system.left(), *adapter.holdings(), *self.engine.active]
            if not left and self.started == self.ended:
                break
            await asyncio.sleep(1)
        self._look_at_calls(left)

    # What must hold

    def _look_at_calls(self, left: list[str]) -> None:
        problems = self.outcome.problems
        self.outcome.struck = self.trouble.struck
        if left:
            problems.append(f"left behind: {left}")
        for call in self.started | self.ended:
            if (self.started[call], self.ended[call]) != (1, 1):
                problems.append(f"{call} started {self.started[call]} times, ended {self.ended[call]} times")
        kept = {str(path) for path in self.folder.iterdir()}
        if (untold := kept - self.told) and not self.trouble.struck.keys() & LIES:
            sizes = sorted(Path(path).stat().st_size for path in untold)
            problems.append(f"recordings that nobody knows, of {sizes} bytes")

    def _look_at_tasks(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        self.outcome.problems += [f"a task is left: {task.get_coro()}" for task in tasks]


def run_seed(seed: int, way: Way) -> Outcome:
    """Let one run happen and return what it showed."""
    outcome = Outcome(seed, way)
    watcher = Watcher(outcome)
    log = logging.getLogger("telephony_adapters")
    log.addHandler(watcher)
    files = _open_files()
    try:
        with tempfile.TemporaryDirectory() as folder:
            run_virtual(Run(outcome, Path(folder)).play)
    except Exception as error:  # noqa: BLE001 - whatever it was, the seed must be told
        outcome.problems.append(f"{type(error).__name__}: {error}")
    finally:
        log.removeHandler(watcher)
    if _open_files() != files:
        gc.collect()  # what is only waiting to be collected is no leak
        if (left := _open_files() - files) > 0:
            outcome.problems.append(f"{left} files or sockets are left open")
    return outcome


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))

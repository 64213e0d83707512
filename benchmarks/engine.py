# ruff: noqa: ARG002 - the methods of a voice and a listener take what their protocols say
"""What a step and a call cost, as ratios to a hand-written loop in the same process.

The hand loop does what a call needs at least: a coroutine per call, a dictionary of variables, four typed events a
step, one trip through the event loop for each sound.  Ratios inside one run are what counts; the
microseconds depend on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

from peers.hand_loop import HandCall, hand_loop, hand_steps

from flowengine.call import CallInfo
from flowengine.compiler import CompiledFlow, compile_flow
from flowengine.engine import tune_collector
from flowengine.interpreter import run
from flowengine.model import build_flow
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.listener import Listener

GOALS = {"branch": 3.4, "say": 1.7, "menu": 1.6, "call": 1.55, "alive": 1.6}
ROUNDS = 11


class Sound:
    """A sound without length."""

    __slots__ = ("key", "seconds", "stem", "text")

    def __init__(self, text: str) -> None:
        self.key, self.seconds, self.stem, self.text = text, 0.0, "", text


class Voice:
    """Constant sounds, and one prompt with values."""

    def __init__(self) -> None:
        self.sounds: dict[str, Sound] = {}

    def variants(self, prompt: str) -> dict[str, str | None]:
        if prompt == "apology":
            return {}
        return {"en": "Dear {{ name }}, you have {{ balance }}." if prompt == "offer" else prompt}

    def sound(self, prompt: str, language: str) -> Sound:
        return self.sounds.setdefault(prompt, Sound(prompt))

    async def speak(self, text: str, language: str) -> Sound:
        return Sound(text)

    async def say(self, kind: str, value: object, language: str) -> Sound:
        return Sound(str(value))

    def words(self, kind: str, value: object, language: str) -> str:
        return str(value)


class Clock:
    """The loop's clock."""

    time = staticmethod(time.monotonic)

    def now(self) -> datetime:
        return datetime.now(UTC)


def flow(*, branches: int = 0, says: int = 0) -> CompiledFlow:
    kinds = [("play", "welcome"), ("menu", "menu")]
    kinds += [("branch", f"b{n}") for n in range(branches)] + [("play", f"s{n}") for n in range(says)]
    kinds += [("branch", "check"), ("play", "offer"), ("set", "set"), ("play", "bye")]
    nodes = {}
    for place, (kind, name) in enumerate(kinds):
        following = kinds[place + 1][1] if place + 1 < len(kinds) else None
        wired = {} if following is None else {"done": following}
        if kind == "play":
            nodes[name] = {"type": "play", "prompts": [name], "exits": wired}
        elif kind == "menu":
            nodes[name] = {
                "type": "menu", "prompts": ["menu"], "keys": {"1": "on"}, "max_tries": 10,
                "exits": {"1": following, "invalid": "menu", "no_input": "menu"},
            }  # fmt: skip
        elif kind == "branch":
            case = {"when": 'choice = "1" and balance > 100', "exit": "yes"}
            nodes[name] = {
                "type": "branch", "cases": [case], "exits": {"yes": following, "otherwise": following},
            }  # fmt: skip
        else:
            nodes[name] = {"type": "set", "assignments": {"done": '"yes"'}, "exits": wired}
    document = {
        "flow": "bench", "language": "en", "start": "welcome", "nodes": nodes,
        "variables": {"choice": "1", "balance": 250, "name": "Li"},
    }  # fmt: skip
    return compile_flow(build_flow(document), Voice(), lambda _: None)


def ignore(_event: object) -> None:
    """A sink that streams on."""


class Presser(Listener):
    """Presses the next key when the call waits for one."""

    __slots__ = ("call", "loop", "script")

    def __init__(self, script: str) -> None:
        self.script, self.loop = script, asyncio.get_running_loop()

    def listening(self, patience: float) -> None:
        self.loop.call_soon(self.call.press, self.script[0])
        self.script = self.script[1:]


async def make_hand(steps: list[tuple], keys: str) -> None:
    await asyncio.create_task(hand_loop(steps, HandCall(asyncio.get_running_loop(), keys), ignore))


async def make_ours(compiled: CompiledFlow, keys: str) -> None:
    presser = Presser(keys)
    presser.call = SimCall(INFO, listener=presser)
    await asyncio.create_task(run(compiled, presser.call, voice=VOICE, clock=CLOCK, sink=ignore))


async def timed(make: Callable, given: tuple, times: int) -> float:
    """Return microseconds for one."""
    began = time.perf_counter()
    for _ in range(times):
        await make(*given)
    return (time.perf_counter() - began) / times * 1e6


INFO = CallInfo("c", "13800138000", "4008001234")
VOICE, CLOCK = Voice(), Clock()


MORE = 50
"""Steps that a longer call has; a slope is the time of one of them, without what a call costs."""

WRONG_KEYS = 8

Times = dict[str, list[float]]


async def measure(rounds: int) -> tuple[Times, Times]:
    """Return the microseconds of each round for whole calls: plain ones, and ones with more of one kind of step."""
    wrong = "2" * WRONG_KEYS + "1"
    made = {
        "call": (hand_steps(), flow(), "1"),
        "branch": (hand_steps(branches=MORE), flow(branches=MORE), "1"),
        "say": (hand_steps(says=MORE), flow(says=MORE), "1"),
        "menu": (hand_steps(), flow(), wrong),
    }
    hand: Times = {name: [] for name in made}
    ours: Times = {name: [] for name in made}
    for _ in range(rounds):
        for name, (steps, compiled, keys) in made.items():
            hand[name].append(await timed(make_hand, (steps, keys), 300))
            ours[name].append(await timed(make_ours, (compiled, keys), 300))
    return hand, ours


def costs(times: Times) -> dict[str, float]:
    """Return the best of all rounds, for other work on the machine only ever adds time."""
    call = min(times["call"])
    return {
        "branch": (min(times["branch"]) - call) / MORE,
        "say": (min(times["say"]) - call) / MORE,
        "menu": (min(times["menu"]) - call) / WRONG_KEYS,
        "call": call,
        "alive": min(times["alive"]),
    }


async def alive(count: int, *, hand: bool) -> float:
    """Return microseconds a call when so many are in progress at once."""
    loop, steps, compiled = asyncio.get_running_loop(), hand_steps(), flow()
    began = time.perf_counter()
    tasks, press = [], []
    for _ in range(count):
        if hand:
            call = HandCall(loop)
            tasks.append(asyncio.create_task(hand_loop(steps, call, ignore)))
        else:
            call = SimCall(INFO)
            tasks.append(asyncio.create_task(run(compiled, call, voice=VOICE, clock=CLOCK, sink=ignore)))
        press.append(call.press)
    for _ in range(4):
        await asyncio.sleep(0)
    for one in press:
        one("1")
    await asyncio.gather(*tasks)
    return (time.perf_counter() - began) / count * 1e6


async def memory(count: int, *, hand: bool) -> float:
    """Return traced bytes of a call that waits at the menu."""
    loop, steps, compiled = asyncio.get_running_loop(), hand_steps(), flow()
    calls, tasks = [], []
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(count):
        if hand:
            call = HandCall(loop)
            tasks.append(asyncio.create_task(hand_loop(steps, call, ignore)))
        else:
            call = SimCall(CallInfo(f"call-{number}", f"138{number:08}", "4008001234"))
            tasks.append(asyncio.create_task(run(compiled, call, voice=VOICE, clock=CLOCK, sink=ignore)))
        calls.append(call)
    for _ in range(6):
        await asyncio.sleep(0)
    used = (tracemalloc.get_traced_memory()[0] - before) / count
    tracemalloc.stop()
    for call in calls:
        call.press("1")
    await asyncio.gather(*tasks)
    return used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--alive", type=int, default=10_000)
    options = parser.parse_args()
    tune_collector()
    hand, ours = asyncio.run(measure(options.rounds))
    hand["alive"], ours["alive"] = [], []
    for _ in range(max(3, options.rounds // 2)):
        hand["alive"].append(asyncio.run(alive(options.alive, hand=True)))
        ours["alive"].append(asyncio.run(alive(options.alive, hand=False)))
    least, took = costs(hand), costs(ours)
    print(f"{'work':10}{'hand us':>10}{'ours us':>10}{'ratio':>8}{'goal':>8}")
    for name, goal in GOALS.items():
        print(f"{name:10}{least[name]:10.1f}{took[name]:10.1f}{took[name] / least[name]:8.2f}{goal:8.2f}")
    for by_hand in (True, False):
        used = asyncio.run(memory(2_000, hand=by_hand))
        print(f"{'bytes a call at a wait':24}{'hand' if by_hand else 'ours':>6}{used:8.0f}")


if __name__ == "__main__":
    main()

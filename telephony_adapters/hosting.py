"""Calls of a telephone system answered by an engine: in this thread's event loop, or in a thread of its own."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    AsyncExitStack,
    contextmanager,
    nullcontext,
    suppress,
)
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flowengine.call import Adapter, Feature
from flowengine.endings import describe_failure
from flowengine.engine import Engine, FlowSource, SinkFor, Surroundings, tune_collector
from flowengine.errors import AdapterError, IvrError
from flowengine.lasting import LastingAdapter, SucceedingAdapter
from flowengine.recall import Durability
from flowengine.telephone_systems import Finding, examine
from flowengine.voice import Voice
from flowengine.words import Words
from telephony_adapters import asterisk, fastagi, voicecard
from telephony_adapters.leaving import Leaving, Say
from telephony_adapters.settings_file import read_settings
from telephony_adapters.wall_clock import WallClock

FIRST = "asterisk"  # what settings are for that do not say it


Attend = Callable[[Engine, Adapter, str], AbstractContextManager[None]]


def nobody_attends(_engine: Engine, _adapter: Adapter, _name: str) -> AbstractContextManager[None]:
    """Let the engine work alone."""
    return nullcontext()


Tenure = Callable[[str], AbstractAsyncContextManager[None]]


def nobody_else(_system: str) -> AbstractAsyncContextManager[None]:
    """There is no other engine whose turn it could be."""
    return nullcontext()


@dataclass(frozen=True)
class Duty:
    """What answers calls: the telephone system's settings file, flows, voice, readers of the events, and schedules.

    `adapter` is asterisk, fastagi or voicecard, None for what the settings name.  `durability` takes the name of a
    telephone system whose calls can be found again.  `attend` is entered with the engine, its adapter and the adapter's
    name while calls are answered.  `tenure` is entered before, with the name of a telephone system whose calls can be
    found again: it may wait until it is this engine's turn.
    """

    settings: Path
    adapter: str | None
    flows: FlowSource
    voice: Voice
    sinks: Sequence[SinkFor]
    around: Surroundings
    durability: Callable[[str], Durability]
    attend: Attend = nobody_attends
    tenure: Tenure = nobody_else


def open_adapter(settings: Path, name: str | None = None) -> tuple[Adapter, frozenset[Feature]]:
    """Return the adapter that the name or else the settings file chooses, and what it offers to flows.

    AdapterError when the settings cannot be used, also because they are another adapter's.
    """
    name = name or _named_in(settings)
    match name:
        case "asterisk":
            server = asterisk.AsteriskAdapter(*asterisk.load_servers(settings))
            return server, server.features
        case "fastagi":
            known = fastagi.load_settings(settings)
            return fastagi.FastAgiAdapter(known), known.features()
        case "voicecard":
            board = voicecard.VoiceCardAdapter(voicecard.load_settings(settings))
            return board, board.features
        case _:
            message = Words(
                f"{settings} names the adapter “{name}”. There are asterisk, fastagi and voicecard.",
                f"{settings} 指定的适配器为“{name}”，可用的有 asterisk、fastagi 和 voicecard。",
            )
            raise AdapterError("settings_invalid", message)


def features_of(settings: Path, name: str | None = None) -> frozenset[Feature]:
    """Return what the telephone system of these settings offers to flows; see `open_adapter`."""
    return open_adapter(settings, name)[1]


def examine_systems(
    settings: Path, name: str | None, served: frozenset[str] = frozenset()
) -> Sequence[Finding]:
    """Look at everything that calls of these settings need; AdapterError as in `open_adapter`.

    `served` are the adapters of engines that are at work: a board that one of them serves is not touched.
    """
    name = name or _named_in(settings)
    if name == "voicecard" and name in served:
        return ()
    return asyncio.run(examine(open_adapter(settings, name)[0]))


def _named_in(settings: Path) -> str:
    """Return the adapter that a settings file is for; a file that cannot be read is the adapter's to complain of."""
    try:
        return str(read_settings(settings).get("adapter", FIRST))
    except AdapterError:
        return FIRST


async def answer_calls(duty: Duty, leaving: Leaving, say: Say) -> None:
    """Answer the calls of one telephone system until told to leave, or until another process has taken them over."""
    adapter, _ = open_adapter(duty.settings, duty.adapter)
    async with AsyncExitStack() as stack:
        if isinstance(adapter, LastingAdapter) and not await leaving.unless_told(
            stack.enter_async_context(duty.tenure(adapter.name))
        ):
            return
        await _answer(adapter, duty, leaving, say)


async def _answer(adapter: Adapter, duty: Duty, leaving: Leaving, say: Say) -> None:
    durability = duty.durability(adapter.name) if isinstance(adapter, LastingAdapter) else None
    engine = Engine(duty.flows, duty.voice, WallClock(), duty.sinks, duty.around, durability=durability)
    if isinstance(adapter, SucceedingAdapter):
        await adapter.succeed()
    async with engine.keeping():
        if isinstance(adapter, LastingAdapter):
            adapter.find_again(engine)
            if isinstance(adapter, SucceedingAdapter):
                adapter.on_succession(partial(engine.hand_over, adapter.let_go))
        tune_collector()
        with duty.attend(engine, adapter, duty.adapter or _named_in(duty.settings)):
            try:
                await leaving.serve(adapter, engine, say)
            finally:
                await engine.settle()


async def answer_calls_until_signalled(duty: Duty, say: Say) -> None:
    """Answer calls in this thread, the main one; SIGTERM and Ctrl+C say that it is time to leave."""
    leaving, loop = Leaving(), asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows has no such handlers: there Ctrl+C ends the calls at once
        for signalled in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signalled, leaving.tell)
    await answer_calls(duty, leaving, say)


@contextmanager
def answering(duty: Duty, say: Say) -> Iterator[None]:
    """Answer calls in a thread while the context lasts; who interrupts the wait at its end cuts it short."""
    loop, leaving = asyncio.new_event_loop(), Leaving()
    task = loop.create_task(answer_calls(duty, leaving, say))
    thread = threading.Thread(target=_run, args=(loop, task, say), name="calls")
    thread.start()
    try:
        yield
    finally:
        while thread.is_alive():
            with suppress(KeyboardInterrupt):
                loop.call_soon_threadsafe(leaving.tell)
                thread.join()
        loop.close()


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None], say: Say) -> None:
    try:
        loop.run_until_complete(task)
    except IvrError as error:
        say(error.message)
    except Exception as error:  # noqa: BLE001 - the designer goes on
        _, where = describe_failure(error)
        say(Words(f"No calls are answered any more: {where}.", f"不再应答来电：{where}。"))

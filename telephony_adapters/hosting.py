"""Calls of a telephone system answered by an engine: in this thread's event loop, or in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flowengine.engine import Engine, FlowSource, SinkFor, Surroundings, tune_collector
from flowengine.errors import IvrError
from flowengine.voice import Voice
from flowengine.words import Words
from telephony_adapters.asterisk import AsteriskAdapter, load_settings
from telephony_adapters.wall_clock import WallClock


@dataclass(frozen=True)
class Duty:
    """What answers calls: the telephone system's settings file, flows, voice, readers of the events, and schedules."""

    settings: Path
    flows: FlowSource
    voice: Voice
    sinks: Sequence[SinkFor]
    around: Surroundings


async def answer_calls(duty: Duty) -> None:
    """Answer the calls of one Asterisk until cancelled."""
    adapter = AsteriskAdapter(load_settings(duty.settings))
    engine = Engine(duty.flows, duty.voice, WallClock(), duty.sinks, duty.around)
    tune_collector()
    await adapter.listen(engine.take)


@contextmanager
def answering(duty: Duty, complain: Callable[[Words], None]) -> Iterator[None]:
    """Answer calls in a thread while the context lasts; `complain` hears why it had to stop before."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(answer_calls(duty))
    thread = threading.Thread(target=_run, args=(loop, task, complain), name="calls")
    thread.start()
    try:
        yield
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


def _run(
    loop: asyncio.AbstractEventLoop, task: asyncio.Task[None], complain: Callable[[Words], None]
) -> None:
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        return
    except IvrError as error:
        complain(error.message)

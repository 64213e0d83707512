"""Calls of a telephone system answered by an engine: in this thread's event loop, or in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from flowengine.call import Adapter, Feature
from flowengine.engine import Engine, FlowSource, SinkFor, Surroundings, tune_collector
from flowengine.errors import AdapterError, IvrError
from flowengine.voice import Voice
from flowengine.words import Words
from telephony_adapters import asterisk, fastagi, voicecard
from telephony_adapters.wall_clock import WallClock

FIRST = "asterisk"  # what settings are for that do not say it


@dataclass(frozen=True)
class Duty:
    """What answers calls: the telephone system's settings file, flows, voice, readers of the events, and schedules.

    `adapter` is asterisk, fastagi or voicecard, None for what the settings name.
    """

    settings: Path
    adapter: str | None
    flows: FlowSource
    voice: Voice
    sinks: Sequence[SinkFor]
    around: Surroundings


def open_adapter(settings: Path, name: str | None = None) -> tuple[Adapter, frozenset[Feature]]:
    """Return the adapter that the name or else the settings file chooses, and what it offers to flows.

    AdapterError when the settings cannot be used, also because they are another adapter's.
    """
    name = name or _named_in(settings)
    match name:
        case "asterisk":
            return asterisk.AsteriskAdapter(*asterisk.load_servers(settings)), frozenset(Feature)
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


def _named_in(settings: Path) -> str:
    """Return the adapter that a settings file is for; a file that cannot be read is the adapter's to complain of."""
    try:
        found = yaml.load(settings.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return FIRST
    return str(found.get("adapter", FIRST)) if isinstance(found, dict) else FIRST


async def answer_calls(duty: Duty) -> None:
    """Answer the calls of one telephone system until cancelled."""
    adapter, _ = open_adapter(duty.settings, duty.adapter)
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

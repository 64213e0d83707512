"""Fixtures that every telephoning test shares: a running Asterisk, an engine on it, phones."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from flowengine.call import Adapter, Call, OnCall
from telephony_adapters.asterisk import AsteriskAdapter, AsteriskSettings
from telephony_adapters.asterisk.config import fragments
from telephony_adapters.fastagi import FastAgiSettings
from telephony_adapters.fastagi.config import dialplan
from tests.lab import packages, sounds
from tests.lab.ears import PromptBook
from tests.lab.patience import PATIENCE
from tests.lab.phone import Phone
from tests.lab.server import Asterisk, free_port

PASSWORD = "lab-secret"


@dataclass(frozen=True)
class Sound:
    """One of the lab's prompts, as the engine's `Audio`."""

    key: str
    seconds: float
    stem: str
    text: str = ""


def new_asterisk(folder: Path, *, app: str = "dialoom") -> Asterisk:
    """Prepare an Asterisk with the very configuration that users are given; `start` is the caller's.

    It serves two applications: `app`, which engines connect to, and `app`-out, with which it connects to engines.
    """
    packages.ensure()
    port, agi_port = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_STREAM)
    asterisk = Asterisk(folder, {}, port, agi_port=agi_port, engine_port=free_port(socket.SOCK_STREAM))
    files, more = (
        fragments(settings, password=PASSWORD, host="127.0.0.1", port=port)
        for settings in (
            AsteriskSettings(app=app, password=SecretStr(PASSWORD)),
            settings_of(asterisk, **outbound(asterisk, app)),
        )
    )
    asterisk.configuration |= {
        "http.conf": files["http.conf"],
        "ari.conf": files["ari.conf"] + more["ari.conf"].partition("\n\n")[2],
        "websocket_client.conf": more["websocket_client.conf"],
        "extensions_dialoom.conf": files["extensions.conf"]
        + more["extensions.conf"]
        + dialplan(FastAgiSettings(port=agi_port), with_transfer=False).replace(*_notice(folder)),
    }
    return asterisk


def outbound(asterisk: Asterisk, app: str = "dialoom") -> dict[str, object]:
    """Return the settings of an engine that this Asterisk connects to; its calls are those to out-NUMBER."""
    app = f"{app}-out"
    contexts = {f"{kind}_context": f"{app}-{kind}" for kind in ("transfer", "fallback", "machine")}
    return {"mode": "outbound", "app": app, "user": app, "listen": asterisk.engine, **contexts}


def _notice(folder: Path) -> tuple[str, str]:
    """What stands in the dialplan's fallback, and what users are told to put there: a notice."""
    return (
        "exten => s,1,Hangup(42)",
        f"exten => s,1,Playback({folder}/prompts/timeout)\n same => n,Hangup(42)",
    )


def settings_of(asterisk: Asterisk, **changes: object) -> AsteriskSettings:
    """Return an engine's settings for an Asterisk of the lab."""
    known = {"url": asterisk.url, "password": PASSWORD, "recordings": asterisk.recordings}
    return AsteriskSettings.model_validate(known | changes)


class Engine:
    """An adapter at work; `flow` is what the next call runs."""

    def __init__(self, asterisk: Asterisk, **changes: object) -> None:
        self.asterisk = asterisk
        self.adapter, self.ready = self.make_adapter(**changes)
        self.calls: list[Call] = []
        self.flow: OnCall = self.no_flow
        self.listening: asyncio.Task[None] | None = None

    def make_adapter(self, **changes: object) -> tuple[Adapter, asyncio.Event]:
        """Return the adapter, and the event that says when it takes calls."""
        adapter = AsteriskAdapter(settings_of(self.asterisk, **changes))
        return adapter, adapter.is_connected

    @staticmethod
    async def no_flow(_call: Call) -> None:
        raise AssertionError("a call came and the test has set no flow")

    async def start(self) -> None:
        self.listening = asyncio.create_task(self.adapter.listen(self._take))
        ready = asyncio.create_task(self.ready.wait())
        await asyncio.wait({self.listening, ready}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if self.listening.done():
            ready.cancel()
            self.listening.result()
        assert ready.done(), "the engine takes no calls"

    async def stop(self) -> None:
        if self.listening:
            self.listening.cancel()
            await asyncio.gather(self.listening, return_exceptions=True)

    async def _take(self, call: Call) -> None:
        self.calls.append(call)
        await self.flow(call)

    def sound(self, name: str) -> Sound:
        return Sound(name, sounds.PROMPTS[name][1] / 1000, str(self.asterisk.prompts / name))


async def channels_of(asterisk: Asterisk) -> list[str]:
    """Return the channels and bridges that Asterisk has."""
    found = []
    headers = {"Authorization": aiohttp.encode_basic_auth("dialoom", PASSWORD)}
    async with aiohttp.ClientSession(headers=headers) as session:
        for kind in ("channels", "bridges"):
            async with session.get(f"{asterisk.url}/ari/{kind}") as answer:
                found += [thing["id"] for thing in await answer.json()]
    return found


async def emptied(asterisk: Asterisk) -> list[str]:
    """Wait until Asterisk has no call any more; returns what is left where that does not happen."""
    deadline = time.monotonic() + PATIENCE
    while (left := await channels_of(asterisk)) and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    return left


@pytest.fixture(scope="session")
def book() -> PromptBook:
    """The lab's prompts."""
    known = PromptBook()
    for name in sounds.PROMPTS:
        known.add(name, sounds.encode(sounds.prompt_samples(name)))
    return known


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    """A running Asterisk, shared by the tests of the session."""
    server = new_asterisk(tmp_path_factory.mktemp("asterisk"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Asterisk]:
    """An Asterisk of one test alone."""
    server = new_asterisk(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def engine(asterisk: Asterisk) -> AsyncIterator[Engine]:
    """An engine that serves the calls of that Asterisk."""
    running = Engine(asterisk)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def phone(book: PromptBook) -> AsyncIterator[Phone]:
    """A caller's telephone."""
    async with Phone(book) as telephone:
        yield telephone


@pytest.fixture
async def agent(asterisk: Asterisk, book: PromptBook) -> AsyncIterator[Phone]:
    """An agent's telephone, registered."""
    async with Phone(book, user="1001", password="lab-1001") as telephone:
        await telephone.register(asterisk.sip)
        yield telephone


@pytest.fixture
async def agents(asterisk: Asterisk, book: PromptBook) -> AsyncIterator[list[Phone]]:
    """Three agents' telephones, registered."""
    async with AsyncExitStack() as stack:
        phones = []
        for user in ("1001", "1002", "1003"):
            phone = await stack.enter_async_context(Phone(book, user=user, password=f"lab-{user}"))
            await phone.register(asterisk.sip)
            phones.append(phone)
        yield phones

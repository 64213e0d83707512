"""Simulated boards for these tests: analogue and digital, in virtual time."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from flowengine.errors import AdapterError, CallEnded
from telephony_adapters.simulator.virtual_time import VirtualLoop, run_virtual
from tests.contract.voicecard_stage import CardStage

ANALOGUE = {"sim": {"kind": "trunk"}, "lines": [{"lines": "0-3", "number": "4008001234"}]}
DIGITAL = {"lines": [{"lines": "0-3", "number": "4008001234"}], "inner": {"801": 10, "802": 11}}
LONGEST = 900.0  # virtual seconds


def play(scene: Callable[[CardStage], Awaitable[None]], **settings: object) -> None:
    """Play a scene on a board of its own; nothing of it may stay behind."""

    async def run(_loop: VirtualLoop) -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with asyncio.timeout(LONGEST), CardStage(Path(folder), **settings) as stage:
                await scene(stage)
                assert await stage.left_behind() == []

    run_virtual(run)


async def ended(work: Awaitable[object]) -> object:
    """Return how a verb ended: by whom and why the leg did, the code of an error, or what the verb returned."""
    try:
        return await work
    except CallEnded as end:
        return end.by, end.cause
    except AdapterError as error:
        return error.code

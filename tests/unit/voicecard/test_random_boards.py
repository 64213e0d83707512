"""Calls by the hundred on a board on which anything may go wrong, by a seed: each ends in a defined way, nothing stays.

`DIALOOM_BOARD_SEEDS=50` tries more seeds, thirty callers each.
"""

from __future__ import annotations

import asyncio
import os
import random
import threading

import pytest

from flowengine.call import Cause
from flowengine.errors import AdapterError, CallEnded
from flowengine.more_verbs import CallOut
from telephony_adapters.voicecard.driver import DialEnd, HungUp, Key, PlayEnd, RecordEnd
from telephony_adapters.voicecard.settings import SimTarget
from telephony_adapters.voicecard.sim.far_end import FarEnd
from tests.contract.voicecard_stage import CardStage
from tests.unit.voicecard.boards import play

SEEDS = int(os.environ.get("DIALOOM_BOARD_SEEDS", "4"))
CALLS = 30
COMMANDS = [
    "off_hook", "hang_up", "play", "stop_play", "record", "stop_record", "send_keys", "dial", "ring",
    "connect", "disconnect", "confer", "watch_hang_up", "flash",
]  # fmt: skip
KINDS = [PlayEnd, RecordEnd, DialEnd, HungUp, Key]
BY = {"caller", "flow", "agent", "limit", "system"}
CAUSES = {*Cause, "transferred", "line_fault", "board_lost", "too_long", "talk_over"}


class Night:
    """One seed: callers, what their flows do, and what goes wrong meanwhile."""

    def __init__(self, stage: CardStage, seed: int) -> None:
        self.stage, self.chance = stage, random.Random(seed)
        self.endings: list[tuple[str, str]] = []
        self.codes: set[str] = set()

    async def flow(self, call) -> None:
        """Do a few things in any order, as a flow with errors caught would."""
        try:
            await self.do(call, call.answer)
            if self.chance.random() < 0.1:
                asyncio.get_running_loop().call_later(
                    self.chance.uniform(0, 20), call.end, "limit", "too_long"
                )
            for _ in range(self.chance.randint(0, 5)):
                verb = self.chance.choice(self.verbs(call))
                await self.do(call, verb)
            await call.hangup(self.chance.choice(list(Cause)))
            await call.read_key(0)
        except CallEnded as ended:
            self.endings.append((ended.by, ended.cause))
            raise

    async def do(self, call, verb) -> None:
        try:
            await verb()
        except AdapterError as error:
            self.codes.add(error.code)

    def verbs(self, call):
        sound, chance = self.stage.sound, self.chance
        targets = ("801", "802", "05711", "05712", "busy", "nobody")

        async def talk():
            dialled = await call.dial(chance.choice(targets), ring=4.0)
            if dialled.leg:
                await call.bridge(dialled.leg)

        async def ring_all():
            dialled = await call.call_out(CallOut(tuple(chance.sample(targets, 3)), 4.0))
            if dialled.leg and chance.random() < 0.7:
                await call.bridge(dialled.leg)

        async def hold():
            await call.hold(sound(0.1))
            await call.read_key(chance.uniform(0, 3))
            await call.resume()

        async def hasty(verb, seconds):
            try:
                async with asyncio.timeout(seconds):
                    await verb
            except TimeoutError:
                return

        return [
            lambda: call.play([sound(1.5), sound(0.1)], cut_by=chance.choice(["", "1", "123"])),
            lambda: call.play([sound(4.0)], cut_by="0123456789*#"),
            lambda: call.read_key(chance.uniform(0, 4)),
            lambda: call.record("message", limit=chance.uniform(0.5, 5), silence=chance.choice([0, 1])),
            lambda: call.send_keys("12#"),
            lambda: call.transfer("8001"),
            lambda: hasty(call.join("room"), 5.0),
            lambda: hasty(call.confer("room", limit=3, leave_keys="#"), 5.0),
            lambda: hasty(call.play([sound(4.0)]), chance.uniform(0, 1.5)),
            talk,
            ring_all,
            hold,
        ]

    async def callers(self) -> None:
        network = self.stage.card.network
        for number in range(CALLS):
            line = self.chance.randrange(6)
            network.call_in(line, FarEnd(), caller=f"1380000{number:04}")
            for _ in range(self.chance.randint(0, 4)):
                after = self.chance.uniform(0, 12)
                act = self.chance.choice(
                    [
                        lambda line=line: network.press(
                            line, self.chance.choice(["1", "#", "123456789*0#", "1" * 40])
                        ),
                        lambda line=line: network.speak(line, 2.0),
                        lambda line=line: network.leave(line),
                    ]
                )
                asyncio.get_running_loop().call_later(after, act)
            if self.chance.random() < 0.8:
                asyncio.get_running_loop().call_later(self.chance.uniform(5, 25), network.leave, line)
            await asyncio.sleep(self.chance.uniform(0, 4))

    async def troubles(self) -> None:
        troubles, network, chance = self.stage.card.troubles, self.stage.card.network, self.chance
        while True:
            await asyncio.sleep(chance.uniform(0.2, 4))
            kind = chance.random()
            if kind < 0.5:
                troubles.refuse(chance.choice(COMMANDS), chance.randint(1, 3))
            elif kind < 0.7:
                troubles.lose(chance.choice(KINDS))
            elif kind < 0.85:
                troubles.delay(chance.choice(KINDS), chance.uniform(0.1, 3))
            elif kind < 0.97:
                line = chance.choice([0, 1, 2, 3, 4, 5, 10, None])
                network.alarm(line, "loss of signal")
                asyncio.get_running_loop().call_later(chance.uniform(0.5, 5), network.alarm, line, "")
            else:
                troubles.refuse("open", chance.randint(0, 2))
                troubles.die()


@pytest.mark.parametrize("kind", ["digital", "trunk"])
@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_call_ends_and_nothing_is_left(seed, kind):
    async def scene(stage):
        night = Night(stage, seed)
        stage.take = night.flow
        stage.card.network.targets |= {
            "801": SimTarget(talk=3.0),
            "802": SimTarget(manner="rings"),
            "05711": SimTarget(talk=1.0),
            "05712": SimTarget(manner="busy"),
        }
        going_wrong = asyncio.create_task(night.troubles())
        await night.callers()
        await asyncio.sleep(30)
        going_wrong.cancel()
        stage.card.troubles.end()
        # Whoever still talks is rung off; a line that takes long to hang up gets the time.
        async with asyncio.timeout(300):
            while stage.adapter.holdings() or stage.adapter._calls:
                for line in stage.card.lines.values():
                    stage.card.network.leave(line.number)
                await asyncio.sleep(10)
        await stage.adapter.is_open.wait()
        await asyncio.sleep(10)
        assert {by for by, _ in night.endings} <= BY
        assert {cause for _, cause in night.endings} <= CAUSES
        assert night.codes <= {
            "card_refused",
            "playback_failed",
            "card_away",
            "bad_target",
            "feature_missing",
        }
        assert len(night.endings) > CALLS / 6
        assert {line.state for line in stage.card.lines.values()} == {"idle"}
        assert stage.card._conferences == {}
        tasks = asyncio.all_tasks() - {asyncio.current_task(), stage.listening}
        assert [task for task in tasks if "SteppedBoard" not in repr(task) and "_go" not in repr(task)] == []

    inner = {"801": 10, "802": 11}
    settings = {"sim": {"kind": kind}, "inner": inner, "transfer": "flash", "rings": 1}
    play(scene, lines=[{"lines": "0-7", "number": "8000"}], **settings)
    assert [thread for thread in threading.enumerate() if thread.name.startswith("voice board")] == []

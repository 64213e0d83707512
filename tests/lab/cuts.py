"""Callers in every place of a call while the network between engine and Asterisk is cut, for seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from flowengine.call import Call
from flowengine.errors import CallEnded
from telephony_adapters.asterisk.outage import Outage
from tests.faults.ari_proxy import AriProxy
from tests.lab import sounds
from tests.lab.dialog import PhoneCall
from tests.lab.fixtures import Engine
from tests.lab.patience import PATIENCE
from tests.lab.phone import Phone

TONE = sounds.tone([1200.0], 500)
Flow = Callable[[Call], Awaitable[None]]


class Cut:
    """One cut, and everybody who lives through it."""

    def __init__(
        self, engine: Engine, proxy: AriProxy, phone: Phone, agents: list[Phone], keeps_keys: bool
    ) -> None:
        self.engine, self.proxy, self.phone, self.agents = engine, proxy, phone, agents
        self.keeps_keys = keeps_keys
        self.flows: dict[str, Flow] = {}
        self.ends: dict[str, str] = {}
        self.cut, self.whole = asyncio.Event(), asyncio.Event()
        engine.flow = self._take

    async def _take(self, call: Call) -> None:
        number = call.info.called
        try:
            await self.flows[number](call)
            self.ends[number] = "done"
        except CallEnded as ended:
            self.ends[number] = f"{ended.by} {ended.cause}"
            raise

    async def play(self, stories: list[Story]) -> None:
        """Let the stories come to where they wait, cut the network, mend it, and see them to their end."""
        self.ready, self.done = asyncio.Barrier(len(stories) + 1), asyncio.Barrier(len(stories) + 1)
        async with asyncio.timeout(2 * PATIENCE), asyncio.TaskGroup() as group:
            for number, story in enumerate(stories, 8101):
                group.create_task(story(self, str(number)))
            await self.ready.wait()
            await self.proxy.sever()
            while self.engine.adapter.is_connected.is_set():
                await asyncio.sleep(0.01)
            self.cut.set()
            await self.done.wait()
            self.proxy.mend()
            while self.outage.is_on:
                await asyncio.sleep(0.01)
            self.whole.set()

    @property
    def outage(self) -> Outage:
        """What the engine takes this for."""
        (server,) = self.engine.adapter._servers
        return server.exchange.outage

    async def call(self, number: str, flow: Flow) -> PhoneCall:
        """Call this number, which is answered by this flow."""
        self.flows[number] = flow
        prefix = "out-" if self.keeps_keys else ""
        return await self.phone.dial(f"{prefix}{number}@{self.engine.asterisk.sip}")

    async def live_through(self, meanwhile: Awaitable[object] | None = None) -> None:
        """Be where you are while the network is cut, and do something meanwhile."""
        await self.ready.wait()
        await self.cut.wait()
        if meanwhile:
            await meanwhile
        await self.done.wait()
        await self.whole.wait()

    async def ended(self, number: str, how: str) -> None:
        """The flow of this number ends so."""
        while number not in self.ends:
            await asyncio.sleep(0.01)
        assert self.ends[number] == how, (number, self.ends[number])


Story = Callable[[Cut, str], Awaitable[None]]


async def hears_a_prompt_out(cut: Cut, number: str) -> None:
    """A prompt goes on and ends while nobody is there; what follows comes once, afterwards."""

    async def flow(call: Call) -> None:
        await call.answer()
        await call.play([cut.engine.sound("main")])
        await call.play([cut.engine.sound("ack")])

    call = await cut.call(number, flow)
    await call.hear("main")
    await cut.live_through(_whole(call, "main"))
    await call.hear("ack")
    await call.wait_over()
    assert call.prompts == ["main", "ack"]
    assert call.media.ears.ms_of("main") == 4000
    await cut.ended(number, "done")


async def _whole(call: PhoneCall, name: str) -> None:
    while call.media.ears.ms_of(name) < sounds.PROMPTS[name][1]:
        await asyncio.sleep(0.01)


async def waits_in_a_menu(cut: Cut, number: str) -> None:
    """A key that is pressed meanwhile is heard where Asterisk keeps it."""
    keys: list[str | None] = []

    async def flow(call: Call) -> None:
        await call.answer()
        await call.play([cut.engine.sound("enter")])
        keys.extend([await call.read_key(60.0), await call.read_key(60.0)])
        await call.play([cut.engine.sound("ack")])

    call = await cut.call(number, flow)
    await call.hear_out("enter")
    await cut.live_through(call.press("12") if cut.keeps_keys else None)
    if not cut.keeps_keys:
        await call.press("12")
    await call.hear("ack")
    assert keys == ["1", "2"]
    await cut.ended(number, "done")


async def talks(cut: Cut, number: str) -> None:
    """Both hear each other all the time, and the end is noticed."""
    call, taken, _ = await _talk(cut, number, cut.agents[0])
    before = len(taken.media.ears.received)
    await cut.live_through(call.say(TONE))
    heard = list(sounds.decode(bytes(taken.media.ears.received[before:])))
    assert sounds.ms_of_tone(heard, 1190, 1210) >= 400
    await taken.hang_up()
    await call.hear("ack")
    await call.wait_over()
    await cut.ended(number, "done")


async def talks_until_the_agent_leaves_meanwhile(cut: Cut, number: str) -> None:
    """The caller goes on in the flow."""
    call, taken, _ = await _talk(cut, number, cut.agents[1])
    await cut.live_through(taken.hang_up())
    await call.hear("ack")
    await call.wait_over()
    await cut.ended(number, "done")


async def leaves_a_talk_meanwhile(cut: Cut, number: str) -> None:
    """The agent is let go."""
    call, taken, _ = await _talk(cut, number, cut.agents[2])
    await cut.live_through(call.hang_up())
    await taken.wait_over()
    await cut.ended(number, "caller normal")


async def is_answered_meanwhile(cut: Cut, number: str) -> None:
    """The phone that rang is connected; Asterisk lets nobody in where no engine is connected to it."""
    call, taken, answer = await _talk(cut, number, cut.agents[3], answers=False)
    await cut.live_through(answer())
    if cut.keeps_keys:
        await _is_heard(call, taken)
        await taken.hang_up()
    else:
        await taken.wait_over()
    await call.hear("ack")
    await cut.ended(number, "done")


async def _is_heard(call: PhoneCall, taken: PhoneCall) -> None:
    """Speak until the other side hears it."""
    while sounds.ms_of_tone(taken.media.ears.samples(), 1190, 1210) < 100:
        assert not call.over.is_set()
        await call.say(TONE)


async def _talk(
    cut: Cut, number: str, agent: Phone, *, answers: bool = True
) -> tuple[PhoneCall, PhoneCall, Callable[[], Awaitable[object]]]:
    async def flow(call: Call) -> None:
        await call.answer()
        dialled = await call.dial(agent.user, ring=30.0)
        if dialled.leg:
            tape = call.tape(f"talk-{number}")
            try:
                await call.bridge(dialled.leg)
            finally:
                assert (await tape.stop()).seconds > 0
        await call.play([cut.engine.sound("ack")])

    call = await cut.call(number, flow)
    taken = await agent.next_call()
    if not answers:
        taken.ring()
        return call, taken, taken.answer
    await taken.answer()
    await _is_heard(call, taken)
    return call, taken, taken.hang_up


async def leaves_a_message(cut: Cut, number: str) -> None:
    """Nothing of what is said is missing."""
    kept = []

    async def flow(call: Call) -> None:
        await call.answer()
        kept.append(await call.record(number, limit=60, silence=0, beep=False))
        await call.play([cut.engine.sound("ack")])

    call = await cut.call(number, flow)
    await _recording(cut, number)
    await call.say(TONE)
    await cut.live_through(call.say(TONE))
    await call.say(TONE)
    await call.press("#")
    await call.hear("ack")
    assert kept[0].ended_by == "key"
    assert sounds.ms_of_tone(sounds.read_wav(kept[0].path), 1190, 1210) >= 1300
    await cut.ended(number, "done")


async def hangs_up_in_a_message(cut: Cut, number: str) -> None:
    """The message is there."""
    kept = []

    async def flow(call: Call) -> None:
        await call.answer()
        kept.append(await call.record(number, limit=60, silence=0, beep=False))
        await call.read_key(30.0)

    call = await cut.call(number, flow)
    await _recording(cut, number)
    await call.say(TONE)
    await cut.live_through(call.hang_up())
    await cut.ended(number, "caller normal")
    assert kept[0].ended_by == "hangup"
    assert sounds.ms_of_tone(sounds.read_wav(kept[0].path), 1190, 1210) >= 300


async def _recording(cut: Cut, number: str) -> None:
    while not any(
        each.taping and each.taping.is_accepted for each in cut.engine.calls if each.info.called == number
    ):
        await asyncio.sleep(0.01)


async def hangs_up_in_a_prompt(cut: Cut, number: str) -> None:
    """The call ends as the caller's."""

    async def flow(call: Call) -> None:
        await call.answer()
        await call.play([cut.engine.sound("long")])

    call = await cut.call(number, flow)
    await call.hear("long")
    await cut.live_through(call.hang_up())
    await cut.ended(number, "caller normal")


STORIES: list[Story] = [
    hears_a_prompt_out,
    waits_in_a_menu,
    talks,
    talks_until_the_agent_leaves_meanwhile,
    leaves_a_talk_meanwhile,
    is_answered_meanwhile,
    leaves_a_message,
    hangs_up_in_a_message,
    hangs_up_in_a_prompt,
]

"""Callers in every place of a flow when the engine dies: what each does, and what each must hear afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field

from tests.lab import sounds
from tests.lab.dialog import PhoneCall
from tests.lab.patience import PATIENCE
from tests.lab.phone import Phone
from tests.lab.product import Product

SPOKEN = sounds.tone([1000.0], 500)
PROMPTS = {
    "choose": "enter",
    "number": "wait",
    "notice": "long",
    "leave": "sorry",
    "connecting": "invalid",
    "thanks": "ack",
    "wrong": "timeout",
    "bye": "bye",
}
FLOW = """\
dialoom: 1
flow: hotline
title: {{zh-CN: 热线, en: Hotline}}
language: zh-CN
start: choose
variables: {{digits: null, message: null}}
nodes:
  choose:
    type: menu
    prompts: [choose]
    keys: {{"1": 号码, "2": 通知, "3": 留言, "4": 人工}}
    max_tries: 1
    first_digit_timeout: 120
    exits: {{"1": number, "2": notice, "3": message, "4": agent, no_input: bye, invalid: bye}}
  number:
    type: collect
    variable: digits
    prompts: [number]
    min_digits: 6
    max_digits: 6
    first_digit_timeout: 120
    inter_digit_timeout: 120
    exits: {{done: is-right, no_input: bye, invalid: bye}}
  is-right:
    type: branch
    cases: [{{when: 'digits = "123456"', exit: right}}]
    exits: {{right: thanks, otherwise: wrong}}
  notice: {{type: play, prompts: [{{prompt: notice, barge_in: false}}], exits: {{done: bye}}}}
  message:
    type: record
    prompts: [leave]
    silence: 60
    max_seconds: 120
    variable: message
    exits: {{done: thanks, nothing: wrong}}
  agent:
    type: transfer
    target: "1001"
    prompts: [connecting]
    exits: {{answered: thanks, busy: wrong, no_answer: wrong, failed: wrong}}
  thanks: {{type: play, prompts: [thanks], exits: {{done: bye}}}}
  wrong: {{type: play, prompts: [wrong], exits: {{done: bye}}}}
  bye: {{type: hang_up, prompts: [bye]}}
"""


@dataclass
class Crash:
    """When the engine died and was there again, on the clock of the machine."""

    ready: asyncio.Barrier
    died: asyncio.Event = field(default_factory=asyncio.Event)
    back: asyncio.Event = field(default_factory=asyncio.Event)
    heard_at: list[float] = field(default_factory=list)
    dialling: asyncio.Lock = field(default_factory=asyncio.Lock)  # one at a time: whose agent rings is known


@dataclass
class Story:
    """One caller, and the phones of all agents."""

    phone: Phone
    agents: Phone
    number: str
    crash: Crash
    keeps_keys: bool  # Asterisk keeps events for an engine that it connects to

    async def dial(self, key: str) -> PhoneCall:
        """Call, and choose once the menu is heard."""
        call = await self.phone.dial(self.number)
        await call.hear("choose")
        if key:
            await call.press(key)
        return call

    async def outage(self, *, meanwhile: Awaitable[object] | None = None) -> None:
        """Be where you are while the engine dies, do something, and wait until it is there again."""
        await self.crash.ready.wait()
        await self.crash.died.wait()
        if meanwhile:
            await meanwhile
        await self.crash.back.wait()

    async def press(self, call: PhoneCall, keys: str) -> None:
        """Press keys while the engine is away, where Asterisk keeps them; otherwise afterwards."""
        if self.keeps_keys:
            await self.outage(meanwhile=call.press(keys))
        else:
            await self.outage()
            await call.press(keys)

    async def hears(self, call: PhoneCall, name: str) -> None:
        """Hear a prompt from its very first frame, and note when."""
        heard = await call.hear(name)
        self.crash.heard_at.append(heard.start)

    async def ends(self, call: PhoneCall) -> None:
        """The flow goes on to its end."""
        await call.hear("bye")
        await call.wait_over()


async def in_the_menu(story: Story) -> None:
    """Press after the restart, or before it."""
    call = await story.dial("")
    await story.outage()
    await call.press("2")
    await story.hears(call, "notice")
    await call.hang_up()


async def presses_meanwhile(story: Story) -> None:
    """A menu's key while nobody is there."""
    call = await story.dial("")
    await story.press(call, "1")
    await story.hears(call, "number")
    await call.press("123456")
    await call.hear("thanks")
    await story.ends(call)


async def in_the_middle_of_digits(story: Story) -> None:
    """Two digits before, two meanwhile, two afterwards."""
    call = await story.dial("1")
    await call.hear("number")
    await call.press("12")
    await asyncio.sleep(0.2)  # what an engine has only just heard is lost with it
    await story.press(call, "34")
    await call.press("56")
    await story.hears(call, "thanks")
    await story.ends(call)


async def in_a_long_prompt(story: Story) -> None:
    """It begins again."""
    call = await story.dial("2")
    await call.hear("notice")
    await story.outage()
    await story.hears(call, "notice")
    await call.hang_up()


async def in_a_recording(story: Story) -> None:
    """Nothing of what was said is missing."""
    call = await story.dial("3")
    await call.hear("leave")
    await call.hear("?")  # the beep
    await asyncio.sleep(0.5)
    await call.say(SPOKEN)
    await story.outage(meanwhile=call.say(SPOKEN))
    await call.say(SPOKEN)
    await call.press("#")
    await story.hears(call, "thanks")
    await story.ends(call)


async def in_a_talk(story: Story) -> None:
    """Both hear each other all the time; the agent's end of it is noticed."""
    agent, call = await talk(story)
    before = len(agent.media.ears.received)
    await story.outage(meanwhile=call.say(SPOKEN))
    samples = list(sounds.decode(bytes(agent.media.ears.received[before:])))
    assert sounds.ms_of_tone(samples, 990, 1010) >= 400
    await agent.hang_up()
    await story.hears(call, "thanks")
    await story.ends(call)


async def leaves_a_talk_meanwhile(story: Story) -> None:
    """The agent is let go."""
    agent, call = await talk(story)
    await story.outage(meanwhile=call.hang_up())
    await agent.wait_over()


async def hangs_up_meanwhile(story: Story) -> None:
    """In the middle of a long prompt."""
    call = await story.dial("2")
    await call.hear("notice")
    await story.outage(meanwhile=call.hang_up())


async def talk(story: Story) -> tuple[PhoneCall, PhoneCall]:
    """Call an agent, and let the agent hear the caller; returns the agent's side first."""
    async with story.crash.dialling:
        call = await story.dial("4")
        agent = await (await story.agents.next_call()).answer()
    async with asyncio.timeout(PATIENCE):
        while not any(heard.name == "?" and heard.packets > 5 for heard in agent.media.ears.heard):
            await call.say(SPOKEN)
    return agent, call


PLACES: tuple[Callable[[Story], Coroutine[None, None, None]], ...] = (
    in_the_menu,
    in_the_middle_of_digits,
    in_a_long_prompt,
    in_a_recording,
    in_a_talk,
    presses_meanwhile,
    hangs_up_meanwhile,
    leaves_a_talk_meanwhile,
)


LEAVERS = (in_the_menu, in_a_long_prompt, hangs_up_meanwhile, leaves_a_talk_meanwhile)
"""Who hangs up; the others hear the flow to its end."""


def endings(callers: int) -> list[str]:
    """Return by whom the calls of so many callers end."""
    return sorted("caller" if PLACES[one % len(PLACES)] in LEAVERS else "flow" for one in range(callers))


async def play(
    product: Product, agents: Phone, callers: int, outage: Callable[[], None], *, dies: bool = True
) -> list[float]:
    """Let so many callers be somewhere, let the outage happen, and see every call to its end.

    Returns the seconds from the death of the engine until each caller heard the next thing.
    """
    target = f"{product.number}@{product.asterisk.sip}"
    crash = Crash(asyncio.Barrier(callers + 1))
    async with Phone(product.book()) as phone, asyncio.TaskGroup() as group:
        for number in range(callers):
            story = Story(phone, agents, target, crash, product.adapter == "outbound")
            group.create_task(PLACES[number % len(PLACES)](story))
            await asyncio.sleep(0.05)
        await crash.ready.wait()
        if dies:
            product.kill()
        died = time.monotonic()
        crash.died.set()
        await asyncio.to_thread(outage)
        crash.back.set()
    return [at - died for at in crash.heard_at]

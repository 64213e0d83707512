"""What callers do on the hotline of `tests.lab.product`, by whatever way the engine is connected to Asterisk."""

from __future__ import annotations

import asyncio
import random

from tests.lab import sounds
from tests.lab.dialog import PhoneCall
from tests.lab.fixtures import emptied
from tests.lab.phone import Phone
from tests.lab.product import Product

TONE_MS = 2000  # what a caller says


async def leave_a_message(product: Product, caller: Phone, number: str) -> None:
    """Hear every prompt from its first frame, leave a message and find it among the recordings."""
    before = set(product.asterisk.recordings.iterdir())
    call = await caller.dial(number)
    assert (await call.hear_out("welcome")).first == 0
    choose = await call.hear("choose")
    await asyncio.sleep(0.3)
    await call.press("1")
    leave = await call.hear_out("leave")
    assert leave.first == 0
    assert choose.ms < 4000  # the key cut it
    await speak_after_the_beep(call, TONE_MS)
    assert call.prompts == ["welcome", "choose", "leave", "thanks", "bye"]
    (kept,) = set(product.asterisk.recordings.iterdir()) - before
    assert sounds.ms_of_tone(sounds.read_wav(kept), 990, 1010) >= TONE_MS * 0.9
    assert await emptied(product.asterisk) == []


async def speak_after_the_beep(call: PhoneCall, ms: int) -> None:
    """Say something, and hear the call to its end."""
    await call.hear("?")
    await asyncio.sleep(0.5)  # the beep is over
    await call.say(sounds.tone([1000], ms))
    await call.press("#")
    await call.hear("thanks")
    await call.wait_over()


async def talk_to_an_agent(product: Product, caller: Phone, number: str) -> None:
    """Be put through; both hear each other, and when the agent leaves the flow goes on."""
    async with Phone(user="1001", password="lab-1001") as agent:
        await agent.register(product.asterisk.sip)
        call = await caller.dial(number)
        await call.press("2")  # before anything is heard: the menu takes it
        await call.hear("connecting")
        ringing = await agent.next_call()
        ringing.ring()
        assert ringing.incoming
        assert caller.user in ringing.incoming.get("from")
        await call.hear("?")  # ringback
        await ringing.answer()
        talk = asyncio.create_task(ringing.say(sounds.tone([1000], 1500)))
        await call.say(sounds.tone([1200], 1500))
        await talk
        assert sounds.ms_of_tone(ringing.media.ears.samples(), 1190, 1210) > 1000
        assert sounds.ms_of_tone(call.media.ears.samples(), 990, 1010) > 1000
        await ringing.hang_up()
        await call.hear("bye")
        await call.wait_over()
    assert await emptied(product.asterisk) == []


async def hang_up_anywhere(product: Product, caller: Phone, number: str) -> None:
    """Thirty callers leave, each a little later than the one before."""

    async def one(place: int) -> None:
        call = await caller.dial(number)
        await call.press(random.choice(["1", "2", "9"]))
        await asyncio.sleep(place * 0.15)
        await call.hang_up()

    await asyncio.gather(*(one(place) for place in range(30)))
    assert await emptied(product.asterisk) == []

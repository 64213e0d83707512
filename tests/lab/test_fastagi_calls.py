"""A published flow answers telephones by FastAGI, in a process of its own, on a real Asterisk."""

import asyncio
import random

import pytest

from tests.lab import sounds
from tests.lab.dialog import CallFailed
from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product
from tests.lab.test_asterisk_fails import emptied

TOGETHER = 20


def started(asterisk, folder):
    made = Product(asterisk, folder, adapter="fastagi")
    made.more_settings = "drain_limit: 0\n"
    made.write_workspace()
    made.start()
    return made


@pytest.fixture(scope="module")
def product(asterisk, tmp_path_factory):
    """One engine for all tests; the last ones kill it and start it again."""
    made = started(asterisk, tmp_path_factory.mktemp("product"))
    yield made
    made.stop()


@pytest.fixture
def number(product):
    return f"agi-{NUMBER}@{product.asterisk.sip}"


@pytest.fixture(scope="module")
def heard_book(product):
    """The flow's prompts, and the notice that the dialplan plays when no engine is there."""
    known = product.book()
    known.add("notice", sounds.encode(sounds.prompt_samples("timeout")))
    return known


@pytest.fixture
async def caller(heard_book):
    async with Phone(heard_book) as telephone:
        yield telephone


async def test_a_caller_leaves_a_message(product, caller, number):
    before = set(product.asterisk.recordings.iterdir())
    call = await caller.dial(number)
    assert (await call.hear_out("welcome", within=3)).first == 0
    choose = await call.hear("choose", within=3)
    await asyncio.sleep(0.3)
    await call.press("1")
    leave = await call.hear_out("leave", within=1)
    assert leave.first == 0
    assert choose.ms < 2000
    await call.hear("?", within=2)  # the beep
    await asyncio.sleep(0.5)
    await call.say(sounds.tone([1000], 2000))
    await call.press("#")
    await call.hear("thanks", within=2)
    await call.hear("bye", within=2)
    await call.wait_over(3)
    assert call.prompts == ["welcome", "choose", "leave", "thanks", "bye"]
    (kept,) = set(product.asterisk.recordings.iterdir()) - before
    assert sounds.ms_of_tone(sounds.read_wav(kept), 990, 1010) >= 1800
    assert await emptied(product.asterisk) == []


async def test_a_caller_is_put_through_to_an_agent(product, caller, number):
    async with Phone(user="1001", password="lab-1001") as agent:
        await agent.register(product.asterisk.sip)
        call = await caller.dial(number)
        await call.press("2")  # before anything is heard: the menu takes it
        await call.hear("connecting", within=3)
        ringing = await agent.next_call()
        assert caller.user in ringing.incoming.get("from")
        ringing.ring()
        await call.hear("?", within=3)  # ringback
        await ringing.answer()
        talk = asyncio.create_task(ringing.say(sounds.tone([1000], 1500)))
        await call.say(sounds.tone([1200], 1500))
        await talk
        assert sounds.ms_of_tone(ringing.media.ears.samples(), 1190, 1210) > 1000
        assert sounds.ms_of_tone(call.media.ears.samples(), 990, 1010) > 1000
        await ringing.hang_up()
        await call.hear("bye", within=2)
        await call.wait_over(3)
    assert await emptied(product.asterisk) == []


async def test_an_unknown_number_is_refused(product, caller):
    with pytest.raises(CallFailed, match="403"):
        await caller.dial(f"agi-4000000000@{product.asterisk.sip}")


async def test_twenty_calls_at_once(product, caller, number):
    async def one():
        call = await caller.dial(number)
        await call.hear("choose", within=10)
        together.release()
        await everybody.wait()
        await call.press("9")  # no such key: the menu is said again
        await call.hear("choose", within=5)
        await call.press("1")
        await call.hear_out("leave", within=5)
        await call.hear("?", within=5)
        await asyncio.sleep(0.5)  # the beep is over
        await call.say(sounds.tone([1000], 1500))
        await call.press("#")
        await call.hear("thanks", within=5)
        await call.wait_over(10)
        return call.prompts

    together, everybody = asyncio.Semaphore(0), asyncio.Event()
    calls = [asyncio.create_task(one()) for _ in range(TOGETHER)]
    for _ in range(TOGETHER):
        await asyncio.wait_for(together.acquire(), 30)
    everybody.set()
    assert await asyncio.gather(*calls) == [["welcome", "choose", "leave", "thanks", "bye"]] * TOGETHER
    assert await emptied(product.asterisk) == []


async def test_a_hang_up_anywhere_leaves_nothing(product, caller, number):
    async def one(place):
        call = await caller.dial(number)
        await call.press(random.choice(["1", "2", "9"]))
        await asyncio.sleep(place * 0.15)
        await call.hang_up()

    await asyncio.gather(*(one(place) for place in range(30)))
    assert await emptied(product.asterisk) == []


async def test_an_engine_that_dies_leaves_its_callers_to_the_dialplan(product, caller, number):
    inside = await caller.dial(number)
    await inside.hear("choose", within=5)
    waiting = await caller.dial(number)
    await waiting.hear_out("choose", within=10)  # nothing plays: the menu waits for a key
    await asyncio.to_thread(product.kill)
    for call in (inside, waiting):
        assert (await call.hear_out("notice", within=2)).first == 0
        await call.wait_over(3)
    late = await caller.dial(number)  # nobody listens any more
    assert (await late.hear("notice", within=2)).first == 0
    await late.wait_over(3)
    assert await emptied(product.asterisk) == []
    await asyncio.to_thread(product.start)
    again = await caller.dial(number)
    await again.hear("welcome", within=3)
    await again.hang_up()


async def test_the_engine_stops_cleanly_and_its_output_names_nobody(product, caller, number):
    call = await caller.dial(number)
    await call.hear("choose", within=5)
    await call.press("1")
    status = await asyncio.to_thread(product.stop)
    await call.hear("notice", within=2)
    await call.wait_over(3)
    said = product.output.read_text()
    assert status == 0, said
    assert "Traceback" not in said
    assert caller.user not in said
    assert await emptied(product.asterisk) == []

"""A published flow answers telephones by FastAGI, in a process of its own, on a real Asterisk."""

import asyncio
import random

import pytest

from tests.lab import sounds
from tests.lab.dialog import CallFailed
from tests.lab.fixtures import emptied
from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product

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
    assert (await call.hear_out("welcome")).first == 0
    choose = await call.hear("choose")
    await asyncio.sleep(0.3)
    await call.press("1")
    leave = await call.hear_out("leave")
    assert leave.first == 0
    assert choose.ms < 2000
    await call.hear("?")  # the beep
    await asyncio.sleep(0.5)
    await call.say(sounds.tone([1000], 2000))
    await call.press("#")
    await call.hear("thanks")
    await call.hear("bye")
    await call.wait_over()
    assert call.prompts == ["welcome", "choose", "leave", "thanks", "bye"]
    (kept,) = set(product.asterisk.recordings.iterdir()) - before
    assert sounds.ms_of_tone(sounds.read_wav(kept), 990, 1010) >= 1800
    assert await emptied(product.asterisk) == []


async def test_a_caller_is_put_through_to_an_agent(product, caller, number):
    async with Phone(user="1001", password="lab-1001") as agent:
        await agent.register(product.asterisk.sip)
        call = await caller.dial(number)
        await call.press("2")  # before anything is heard: the menu takes it
        await call.hear("connecting")
        ringing = await agent.next_call()
        assert caller.user in ringing.incoming.get("from")
        ringing.ring()
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


async def test_an_unknown_number_is_refused(product, caller):
    with pytest.raises(CallFailed, match="403"):
        await caller.dial(f"agi-4000000000@{product.asterisk.sip}")


async def test_twenty_calls_at_once(product, caller, number):
    async def one():
        call = await caller.dial(number)
        await call.hear("choose")
        together.release()
        await everybody.wait()
        await call.press("9")  # no such key: the menu is said again
        await call.hear("choose")
        await call.press("1")
        await call.hear_out("leave")
        await call.hear("?")
        await asyncio.sleep(0.5)  # the beep is over
        await call.say(sounds.tone([1000], 1500))
        await call.press("#")
        await call.hear("thanks")
        await call.wait_over()
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
    await inside.hear("choose")
    waiting = await caller.dial(number)
    await waiting.hear_out("choose")  # nothing plays: the menu waits for a key
    await asyncio.to_thread(product.kill)
    for call in (inside, waiting):
        assert (await call.hear_out("notice")).first == 0
        await call.wait_over()
    late = await caller.dial(number)  # nobody listens any more
    assert (await late.hear("notice")).first == 0
    await late.wait_over()
    assert await emptied(product.asterisk) == []
    await asyncio.to_thread(product.start)
    again = await caller.dial(number)
    await again.hear("welcome")
    await again.hang_up()


async def test_the_engine_stops_cleanly_and_its_output_names_nobody(product, caller, number):
    call = await caller.dial(number)
    await call.hear("choose")
    await call.press("1")
    status = await asyncio.to_thread(product.stop)
    await call.hear("notice")
    await call.wait_over()
    said = product.output.read_text()
    assert status == 0, said
    assert "Traceback" not in said
    assert caller.user not in said
    assert await emptied(product.asterisk) == []

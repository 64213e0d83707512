"""A published flow answers telephones by FastAGI, in a process of its own, on a real Asterisk."""

import asyncio

import pytest

from tests.lab import hotline_stories, sounds
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
    await hotline_stories.leave_a_message(product, caller, number)


async def test_a_caller_is_put_through_to_an_agent(product, caller, number):
    await hotline_stories.talk_to_an_agent(product, caller, number)


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
        await hotline_stories.speak_after_the_beep(call, 1500)
        return call.prompts

    together, everybody = asyncio.Semaphore(0), asyncio.Event()
    calls = [asyncio.create_task(one()) for _ in range(TOGETHER)]
    for _ in range(TOGETHER):
        await asyncio.wait_for(together.acquire(), 30)
    everybody.set()
    assert await asyncio.gather(*calls) == [["welcome", "choose", "leave", "thanks", "bye"]] * TOGETHER
    assert await emptied(product.asterisk) == []


async def test_a_hang_up_anywhere_leaves_nothing(product, caller, number):
    await hotline_stories.hang_up_anywhere(product, caller, number)


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

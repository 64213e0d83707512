"""The whole main job: a published flow answers a telephone on a real Asterisk, in a process of its own."""

import asyncio

import pytest

from designer.store.audit import Audit
from designer.store.database import Database
from designer.store.live_calls import LiveCalls
from designer.supervising import Supervision
from tests.lab import hotline_stories
from tests.lab.fixtures import emptied
from tests.lab.patience import until
from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product

TOGETHER = 50


def started(asterisk, folder):
    made = Product(asterisk, folder)
    made.write_workspace()
    made.start()
    return made


@pytest.fixture(scope="module")
def product(asterisk, tmp_path_factory):
    """One engine for all tests; the last but one publishes another version, the last one stops it."""
    made = started(asterisk, tmp_path_factory.mktemp("product"))
    yield made
    made.stop()


@pytest.fixture
async def caller(product):
    async with Phone(product.book()) as telephone:
        yield telephone


async def test_a_caller_leaves_a_message(product, caller):
    await hotline_stories.leave_a_message(product, caller, f"{NUMBER}@{product.asterisk.sip}")


async def test_a_caller_is_put_through_to_an_agent(product, caller):
    await hotline_stories.talk_to_an_agent(product, caller, f"{NUMBER}@{product.asterisk.sip}")


async def test_an_unknown_number_is_refused(product, caller):
    with pytest.raises(Exception, match="403"):
        await caller.dial(f"4000000000@{product.asterisk.sip}")


async def test_a_hang_up_anywhere_leaves_nothing(product, caller):
    await hotline_stories.hang_up_anywhere(product, caller, f"{NUMBER}@{product.asterisk.sip}")


async def test_publishing_changes_no_call_in_progress(product, caller):
    async def one():
        call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
        await call.hear("choose")
        waiting.append(call)
        await published.wait()
        await call.press("1")
        await call.hear_out("leave")
        await hotline_stories.speak_after_the_beep(call, 1500)
        return call.prompts

    waiting, published = [], asyncio.Event()
    calls = [asyncio.create_task(one()) for _ in range(TOGETHER)]
    await until(lambda: len(waiting) == TOGETHER)
    product.write_workspace(welcome="news", thanks="news")
    await asyncio.to_thread(product.run, "publish", "hotline", "-m", "second")
    await asyncio.sleep(1)
    newcomer = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
    assert (await newcomer.hear("news")).first == 0
    await newcomer.hang_up()
    published.set()
    assert await asyncio.gather(*calls) == [["welcome", "choose", "leave", "thanks", "bye"]] * TOGETHER
    assert await emptied(product.asterisk) == []


async def test_a_supervisor_sees_the_call_and_hangs_up(product, caller):
    database = Database.in_folder(product.workspace / ".dialoom")
    store = LiveCalls(database)
    call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
    await call.hear("choose")
    async with asyncio.timeout(60):
        while not (seen := [one for one in store.calls() if one.node == "choose"]):
            await asyncio.sleep(0.1)
    (live,) = seen
    assert (live.caller, live.called, live.flow) == (caller.user, NUMBER, "hotline")
    ended = await asyncio.to_thread(Supervision(store, Audit(database)).hang_up, live.id, by="admin")
    assert ended.outcome == "done"
    await call.wait_over()
    database.close()
    assert await emptied(product.asterisk) == []


async def test_the_engine_stops_cleanly_and_its_output_names_nobody(product, caller):
    call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
    await call.hear("choose")
    await call.press("999")  # no try is left: the call comes to its end while the engine waits for it
    status = await asyncio.to_thread(product.stop)
    await call.wait_over()
    said = product.output.read_text()
    assert status == 0, said
    assert "Traceback" not in said
    assert caller.user not in said
    assert await emptied(product.asterisk) == []

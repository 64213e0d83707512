"""The engine dies by kill -9 amid calls on a real Asterisk; another one starts, and each caller goes on."""

import asyncio
import signal
from collections import Counter

import pytest

from tests.lab import survival
from tests.lab.fixtures import emptied
from tests.lab.patience import until
from tests.lab.phone import Phone
from tests.lab.product import Product

CALLERS = 2 * len(survival.PLACES)  # benchmarks/survival.py takes more


@pytest.fixture(params=["outbound", "asterisk"], scope="module")
def product(asterisk, tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("survival")
    made = Product(asterisk, folder, flow=survival.FLOW, prompts=survival.PROMPTS, adapter=request.param)
    made.write_workspace()
    made.start()
    yield made
    made.stop()


async def test_every_call_goes_on_where_it_was(product):
    def restart():
        product.launch()
        product.wait_until_serving()

    before = Counter(product.endings())
    async with Phone(user="1001", password="lab-1001") as agents:
        await agents.register(product.asterisk.sip)
        heard = await survival.play(product, agents, CALLERS, restart)
    assert len(heard) == CALLERS * 6 // 8
    assert await emptied(product.asterisk) == []
    await until(lambda: "" not in product.endings())  # every record is closed
    assert Counter(product.endings()) - before == Counter(survival.endings(CALLERS))
    said = product.output.read_text()
    assert "Traceback" not in said, said


async def test_the_next_version_takes_over_while_the_old_one_runs(product):
    old, upgraded = product.process, []

    def upgrade():
        product.launch()
        upgraded.append(old.wait(60))
        product.wait_until_serving()

    async with Phone(user="1001", password="lab-1001") as agents:
        await agents.register(product.asterisk.sip)
        await survival.play(product, agents, len(survival.PLACES), upgrade, dies=False)
    assert upgraded == [0], product.output.read_text()
    assert await emptied(product.asterisk) == []


async def test_an_engine_that_is_to_stop_lets_calls_end_and_leaves_the_rest_to_the_next(product):
    target = f"{product.number}@{product.asterisk.sip}"
    async with Phone(product.book()) as phone:
        goes, stays = await phone.dial(target), await phone.dial(target)
        for call in (goes, stays):
            await call.hear("choose")
        leaving = product.process
        leaving.send_signal(signal.SIGTERM)
        await until(lambda: "No new ones are taken" in product.output.read_text())
        with pytest.raises(Exception, match="503"):
            await phone.dial(target)
        await goes.press("9")
        await goes.hear("bye")
        await goes.wait_over()
        assert leaving.poll() is None
        leaving.send_signal(signal.SIGTERM)  # again: do not wait for the other one
        assert await asyncio.to_thread(leaving.wait, 30) == 0
        product.launch()
        await asyncio.to_thread(product.wait_until_serving)
        await stays.press("2")
        await stays.hear("notice")
        await stays.hang_up()
    assert await emptied(product.asterisk) == []

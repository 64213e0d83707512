"""The engine dies by kill -9 amid calls on a real Asterisk; another one starts, and each caller goes on."""

import pytest

from tests.lab import survival
from tests.lab.phone import Phone
from tests.lab.product import Product
from tests.lab.test_asterisk_fails import emptied

CALLERS = 2 * len(survival.PLACES)  # benchmarks/survival.py takes more


@pytest.fixture
def product(asterisk, tmp_path):
    made = Product(asterisk, tmp_path, flow=survival.FLOW, prompts=survival.PROMPTS, adapter="outbound")
    made.write_workspace()
    made.start()
    yield made
    made.stop()


async def test_every_call_goes_on_where_it_was(product):
    def restart():
        product.launch()
        product.wait_until_serving()

    async with Phone(user="1001", password="lab-1001") as agents:
        await agents.register(product.asterisk.sip)
        heard = await survival.play(product, agents, CALLERS, restart)
    assert len(heard) == CALLERS * 6 // 8
    assert await emptied(product.asterisk) == []
    said = product.output.read_text()
    assert "Traceback" not in said, said

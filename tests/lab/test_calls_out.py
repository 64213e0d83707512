"""`dialoom call-out` with an engine of its own on a real Asterisk: the flow talks with who answers, whatever dies."""

import asyncio
import json
import subprocess
import sys

import pytest

from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product

SOON = 60  # seconds: far longer than it takes


@pytest.fixture(scope="module")
def product(asterisk, tmp_path_factory):
    made = Product(asterisk, tmp_path_factory.mktemp("product"), adapter="outbound")
    made.write_workspace()
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def customer(product):
    async with Phone(product.book(), user="1001", password="lab-1001") as telephone:
        await telephone.register(product.asterisk.sip)
        yield telephone


async def call_out(product, *options):
    """Let the command call the customer; returns its outcome."""
    command = [sys.executable, "-m", "app", "call-out", "hotline", "1001", "--json", *options]
    return await asyncio.to_thread(
        subprocess.run,
        [*command, "--workspace", str(product.workspace)],
        capture_output=True,
        text=True,
        check=False,
    )


async def test_the_flow_talks_with_who_answers_and_survives_the_engine(product, customer):
    ordering = asyncio.create_task(call_out(product, "--show", NUMBER))
    ringing = await customer.next_call(SOON)
    assert NUMBER in ringing.incoming.get("from")
    call = await ringing.answer()
    done = await ordering
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "answered"), done.stderr
    await call.hear("choose", SOON)
    product.kill()
    product.launch()
    product.wait_until_serving()
    await call.hear("choose", SOON)
    await call.press("1")
    await call.hear("leave", SOON)
    await call.hang_up()


async def test_who_declines_is_told_and_no_flow_begins(product, customer):
    ordering = asyncio.create_task(call_out(product))
    (await customer.next_call(SOON)).reject(486, "Busy Here")
    done = await ordering
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (1, "busy"), done.stderr

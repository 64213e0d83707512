"""Keys of a test's phone when the call ends: no test waits for a key that nobody will send."""

import asyncio

import pytest

from tests.lab.rtp import CallOver, Media


@pytest.fixture
async def media():
    made = Media(None)
    await made.open()
    made.remote = ("127.0.0.1", made.port)
    yield made
    if not made.ears.closed:
        made.close()


async def test_keys_arrive_in_their_order(media):
    media.start()
    pressed = asyncio.gather(*(media.press(digit, 40) for digit in "1#"))
    assert [await media.ears.hear_key() for _ in range(2)] == ["1", "#"]
    assert sorted(await pressed) == await pressed


async def test_a_key_that_is_held_when_the_call_ends_was_pressed(media):
    media.start()
    held, waiting = (asyncio.create_task(media.press(digit, 60_000)) for digit in "12")
    while not media.ears.keys:
        await asyncio.sleep(0.01)
    media.close()
    assert await held > 0
    with pytest.raises(CallOver, match="2"):
        await waiting


async def test_no_key_is_pressed_in_a_call_that_is_over(media):
    media.close()
    with pytest.raises(CallOver):
        await media.press("5", 80)

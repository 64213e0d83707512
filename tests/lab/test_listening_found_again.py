"""The engine dies while Asterisk listens to who has answered: the next one gets the answer."""

import pytest

from tests.lab import sounds
from tests.lab.patience import until
from tests.lab.phone import Phone
from tests.lab.test_passing_on import hear_each_other

SOON = 30  # seconds: far longer than it takes


@pytest.mark.parametrize("away", ["short", "long"])
async def test_the_next_engine_knows_who_answered(engines, phone, away):
    if away == "long" and engines.number.startswith("8000"):
        away = "short"  # without an engine to come back to, whom Asterisk has listened to is let go there
    found = []

    async def flow(call):
        await call.answer()
        other = call.other_leg() or (await call.dial("1001", ring=SOON)).leg
        found.append(await other.detect())
        await call.bridge(other)

    async with Phone(user="1001", password="lab-1001", book=phone.book) as agent:
        await agent.register(engines.asterisk.sip)
        await engines.begin(flow)
        call = await phone.dial(engines.number)
        taken = await (await agent.next_call(SOON)).answer()
        await until(
            lambda: (
                engines.engine.calls
                and any(leg.is_away for leg in engines.engine.calls[0].exchange.legs.values())
            )
        )
        await engines.die()
        if away == "long":  # Asterisk is done before the next engine comes
            await taken.say(sounds.tone([1000.0], 4000))
        await engines.begin(flow)
        await until(lambda: found)
        assert found == ["machine" if away == "long" else "unknown"]
        await hear_each_other(call, taken)
        await call.hang_up()
        await taken.wait_over(SOON)

"""Talks and ringing phones that outlive the engine: the next one notices how they go on and end."""

import pytest

from flowengine.errors import CallEnded
from tests.lab import sounds
from tests.lab.patience import until
from tests.lab.phone import Phone


def talk(engines, endings):
    async def flow(call):
        await call.answer()
        other = call.other_leg()
        if other is None and not endings:
            endings.append("dialled")
            other = (await call.dial("1001", ring=20)).leg
        try:
            endings.append((await call.bridge(other)).ended_by if other else "alone")
            await call.play([engines.engine.sound("ack")])
        except CallEnded as ended:
            endings.append((ended.by, ended.cause))

    return flow


async def connected(engines, phone, agent):
    await agent.register(engines.asterisk.sip)
    call = await phone.dial(engines.number)
    taken = await (await agent.next_call()).answer()
    await until(lambda: engines.engine.calls and engines.engine.calls[0].bridge_name)
    await call.say(sounds.tone([1200], 600))
    return call, taken


@pytest.mark.parametrize("who", ["agent", "caller"])
async def test_a_talk_goes_on_and_its_end_is_noticed(engines, phone, who):
    endings = []
    async with Phone(user="1001", password="lab-1001") as agent:
        await engines.begin(talk(engines, endings))
        call, taken = await connected(engines, phone, agent)
        await engines.die()
        await call.say(sounds.tone([1200], 600))
        await engines.begin(talk(engines, endings))
        await until(lambda: engines.engine.calls)
        await call.say(sounds.tone([1200], 600))
        assert sounds.ms_of_tone(taken.media.ears.samples(), 1190, 1210) > 1500
        if who == "agent":
            await taken.hang_up()
            await call.hear("ack")
            await call.wait_over()
            assert endings == ["dialled", "other"]
        else:
            await call.hang_up()
            await taken.wait_over()
            await until(lambda: endings == ["dialled", ("caller", "normal")])


@pytest.mark.parametrize("who", ["agent", "caller"])
async def test_a_talk_that_ended_meanwhile_leaves_nobody_alone(engines, phone, who):
    endings = []
    async with Phone(user="1001", password="lab-1001") as agent:
        await engines.begin(talk(engines, endings))
        call, taken = await connected(engines, phone, agent)
        await engines.die()
        await (taken if who == "agent" else call).hang_up()
        await engines.begin(talk(engines, endings))
        if who == "agent":
            await call.hear("ack")
            await call.wait_over()
        else:
            await taken.wait_over()
            await until(lambda: list(engines.records.closed.values()) == [("caller", "normal")])


async def test_a_phone_that_rings_goes_on_ringing(engines, phone):
    outcomes = []

    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=30)
        outcomes.append(dialled.outcome)
        await call.bridge(dialled.leg)
        await call.play([engines.engine.sound("ack")])

    async with Phone(user="1001", password="lab-1001") as agent:
        await agent.register(engines.asterisk.sip)
        await engines.begin(flow)
        call = await phone.dial(engines.number)
        ringing = await agent.next_call()
        ringing.ring()
        await until(lambda: engines.engine.calls[0].rings)
        await engines.die()
        await engines.begin(flow)
        await until(lambda: engines.engine.calls)
        taken = await ringing.answer()
        await until(lambda: outcomes == ["answered"])
        await call.say(sounds.tone([1200], 600))
        assert sounds.ms_of_tone(taken.media.ears.samples(), 1190, 1210) > 300
        assert agent.incoming.empty()
        await taken.hang_up()
        await call.hear("ack")
        await call.wait_over()


def recorded_talk(engines, recordings):
    async def flow(call):
        other = call.other_leg()
        if other is None and not call.ended:
            await call.answer()
            other = (await call.dial("1001", ring=20)).leg
        tape = (other or call).tape(call.info.id)
        try:
            if other:
                await call.bridge(other)
        finally:
            recordings.append(await tape.stop())

    return flow


def ms_of(recording):
    return sounds.ms_of_tone(sounds.read_wav(recording.path), 1190, 1210)


async def recording(engines):
    """Wait until the talk's recording is one that would be found again."""
    await until(lambda: engines.engine.calls[0].keep().get("ears"))


async def test_the_recording_of_a_talk_goes_on(engines, phone):
    recordings = []
    async with Phone(user="1001", password="lab-1001") as agent:
        await engines.begin(recorded_talk(engines, recordings))
        call, taken = await connected(engines, phone, agent)
        await recording(engines)
        await call.say(sounds.tone([1200], 600))
        await engines.die()
        await call.say(sounds.tone([1200], 600))
        await engines.begin(recorded_talk(engines, recordings))
        await until(lambda: engines.engine.calls)
        await call.say(sounds.tone([1200], 600))
        await taken.hang_up()
        await call.wait_over()
        await until(lambda: recordings)
    assert ms_of(recordings[-1]) > 1500
    assert len(list(engines.asterisk.recordings.glob(f"{recordings[-1].name.replace('.', '_')}-*"))) == 1


async def test_the_recording_of_a_talk_that_ended_meanwhile_is_there(engines, phone):
    recordings = []
    async with Phone(user="1001", password="lab-1001") as agent:
        await engines.begin(recorded_talk(engines, recordings))
        call, taken = await connected(engines, phone, agent)
        await recording(engines)
        await call.say(sounds.tone([1200], 600))
        await engines.die()
        await call.hang_up()
        await engines.begin(recorded_talk(engines, recordings))
        await taken.wait_over()
        await until(lambda: recordings)
    assert ms_of(recordings[-1]) > 400
    assert len(list(engines.asterisk.recordings.glob(f"{recordings[-1].name.replace('.', '_')}-*"))) == 1

"""Calls that outlive the engine: another one finds them in Asterisk, in any state, and goes on with them."""

import asyncio
import time

import aiohttp
import pytest

from flowengine.errors import AdapterError, CallEnded
from flowengine.lasting import Kept
from tests.lab import sounds
from tests.lab.dialog import CallFailed
from tests.lab.fixtures import PASSWORD, Engine, outbound
from tests.lab.phone import Phone
from tests.lab.test_asterisk_fails import emptied
from tests.lab.test_sound_on_calls import until

NUMBERS = {"inbound": "8000", "outbound": "out-8000"}


class Records:
    """What an engine keeps of calls, and gives to the next."""

    def __init__(self):
        self.kept, self.closed = {}, {}

    def open_calls(self):
        return dict(self.kept)

    async def lost(self, call_id, by="caller", cause="normal"):
        del self.kept[call_id]
        self.closed[call_id] = by, cause

    def changed(self, call_id):
        pass


class Succession:
    """One engine after the other on one Asterisk; `die` ends one as kill -9 does, but for what it keeps."""

    def __init__(self, asterisk, mode):
        self.asterisk, self.number = asterisk, f"{NUMBERS[mode]}@{asterisk.sip}"
        self.settings = outbound(asterisk) if mode == "outbound" else {}
        self.records = Records()
        self.engine = None

    async def begin(self, flow):
        self.engine = Engine(self.asterisk, orphan_patience=0.3, **self.settings)
        self.engine.adapter.find_again(self.records)

        self.engine.flow = self.taking(flow)
        await self.engine.start()
        return self.engine

    def taking(self, flow):
        async def take(call):
            self.records.kept.pop(call.info.id, None)
            await flow(call)

        return take

    async def keep_and_let_go(self):
        self.records.kept |= {
            call.info.id: Kept(call.info, call.keep()) for call in self.engine.calls if not call.ended
        }
        self.engine.adapter.let_go()

    async def die(self):
        await self.keep_and_let_go()
        await self.engine.stop()

    async def end(self):
        if self.engine:
            await self.engine.stop()


@pytest.fixture(params=["inbound", "outbound"])
async def engines(request, asterisk):
    succession = Succession(asterisk, request.param)
    yield succession
    left = await emptied(asterisk)
    await succession.end()
    assert left == []


async def test_a_prompt_is_stopped_and_begins_again(engines, phone):
    async def flow(call):
        await call.answer()
        await call.play([engines.engine.sound("long")])

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await call.hear("long")
    await asyncio.sleep(0.5)
    await engines.die()
    await engines.begin(flow)
    again = await call.hear("long", within=10)
    assert again.first == 0
    assert call.media.ears.heard.count(again) == 1
    await call.hang_up()
    assert engines.records.closed == {}


async def test_keys_pressed_meanwhile_are_read(engines, phone):
    keys = []

    async def flow(call):
        await call.answer()
        while True:
            keys.append(await call.read_key(30))

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await call.press("1")
    await until(lambda: keys == ["1"])
    await engines.die()
    await call.press("23")
    await engines.begin(flow)
    await call.press("4")
    wanted = ["1", "4"] if "out-" not in engines.number else ["1", "2", "3", "4"]
    await until(lambda: keys == wanted, within=30)
    await call.hang_up()


async def test_keys_that_waited_for_the_flow_are_kept(engines, phone):
    keys, busy = [], asyncio.Event()

    async def flow(call):
        await call.answer()
        if busy.is_set():
            keys.extend([await call.read_key(30), await call.read_key(30)])
        await busy.wait()
        await call.read_key(30)

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await call.press("12")
    await until(lambda: engines.engine.calls and engines.engine.calls[0].keys == ["1", "2"])
    await engines.die()
    busy.set()
    await engines.begin(flow)
    await until(lambda: keys == ["1", "2"], within=30)
    await call.hang_up()


async def test_who_hung_up_meanwhile_is_told(engines, phone):
    async def flow(call):
        await call.answer()
        await call.read_key(60)

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await until(lambda: engines.engine.calls)
    await engines.die()
    await call.hang_up()
    await engines.begin(flow)
    await until(lambda: list(engines.records.closed.values()) == [("caller", "normal")], within=30)
    assert engines.engine.adapter.holdings() == []


async def test_a_recording_goes_on(engines, phone):
    recordings = []

    async def flow(call):
        await call.answer()
        recordings.append(await call.record("message", limit=30, silence=0, beep=False))
        await call.play([engines.engine.sound("ack")])

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await until(lambda: engines.engine.calls and engines.engine.calls[0].taping)
    await call.say(sounds.tone([1000], 800))
    await engines.die()
    await call.say(sounds.tone([1000], 800))
    await engines.begin(flow)
    await until(lambda: engines.engine.calls, within=30)
    await call.say(sounds.tone([1000], 400))
    await call.press("#")
    await call.hear("ack", within=10)
    (recording,) = recordings
    assert recording.ended_by == "key"
    heard = sounds.ms_of_tone(sounds.read_wav(recording.path), 990, 1010)
    assert 1800 <= heard <= 2100, heard


async def test_a_recording_that_the_caller_ended_meanwhile_is_there(engines, phone):
    recordings = []

    async def flow(call):
        if not call.is_up:
            await call.answer()
        recordings.append(await call.record("message", limit=30, silence=0, beep=False))

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await until(lambda: engines.engine.calls and engines.engine.calls[0].taping)
    await call.say(sounds.tone([1000], 800))
    await engines.die()
    await call.hang_up()
    await engines.begin(flow)
    await until(lambda: recordings, within=30)
    assert recordings[0].ended_by == "hangup"
    assert sounds.ms_of_tone(sounds.read_wav(recordings[0].path), 990, 1010) >= 700


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
        await until(lambda: engines.engine.calls, within=30)
        await call.say(sounds.tone([1200], 600))
        assert sounds.ms_of_tone(taken.media.ears.samples(), 1190, 1210) > 1500
        if who == "agent":
            await taken.hang_up()
            await call.hear("ack", within=10)
            await call.wait_over(10)
            assert endings == ["dialled", "other"]
        else:
            await call.hang_up()
            await taken.wait_over(10)
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
            await call.hear("ack", within=30)
            await call.wait_over(10)
        else:
            await taken.wait_over(30)
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
        await until(lambda: engines.engine.calls, within=30)
        taken = await ringing.answer()
        await until(lambda: outcomes == ["answered"], within=10)
        await call.say(sounds.tone([1200], 600))
        assert sounds.ms_of_tone(taken.media.ears.samples(), 1190, 1210) > 300
        assert agent.incoming.empty()
        await taken.hang_up()
        await call.hear("ack", within=10)
        await call.wait_over(10)


async def test_a_caller_who_comes_meanwhile(engines, phone):
    """Asterisk that connects to us lets the caller wait; the other gives the caller to the dialplan's fallback."""

    async def flow(call):
        await call.answer()
        await call.play([engines.engine.sound("ack")])

    await engines.begin(flow)
    await engines.die()
    calling = asyncio.create_task(phone.dial(engines.number))
    if "out-" not in engines.number:
        with pytest.raises(Exception, match="503"):
            await calling
        return
    await asyncio.sleep(0.3)
    await engines.begin(flow)
    call = await calling
    await call.hear("ack", within=10)
    await call.wait_over(10)


async def test_a_running_engine_hands_over(engines, phone):
    keys = []

    async def flow(call):
        if not call.is_up:
            await call.answer()
            await call.play([engines.engine.sound("enter")])
        keys.append(await call.read_key(60))
        await call.play([engines.engine.sound("ack")])

    first = await engines.begin(flow)

    async def hand_over():
        await engines.keep_and_let_go()

    first.adapter.on_succession(hand_over)
    call = await phone.dial(engines.number)
    await call.hear_out("enter")
    second = Engine(engines.asterisk, orphan_patience=0.3, **engines.settings)
    await second.adapter.succeed()
    assert list(engines.records.kept) == [first.calls[0].info.id]
    engines.engine = second
    second.adapter.find_again(engines.records)
    second.flow = engines.taking(flow)
    await second.start()
    with pytest.raises(AdapterError) as replaced:
        await first.listening
    assert replaced.value.code == "replaced"
    await until(lambda: second.calls, within=30)
    await call.press("7")
    await call.hear("ack", within=10)
    await call.wait_over(10)
    assert keys == ["7"]


async def test_nobody_is_there_to_hand_over(engines):
    await Engine(engines.asterisk, **engines.settings).adapter.succeed()
    await engines.begin(Engine.no_flow)


async def test_a_port_of_another_program_is_named(asterisk):
    taken = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with taken:
        place = f"127.0.0.1:{taken.sockets[0].getsockname()[1]}"
        engine = Engine(asterisk, **(outbound(asterisk) | {"listen": place}))
        with pytest.raises(AdapterError) as refused:
            await engine.adapter.succeed()
        assert refused.value.code == "listen_failed"
        with pytest.raises(AdapterError) as refused:
            await engine.start()
        assert place in refused.value.message.zh


@pytest.mark.parametrize(
    ("path", "shown", "status"),
    [
        ("/events", None, 401),
        ("/events", ("dialoom-out", "wrong"), 401),
        ("/events", ("someone", PASSWORD), 401),
        ("/events/unknown", ("dialoom-out", PASSWORD), 401),
        ("/events", ("dialoom-out", PASSWORD), 426),
        ("/elsewhere", ("dialoom-out", PASSWORD), 404),
    ],
)
async def test_the_door_opens_for_asterisk_alone(asterisk, path, shown, status):
    engine = Engine(asterisk, **outbound(asterisk))
    await engine.start()
    headers = {"Authorization": aiohttp.encode_basic_auth(*shown)} if shown else {}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"http://{asterisk.engine}{path}") as answer:
            assert answer.status == status
        async with session.post(
            f"http://{asterisk.engine}/handover", headers={"Authorization": "x\udcff"}
        ) as answer:
            assert answer.status == 401
    await engine.stop()


async def test_a_caller_of_whom_nothing_was_kept_begins_anew(engines, phone):
    async def flow(call):
        await call.answer()
        await call.play([engines.engine.sound("enter")])
        await call.read_key(60)

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await call.hear_out("enter")
    await engines.die()
    engines.records.kept.clear()
    await engines.begin(flow)
    assert (await call.hear("enter", within=30)).first == 0
    (found,) = engines.engine.calls
    assert (found.info.caller, found.info.called) == (phone.user, "8000")
    await call.hang_up()


async def test_an_engine_that_takes_no_more_gives_callers_to_the_dialplan(engines, phone):
    async def flow(call):
        await call.answer()
        await call.read_key(60)
        await call.play([engines.engine.sound("ack")])

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await until(lambda: engines.engine.calls)
    engines.engine.adapter.take_no_more()
    with pytest.raises(Exception, match="503"):
        await phone.dial(engines.number)
    await call.press("1")
    await call.hear("ack")
    await call.wait_over(10)


async def test_callers_wait_a_minute_for_an_engine_and_no_longer(asterisk, phone):
    engine = Engine(asterisk, **outbound(asterisk))
    target = f"out-8000@{asterisk.sip}"

    async def flow(call):
        await call.answer()
        await call.play([engine.sound("ack")])

    async def is_refused():
        with pytest.raises(CallFailed, match="503"):
            await phone.dial(target)

    engine.flow = flow
    await engine.start()
    there = asterisk.cli("dialplan show globals").partition("dialoom_out_PRESENT=")[2].split()[0]
    assert abs(int(there) - time.time()) < 30
    await (await phone.dial(target)).hear("ack", within=10)
    await engine.stop()
    asterisk.cli(f"dialplan set global dialoom_out_PRESENT {int(there) - 100}")
    await is_refused()
    engine = Engine(asterisk, **outbound(asterisk))
    engine.flow = flow
    await engine.start()
    await (await phone.dial(target)).hear("ack", within=10)
    engine.adapter.take_no_more()
    await until(lambda: "dialoom_out_PRESENT=0" in asterisk.cli("dialplan show globals"))
    await is_refused()
    await engine.stop()

"""Calls on a simulated voice board judged by a caller who hears, in real time and with the board's own thread."""

import asyncio

import pytest

from telephony_adapters.voicecard import VoiceCardAdapter, VoiceCardSettings
from telephony_adapters.voicecard.sim.card import SimCard
from tests.lab import sounds
from tests.lab.fixtures import Sound
from tests.lab.voicecard import BoardPhone

PATIENCE = 60.0


class Board:
    """An adapter on a simulated board; `phone` is at the other end of line 0."""

    def __init__(self, folder, phone, **changes):
        known = {"lines": [{"lines": "0-3", "number": "8000"}], "recordings": folder / "recordings"}
        changes["sim"] = changes.get("sim", {}) | {"rtp": {"0": f"127.0.0.1:{phone.port}"}}
        self.settings = VoiceCardSettings.model_validate(known | changes)
        self.card = SimCard(self.settings)
        self.adapter = VoiceCardAdapter(self.settings, self.card)
        self.folder = folder
        self.result = asyncio.get_running_loop().create_future()

    def sound(self, name):
        return Sound(name, sounds.PROMPTS[name][1] / 1000, str(self.folder / name))

    async def call(self, flow):
        """Let the phone call in; returns once the flow runs."""

        async def run(call):
            try:
                self.result.set_result(await flow(call))
            except BaseException as error:
                self.result.set_exception(error)
                self.result.exception()
                raise

        self.listening = asyncio.create_task(self.adapter.listen(run))
        await asyncio.wait_for(self.adapter.is_open.wait(), PATIENCE)
        network = self.card.network
        network.call_in(0, network.far_end(0), caller="13800000000", called="8000")

    async def stop(self):
        self.listening.cancel()
        await asyncio.gather(self.listening, return_exceptions=True)


@pytest.fixture
async def board(tmp_path, book):
    boards = []
    async with BoardPhone(book) as phone:

        def make(**changes):
            sounds.make_prompts(tmp_path)
            boards.append(Board(tmp_path, phone, **changes))
            return boards[-1], phone

        yield make
        for one in boards:
            await one.stop()


@pytest.mark.parametrize("kind", ["digital", "trunk"])
async def test_a_prompt_is_heard_whole_and_a_key_cuts_the_next(board, kind):
    made, phone = board(sim={"kind": kind}, rings=1)

    async def flow(call):
        await call.answer()
        await call.play([made.sound("enter"), made.sound("ack")])
        first = await call.play([made.sound("long")], cut_by="12")
        await call.play([made.sound("bye")])
        return first.cut_by, await call.read_key(0)

    await made.call(flow)
    enter = await phone.ears.hear_out("enter", PATIENCE)
    await phone.ears.hear("long", PATIENCE)
    await phone.press("2")
    await phone.ears.hear_out("bye", PATIENCE)
    assert await asyncio.wait_for(made.result, PATIENCE) == ("2", "2")
    assert phone.ears.prompts() == ["enter", "ack", "long", "bye"]
    assert enter.ms == 1500
    assert phone.ears.ms_of("ack") == 400
    assert phone.ears.ms_of("long") < 20_000
    assert phone.ears.ms_of("bye") == 600


async def test_what_a_caller_says_is_recorded_as_it_was_said(board):
    made, phone = board()

    async def flow(call):
        await call.answer()
        return await call.record("message", limit=30, silence=0, finish_keys="#", beep=True)

    await made.call(flow)
    await phone.ears.hear("?", PATIENCE, start=False)  # the beep
    await asyncio.sleep(0.4)
    await phone.say(sounds.tone([1230.0], 2000))
    await phone.press("#")
    recording = await asyncio.wait_for(made.result, PATIENCE)
    assert (recording.ended_by, recording.key) == ("key", "#")
    said = sounds.read_wav(recording.path)
    assert sounds.ms_of_tone(said, 1220, 1240) >= 1500
    assert 1.5 <= recording.seconds <= PATIENCE


async def test_a_caller_and_a_target_hear_each_other_and_ringback_before(board, book):
    async with BoardPhone(book) as agent:
        made, phone = board()
        made.settings.sim.rtp[3] = f"127.0.0.1:{agent.port}"  # calls out take the last line

        async def flow(call):
            await call.answer()
            dialled = await call.dial("1001", ring=PATIENCE)
            return await call.bridge(dialled.leg)

        await made.call(flow)
        await phone.ears.hear(None, PATIENCE, start=False)
        async with asyncio.timeout(PATIENCE):
            while made.card.lines[3].peers == set():
                await asyncio.sleep(0.01)
        await asyncio.gather(
            phone.say(sounds.prompt_samples("whisper")), agent.say(sounds.prompt_samples("enter"))
        )
        await agent.ears.hear("whisper", PATIENCE, start=False)
        await phone.ears.hear("enter", PATIENCE, start=False)
        made.card.network.leave(3)
        assert (await asyncio.wait_for(made.result, PATIENCE)).ended_by == "other"


async def test_a_real_busy_tone_on_the_line_ends_the_call(board):
    made, phone = board(sim={"kind": "trunk"}, rings=1)

    async def flow(call):
        await call.answer()
        await call.play([made.sound("short")])
        await call.read_key(PATIENCE)

    await made.call(flow)
    await phone.ears.hear("short", PATIENCE)
    tone = [*sounds.tone([450.0], 350), *[0] * 2800]
    speaking = asyncio.create_task(phone.say(tone * 12))
    with pytest.raises(BaseException, match="caller: normal"):
        await asyncio.wait_for(made.result, PATIENCE)
    speaking.cancel()

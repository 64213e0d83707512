"""What every telephone system's `Call` promises of targets and talks, tried on each of them."""

import asyncio
from typing import get_args

import pytest

from flowengine.call import AnsweredBy
from flowengine.more_verbs import CallOut
from tests.contract.stage import FOREVER, ending_of


@pytest.mark.parametrize(
    ("manner", "outcome"),
    [("busy", "busy"), ("rejects", "rejected"), ("absent", "failed"), ("rings", "no_answer")],
)
def test_a_target_that_does_not_answer_leaves_no_leg(world, manner, outcome):
    async def promise(stage):
        target = stage.target(manner)

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=2.0)
            return dialled, (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        dialled, played = await result
        assert (dialled.outcome, dialled.leg) == (outcome, None)
        assert played == pytest.approx(0.1)

    world.run(promise)


def test_the_target_leaves_a_talk_and_the_caller_goes_on(world):
    async def promise(stage):
        target = stage.target("answers", talk=0.5)

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            assert dialled.leg
            assert dialled.leg.info.direction == "out"
            talked = await call.bridge(dialled.leg)
            ending = await ending_of(dialled.leg.play([]))
            return dialled.outcome, talked, ending, (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        outcome, talked, ending, played = await result
        assert outcome == "answered"
        assert talked.ended_by == "other"
        assert talked.seconds > 0.2
        assert ending is not None
        assert played == pytest.approx(0.1)

    world.run(promise)


def test_the_caller_leaves_a_talk_and_the_target_is_let_go(world):
    async def promise(stage):
        target = stage.target("answers")
        talking = asyncio.Event()
        legs = []

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            legs.append(dialled.leg)
            talking.set()
            await call.bridge(dialled.leg)

        caller, result = await stage.place(flow)
        await talking.wait()
        await asyncio.sleep(0.3)
        await caller.hang_up()
        assert await ending_of(result) == ("caller", "normal")
        assert await ending_of(legs[0].answer()) is not None

    world.run(promise)


def test_an_end_from_outside_ends_a_talk_on_both_sides(world):
    async def promise(stage):
        target = stage.target("answers")
        legs = []

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            legs.append(dialled.leg)
            asyncio.get_running_loop().call_later(0.3, call.end, "limit", "too_long")
            await call.bridge(dialled.leg)

        caller, result = await stage.place(flow)
        assert await ending_of(result) == ("limit", "too_long")
        assert await ending_of(legs[0].answer()) is not None
        await caller.see_the_end()

    world.run(promise)


def test_a_caller_who_leaves_while_it_rings_stops_the_ringing(world):
    async def promise(stage):
        target = stage.target("rings")

        async def flow(call):
            await call.answer()
            await call.play([stage.sound(0.1)])
            await call.dial(target, ring=FOREVER)

        caller, result = await stage.place(flow)
        await caller.hear_something()
        await asyncio.sleep(0.5)
        await caller.hang_up()
        assert await ending_of(result) == ("caller", "normal")

    world.run(promise)


def test_a_leg_that_nobody_talks_to_ends_with_its_call(world):
    async def promise(stage):
        target = stage.target("answers")

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            return dialled.outcome

        caller, result = await stage.place(flow)
        assert await result == "answered"
        await caller.see_the_end()

    world.run(promise)


def test_a_talk_with_a_leg_that_is_gone_is_over_at_once(world):
    async def promise(stage):
        target = stage.target("answers")

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            dialled.leg.end("agent", "normal")
            return await call.bridge(dialled.leg), await call.read_key(0)

        _, result = await stage.place(flow)
        talked, key = await result
        assert talked.ended_by == "other"
        assert key is None

    world.run(promise)


def test_of_targets_rung_at_once_one_answers(world):
    async def promise(stage):
        targets = stage.target("busy"), stage.target("answers", talk=0.5)

        async def flow(call):
            await call.answer()
            dialled = await call.call_out(CallOut(targets, FOREVER))
            assert dialled.leg
            await call.bridge(dialled.leg)
            return dialled.outcome, dialled.leg.info.called, (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        assert await result == ("answered", targets[1], pytest.approx(0.1))

    world.run(promise)


def test_a_talk_can_be_recorded(world):
    async def promise(stage):
        target = stage.target("answers", talk=1.5)

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            tape = call.tape("talk")
            await call.bridge(dialled.leg)
            return await tape.stop(), (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        recording, played = await result
        assert (recording.name, recording.ended_by) == ("talk", "hangup")
        assert recording.seconds > 0.2
        assert played == pytest.approx(0.1)

    world.run(promise)


def test_a_key_leads_out_of_a_conference(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            outcome = await call.confer("monday", limit=2, leave_keys="#")
            return outcome, await call.read_key(0), (await call.play([stage.sound(0.1)])).seconds

        caller, result = await stage.place(flow)
        while not result.done():
            await caller.press("5#")
            await asyncio.wait({result}, timeout=1.0)
        outcome, _, played = await result
        assert outcome == "left"
        assert played == pytest.approx(0.1)

    world.run(promise)


# The rest


def test_a_transfer_ends_the_leg(world):
    async def promise(stage):
        target = stage.target("answers", talk=0.3)

        async def flow(call):
            await call.answer()
            await call.transfer(target)
            return await ending_of(call.read_key(1))

        caller, result = await stage.place(flow)
        assert await result == ("flow", "transferred")
        await caller.see_the_end()

    world.run(promise)


def test_after_a_hold_the_call_goes_on(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            for music in (None, stage.sound(0.1)):
                await call.hold(music)
                assert await call.read_key(0.4) is None
                await call.resume()
            return await call.play([stage.sound(1.5)])

        _, result = await stage.place(flow)
        assert (await result).seconds == pytest.approx(1.5)

    world.run(promise)


def test_keys_and_tags_can_be_sent(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            await call.send_keys("12#")
            await call.send_keys("")
            await call.tag("ticket", "A-17")
            return await call.read_key(0)

        _, result = await stage.place(flow)
        assert await result is None

    world.run(promise)


def test_who_called_whom_is_known(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            return call.info

        _, result = await stage.place(flow)
        info = await result
        assert (info.caller, info.called, info.direction) == ("13800000000", "8000", "in")
        assert info.id

    world.run(promise)


def test_who_has_answered_can_be_told(world):
    async def promise(stage):
        target = stage.target("answers", talk=6.0)

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            assert dialled.leg.info.answered_by == ""
            found = await dialled.leg.detect()
            talked = await call.bridge(dialled.leg)
            return found, dialled.leg.info.answered_by, talked.ended_by

        _, result = await stage.place(flow)
        found, remembered, ended_by = await result
        assert found in get_args(AnsweredBy)
        assert (remembered, ended_by) == (found, "other")

    world.run(promise)

"""Time that jumps."""

import asyncio
import time

import pytest

from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import Deadlock, VirtualClock, run_virtual


def test_days_take_no_time_and_end_to_the_second():
    async def work(loop):
        await asyncio.sleep(86_400 * 3)
        return loop.time()

    assert run_virtual(work) == 86_400 * 3


def test_timers_fire_in_order():
    fired = []

    async def work(loop):
        for seconds in (3, 1, 2):
            loop.call_later(seconds, fired.append, seconds)
        await asyncio.sleep(4)

    run_virtual(work)
    assert fired == [1, 2, 3]


def test_what_can_never_end_is_said():
    async def work(loop):
        await loop.create_future()

    with pytest.raises(Deadlock):
        run_virtual(work)


def test_tasks_left_behind_are_cancelled():
    left = []

    async def forget():
        try:
            await asyncio.sleep(1000)
        finally:
            left.append(True)

    async def work(_loop):
        task = asyncio.create_task(forget())
        await asyncio.sleep(1)
        return task

    assert run_virtual(work).cancelled()
    assert left == [True]


def test_the_clock_waits_for_threads():
    async def work(loop):
        late = loop.call_later(60, loop.stop)
        await loop.run_in_executor(None, time.sleep, 0.05)
        late.cancel()
        return loop.time()

    assert run_virtual(work) == 0


def test_a_thread_that_fails_does_not_stop_the_clock():
    async def work(loop):
        with pytest.raises(ZeroDivisionError):
            await loop.run_in_executor(None, divmod, 1, 0)
        await asyncio.sleep(5)
        return loop.time()

    assert run_virtual(work) == 5


def test_the_wall_clock_goes_along():
    async def work(loop):
        clock = VirtualClock(loop, SOME_DAY)
        await asyncio.sleep(90)
        return clock.now() - SOME_DAY

    assert run_virtual(work).total_seconds() == 90

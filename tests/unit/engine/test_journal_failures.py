"""Journals and rows that cannot be used: calls go on or hear the apology, and it is told once."""

import asyncio

import pytest

from flowengine.call import CallInfo
from flowengine.errors import IvrError
from flowengine.journal import MemoryJournal
from flowengine.words import Words
from telephony_adapters.simulator.lasting import LastingSimCall
from tests.unit.engine.kept_world import PIN, World, to_the_end, waits_for_pin

UNREADABLE = {
    "cut off": lambda row: row[: len(row) // 2],
    "another format": lambda row: row.replace(b'"format":1', b'"format":7'),
    "nothing": lambda row: b"",
    "another step": lambda row: row.replace(b'"main","pin"', b'"main","pun"'),
}
GONE = {
    "version": IvrError("no_version", Words("There is no version 3.", "没有版本 3。")),
    "crash": RuntimeError(f"the pin was {PIN}"),
}


@pytest.mark.parametrize("how", [*UNREADABLE, *GONE])
def test_a_call_that_cannot_go_on_hears_the_apology_and_the_others_go_on(how, caplog):
    world = World()

    async def two(engine, world):
        await waits_for_pin(engine, world)
        world.begin(engine, "c2")
        await asyncio.sleep(0.5)

    world.live(two)
    if how in UNREADABLE:
        world.journal.rows["c1"] = UNREADABLE[how](world.journal.rows["c1"])
    else:
        world.flows.gone = GONE[how]

    async def goes_on(engine, world):
        world.find(engine)
        world.find(engine, "c2")
        await to_the_end(engine, world)

    world.live(goes_on)
    last = world.heard["c1"][-1]
    assert (last.by, last.cause) == ("system", "error")
    assert world.told("error")[-1].code.startswith(("continuation", "no_version"))
    assert world.told("prompt_played")[-1].text.endswith(("Goodbye.", "再见。"))
    assert world.heard["c2"][-1].by == ("flow" if how in UNREADABLE else "system")
    assert world.journal.rows == {}
    assert PIN not in caplog.text
    assert PIN[:2] not in "".join(record.getMessage() for record in caplog.records)


class FullDisk(MemoryJournal):
    """Cannot be written while `is_full`."""

    is_full = True
    tries = 0

    def write(self, batch, ended=()):
        self.tries += 1
        if self.is_full:
            raise OSError(28, f"No space left for {PIN}")
        super().write(batch, ended)


def test_calls_go_on_where_the_journal_cannot_be_written_and_it_is_told_once(caplog):
    world = World()
    world.journal = FullDisk()

    async def goes_on(engine, world):
        await waits_for_pin(engine, world)
        call = world.begin(engine, "c2")
        await asyncio.sleep(4)
        call.hang_up()
        assert len(world.complaints) == 1
        assert world.complaints[0].zh
        assert world.journal.tries > 3
        assert not await engine.hand_over(
            lambda: pytest.fail("nothing may be let go that nobody will know of")
        )
        world.journal.is_full = False
        await asyncio.sleep(2)
        assert world.complaints[1:] == [None]
        assert set(world.journal.rows) == {"c1"}

    world.live(goes_on)
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1
    assert PIN not in caplog.text


def test_a_leg_that_keeps_what_is_no_json_does_not_keep_the_others_from_it(caplog):
    class Odd(LastingSimCall):
        __slots__ = ()

        def keep(self):
            return {"what": object()}

    world = World()

    async def both(engine, world):
        world.take(engine, Odd(CallInfo("odd", "139", "8000")))
        world.begin(engine)
        await asyncio.sleep(1)
        assert set(world.journal.rows) == {"c1"}

    world.live(both)
    assert "cannot be kept" in caplog.text


def test_a_journal_that_cannot_be_read_takes_calls_all_the_same(caplog):
    class Unreadable(MemoryJournal):
        def load(self):
            raise OSError("no such table")

    world = World()
    world.journal = Unreadable()
    world.live(waits_for_pin)
    assert world.names()[0] == "call_started"
    assert world.complaints[0].en
    assert world.complaints[1:] == [None]

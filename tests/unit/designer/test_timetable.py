"""Published schedules at work: across the minute a promotion starts, over midnight, and when a rebuild fails."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from designer.alarms import Alarms
from designer.published import FrozenVoices, PublishedFlows
from designer.schedules import PREFIX
from designer.store.versions import Content, Version
from designer.timetable import RETRY, PublishedTimetable
from flowengine.call import CallInfo
from flowengine.engine import Engine, Surroundings
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.script import Press, ScriptedCaller
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.api.made_schedules import CALENDAR, OFFICE, add_schedule
from tests.api.made_workspace import Hum, opened

NUMBER = "4008001234"
NINE = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
SALE = OFFICE.replace("flow: sale}", "flow: sale, at: [10:00-12:00]}")


def version(text=OFFICE, number=1, calendar=CALENDAR):
    content = Content(text, {"calendars": {"cn": {"text": calendar}}})
    return Version(f"{PREFIX}office", number, content.hash, "me", "m", NINE, True, content)


@pytest.fixture
def alarms():
    return Alarms()


@pytest.fixture
def table(alarms):
    return PublishedTimetable(alarms)


def take(table, *versions, at=NINE):
    table.refresh({one.flow: one for one in versions}, at)


def test_a_timeline_is_built_anew_every_night(table):
    take(table, version())
    line = table.live("office").line
    table.refresh(None, NINE + timedelta(hours=14))
    assert table.live("office").line is line
    table.refresh(None, NINE + timedelta(hours=15))  # midnight in Shanghai
    assert table.live("office").line is not line
    assert table.live("office").line.end - line.end == timedelta(days=1)


@pytest.mark.parametrize("broken", ["flows: [", OFFICE.replace("cn", "mars"), ""])
def test_a_failed_rebuild_keeps_the_last_good_one_and_sounds_an_alarm(table, alarms, broken):
    take(table, version())
    line = table.live("office").line
    take(table, version(broken, 2))
    assert table.live("office").line is line
    [alarm] = alarms.active()
    assert (alarm.subject, "2" in alarm.message.en) == ("schedules/office", True)
    table.refresh(None, NINE + RETRY / 2)
    take(table, version(number=3), at=NINE + RETRY)
    assert table.live("office").version == 3
    assert alarms.active() == []


def test_a_schedule_that_is_published_no_more_answers_no_more(table):
    take(table, version())
    take(table)
    assert table.at("office", NINE) is None


@pytest.fixture
def root(root):
    return add_schedule(root, schedule=SALE)


def follow(services, clock):
    """Return published flows that live by a clock of their own."""
    voices = FrozenVoices(services.workspace.state, services.versions, Hum())
    store = services.switchboard._store
    return PublishedFlows(
        services.workspace, services.versions, voices, store, services.alarms, now=clock.now
    )


def test_calls_across_the_start_of_a_promotion(root):
    """Every second a caller dials from 9:59:30 to 10:00:30; each call lasts several seconds."""
    with opened(root) as running:
        services = running.services
        for flow in ("service", "away", "sale"):
            services.publishing.publish(flow, revision=None, author="me", message="m")
        services.schedules.publish("office", revision=None, author="me", message="m")
        calls: dict[str, list] = {}

        def sink_for(info):
            return calls.setdefault(info.id, []).append

        async def day(loop):
            clock = VirtualClock(loop, datetime(2026, 11, 2, 1, 59, 30, tzinfo=UTC))
            published = follow(services, clock)
            published.refresh()
            around = Surroundings(published.timetable)
            engine = Engine(published, services.voices, clock, [sink_for, services.records.listen], around)
            tasks = []
            for second in range(60):
                call = SimCall(CallInfo(f"{second:02}", "138", NUMBER))
                ScriptedCaller((Press("0"),), hang_up_after=8).take(call)
                tasks.append(asyncio.create_task(engine.take(call)))
                await asyncio.sleep(1)
            await asyncio.gather(*tasks)

        run_virtual(day)
        services.records.flush()
        rules = [services.records.call(f"{second:02}")[0] for second in range(60)]
    assert [one.flow for one in rules] == ["service"] * 30 + ["sale"] * 30
    assert [one.rule for one in rules] == ["weekly"] * 30 + ["d11"] * 30
    assert {(one.schedule, one.state) for one in rules} == {("office", "open")}
    for second, events in calls.items():
        entered = {event.flow for event in events if event.name == "node_entered"}
        assert entered == {"service" if int(second) < 30 else "sale"}
        assert [event.name for event in events[:2]] == ["call_started", "schedule_answered"]

"""Emergencies from the command line and by telephone, and schedules published by commands."""

import json

import pytest

from designer.errors import Unfit
from flowengine.timetable import SwitchOrder
from tests.api.made_schedules import OFFICE, add_schedule
from tests.api.made_workspace import opened


@pytest.fixture
def root(root):
    return add_schedule(root)


def test_a_schedule_is_published_listed_and_rolled_back(run):
    refused = run("publish", "schedules/office", "-m", "first")
    assert (refused.exit_code, "flow_not_published" in refused.output) == (1, True)
    for flow in ("service", "away", "sale"):
        assert run("publish", flow, "-m", "first").exit_code == 0
    assert run("publish", "schedules/office", "-m", "first").output.startswith("schedules/office: version 1")
    [version] = json.loads(run("versions", "schedules/office", "--json").output)
    assert version["live"]
    assert run("rollback", "schedules/office", "1").exit_code == 0
    assert run("publish", "schedules/nobody", "-m", "x").exit_code == 2
    assert run("check").exit_code == 0


def test_check_says_where_a_schedule_is_wrong(run, root):
    (root / "schedules/office.yaml").write_text(OFFICE.replace("closed: away", "closed: awy"))
    told = run("check")
    assert told.exit_code == 1
    assert "schedules/office.yaml:6:32 flow_unknown" in told.output
    assert run("check", "schedules/office").exit_code == 1


def test_schedule_tells_what_answers_a_number(run):
    told = json.loads(run("schedule", "4008001234", "--at", "2026-11-02T10:00", "--json").output)
    assert (told["flow"], told["until"]) == ("sale", "2026-11-02T18:00:00+08:00")
    assert json.loads(run("schedule", "4008001235", "--json").output)["flow"] == "service"


def test_a_call_takes_the_flow_of_its_moment(run):
    def flow_at(moment):
        words = ("call", "4008001234", "--at", moment, "--hang-up-after", "1", "--json")
        events = [json.loads(line) for line in run(*words).output.splitlines()]
        assert events[1]["event"] == "schedule_answered"
        return events[0]["flow"]

    assert flow_at("2026-11-02 10:00") == "sale"
    assert flow_at("2026-11-16 10:00") == "service"
    assert flow_at("2026-10-01 10:00") == "away"


def test_an_emergency_is_switched_on_and_off(run):
    run("publish", "away", "-m", "first")
    assert run("emergency", "on", "nobody").exit_code == 2
    assert run("emergency", "on", "away", "--hotline", "10086").exit_code == 2
    assert run("emergency", "on", "away", "--minutes", "0").exit_code == 2
    assert run("emergency", "on", "away", "--hotline", "4008001234").exit_code == 0
    [active] = json.loads(run("emergency", "list", "--json").output)
    assert (active["flow"], active["hotlines"]) == ("away", ["4008001234"])
    assert run("emergency", "off", "--hotline", "4008001235").output == "0 ended\n"
    assert run("emergency", "off").output == "1 ended\n"
    assert run("emergency", "list").output == ""


def test_an_emergency_is_told_to_a_program(run):
    run("publish", "away", "-m", "first")
    made = json.loads(run("emergency", "on", "away", "--hotline", "4008001234", "--json").output)
    assert [made] == json.loads(run("emergency", "list", "--json").output)
    [ended] = json.loads(run("emergency", "off", "--json").output)
    assert (ended["id"], ended["flow"]) == (made["id"], "away")
    set_ = run("emergency", "pin", "service", "--none", "--json")
    assert json.loads(set_.output) == {"flow": "service", "pin": False}


def test_only_a_flow_with_a_pin_switches(run, root):
    run("publish", "away", "-m", "first")
    assert run("emergency", "pin", "service", input="12\n").exit_code == 2
    assert run("emergency", "pin", "nobody", input="246813\n").exit_code == 2
    assert run("emergency", "pin", "service", input="246813\n").exit_code == 0
    with opened(root) as running:
        turn, active = running.around.switch._turn, running.services.switchboard.active

        def order(by="service", pin="246813", **more):
            facts = {"action": "on", "hotlines": "all", "flow": "away", "minutes": 5, **more}
            return SwitchOrder(by=by, pin=pin, **facts)

        assert not turn(order(by="away"))
        assert not turn(order(pin=""))
        assert not turn(order(pin="246810"))
        with pytest.raises(Unfit):
            turn(order(flow="nobody"))
        assert turn(order())
        assert [one.by for one in active()] == ["flow service"]
        assert turn(order(action="off"))
        assert active() == []
        for _ in range(5):
            turn(order(pin="0"))
        assert not turn(order())  # has to wait now
    assert run("emergency", "pin", "service", "--none").exit_code == 0

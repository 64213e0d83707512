"""Alarms while calls follow the published schedules, and the doctor who tells them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from designer.opening import Choices, open_workspace
from designer.questions import doctor
from designer.schedule_alarms import long_emergencies, year_alarms
from designer.store.emergencies import Emergency
from tests.api.made_schedules import add_schedule
from tests.api.made_workspace import Hum
from tests.unit.designer.made_wiring import HummingWiring


@pytest.fixture
def root(root):
    return add_schedule(root)


def told(root):
    result = CliRunner().invoke(doctor, ["--json"], obj=HummingWiring(root))
    return result.exit_code, [one["name"] for one in json.loads(result.output)]


def publish_all(root):
    with open_workspace(Choices(root, speech=Hum())) as opened:
        for flow in ("service", "away", "sale"):
            opened.services.publishing.publish(flow, revision=None, author="wang", message="first")
        opened.services.schedules.publish("office", revision=None, author="wang", message="first")


def test_a_doctor_of_a_workspace_that_never_worked_says_nothing_of_callers(root):
    assert told(root) == (0, [])
    assert not (root / ".dialoom").exists()


def test_the_doctor_tells_what_is_wrong_for_callers(root):
    with open_workspace(Choices(root, speech=Hum())):
        pass
    assert told(root) == (1, ["hotline 4008001234", "hotline 4008001235"])
    publish_all(root)
    assert told(root) == (0, [])


def test_a_year_without_holidays_is_an_alarm_until_a_calendar_with_it_is_published(root):
    path = root / "calendars/cn.yaml"
    text = path.read_text()
    year = datetime.now(UTC).year
    path.write_text(text.replace(f'"{year}": {{status: official', f'"{year}": {{status: provisional'))
    with open_workspace(Choices(root, speech=Hum())) as opened:
        for flow in ("service", "away", "sale"):
            opened.services.publishing.publish(flow, revision=None, author="wang", message="first")
        plans = opened.services.schedules
        plans.publish("office", revision=None, author="wang", message="first", confirm_provisional=True)
        opened.published.refresh()
        assert [one.subject for one in opened.services.alarms.active()] == [f"year {year} office"]
        path.write_text(text)
        opened.published.refresh()
        assert opened.services.alarms.active()
        plans.publish("office", revision=None, author="wang", message="notice")
        opened.published.refresh()
        assert opened.services.alarms.active() == []


def test_an_emergency_that_holds_for_days_is_an_alarm():
    now = datetime(2026, 7, 20, tzinfo=UTC)
    short, long = (
        Emergency(n, "all", "e", now - timedelta(hours=h), now, "wang") for n, h in ((1, 24), (2, 25))
    )
    assert [subject for subject, _ in long_emergencies([short, long], now)] == ["emergency 2"]


def test_without_schedules_no_year_is_missed():
    assert list(year_alarms({}, datetime(2026, 12, 31, tzinfo=UTC))) == []

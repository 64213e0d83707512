"""The command calendar: what changes is shown first, and saved when that is asked for."""

import json

import pytest
from click.testing import CliRunner

from designer.calendar_command import calendar
from tests.api.made_schedules import add_schedule
from tests.unit.designer.made_wiring import HummingWiring

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日至3日放假。1月9日上班。"


@pytest.fixture
def root(root):
    return add_schedule(root)


@pytest.fixture
def run(root):
    def run(*arguments, **more):
        environment = {"LC_ALL": "en_GB.UTF-8", "USER": "wang"}
        result = CliRunner().invoke(calendar, arguments, obj=HummingWiring(root), env=environment, **more)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def test_a_country_is_shown_then_saved_and_kept(run, root):
    shown = run("country", "de", "DE", "--subdivision", "BY", "--years", "2026-2027")
    assert "2027-01-06 Wed\tordinary → Heilige Drei Könige" in shown.output
    assert not (root / "calendars/de.yaml").exists()
    saved = run("country", "de", "DE", "--subdivision", "BY", "--years", "2026-2027", "--save")
    assert (saved.exit_code, "calendars/de.yaml" in saved.output) == (0, True)
    again = run("country", "de", "DE", "--subdivision", "BY", "--years", "2027")
    assert "→" not in again.output
    listed = json.loads(run("list", "--json").output)
    assert {"id": "de", "years": {"2026": "official", "2027": "official"}} in listed


def test_a_notice_is_read_from_a_file_or_the_input(run, root, tmp_path):
    file = tmp_path / "notice.txt"
    file.write_text(NOTICE, encoding="utf-8")
    shown = run("notice", "cn", str(file))
    assert "2027-01-09 Sat\tordinary → make-up workday" in shown.output
    assert "01-09" not in (root / "calendars/cn.yaml").read_text()
    assert run("notice", "cn", "--save", input=NOTICE).exit_code == 0
    assert "work: [01-09]" in (root / "calendars/cn.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("country", "x", "CN"), 2),
        (("country", "x", "DE", "--years", "26"), 2),
        (("country", "x", "DE", "--years", "2026-"), 2),
        (("country", "../x", "DE", "--save"), 2),
        (("notice", "cn", "/no/such/file"), 2),
    ],
)
def test_what_cannot_be_done_is_one_line(run, arguments, status):
    result = run(*arguments)
    assert result.exit_code == status
    assert "Traceback" not in result.output


def test_a_text_without_holidays_is_refused(run):
    assert run("notice", "cn", input="hello").exit_code == 2


def test_every_country_is_listed(run):
    assert "\nDE\tde en_US" in run("countries").output
    assert any(one["code"] == "JP" for one in json.loads(run("countries", "--json").output))

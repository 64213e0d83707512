"""Topics, the monitor, wrong passwords and changes on disk, each on its own."""

from pathlib import Path

import pytest

from designer.errors import TooMany
from designer.live.hub import KEPT, Hub, Topic
from designer.opening import Choices, open_workspace, run_workspace
from designer.tries import MAX_TRIES, Tries
from designer.workspace import Watch, Workspace
from tests.api.made_schedules import add_schedule
from tests.api.made_workspace import SERVICE, Hum, make_workspace


@pytest.fixture
def topic():
    return Topic("t", lambda: "state")


def test_a_new_reader_gets_the_state(topic):
    frame = topic.after(None)
    assert frame.to_json() == {"topic": "t", "n": topic.last, "kind": "snapshot", "data": "state"}


def test_a_reader_who_knows_all_gets_nothing(topic):
    assert topic.after(topic.last) is None


def test_events_come_in_order_and_once(topic):
    start = topic.last
    for number in range(10):
        topic.publish(number)
    frame = topic.after(start + 4)
    assert (frame.kind, frame.data, frame.n) == ("events", [4, 5, 6, 7, 8, 9], start + 10)
    assert topic.after(frame.n) is None


def test_memory_is_bounded_and_the_slow_get_the_state(topic):
    start = topic.last
    for number in range(KEPT + 1):
        topic.publish(number)
    assert topic.after(start).kind == "snapshot"
    assert len(topic.after(start + 1).data) == KEPT


@pytest.mark.parametrize("number", [-1, 0, 10**18])
def test_a_number_from_another_time_gets_the_state(topic, number):
    topic.publish("x")
    assert topic.after(number).kind == "snapshot"


def test_a_hub_knows_its_topics_alone():
    hub = Hub({"a": list})
    hub.publish("a", 1)
    assert hub.topic("b") is None


def test_wrong_passwords_are_counted_by_address():
    tries = Tries()
    for _ in range(MAX_TRIES):
        tries.check("a")
        tries.failed("a")
    with pytest.raises(TooMany) as refused:
        tries.check("a")
    assert 0 < refused.value.seconds <= 61
    tries.check("b")


def test_the_right_password_forgets_the_wrong_ones():
    tries = Tries()
    for _ in range(MAX_TRIES - 1):
        tries.failed("a")
    tries.passed("a")
    tries.failed("a")
    tries.check("a")


def test_a_watch_names_what_came_changed_and_went(tmp_path):
    workspace = Workspace(make_workspace(tmp_path / "flows"))
    watch = Watch(workspace, lambda names: None)
    assert watch.look() == frozenset()
    (workspace.root / "new").mkdir()
    (workspace.root / "new" / "flow.yaml").write_text(SERVICE)
    (workspace.root / "hotlines.yaml").write_text("dialoom: 1\n")
    assert watch.look() == {"new/flow.yaml", "hotlines.yaml"}
    (workspace.root / "new" / "flow.yaml").unlink()
    assert watch.look() == {"new/flow.yaml"}


def test_a_project_is_read_once_until_a_file_changes(tmp_path):
    workspace = Workspace(make_workspace(tmp_path / "flows"))
    first = workspace.project()
    assert workspace.project() is first
    (workspace.root / "prompts" / "prompts.yaml").write_text(
        "dialoom: 1\nprompts: {other: {en: {text: x}}}\n"
    )
    assert workspace.project().prompts == {"other": frozenset({"en"})}
    assert workspace.project().flows["service"] is first.flows["service"]


def test_a_flow_that_is_too_large_is_a_problem_of_its_own(tmp_path):
    workspace = Workspace(make_workspace(tmp_path / "flows"))
    (workspace.root / "huge").mkdir()
    (workspace.root / "huge" / "flow.yaml").write_bytes(b"a: " + b"x" * 5_000_000)
    problems = workspace.project().check()
    assert [(one.file, one.code) for one in problems] == [("huge/flow.yaml", "yaml_too_large")]


def test_schedules_and_calendars_are_drafts_too(tmp_path):
    workspace = Workspace(make_workspace(tmp_path / "flows"))
    watch = Watch(workspace, lambda names: None)
    for folder in ("schedules", "calendars"):
        (workspace.root / folder).mkdir()
        (workspace.root / folder / "office.yaml").write_text("dialoom: 1\n")
        (workspace.root / folder / "notes.txt").write_text("no draft")
        (workspace.root / folder / "stolen.yaml").symlink_to("/etc/passwd")
    assert watch.look() == {"schedules/office.yaml", "calendars/office.yaml"}
    assert list(workspace.project().schedules) == list(workspace.project().calendars) == ["office"]


def test_the_offline_voice_is_ready_before_anybody_calls(tmp_path):
    with run_workspace(Choices(tmp_path)):
        assert any("espeak_worker" in command for command in commands_of_children())
    assert not any("espeak_worker" in command for command in commands_of_children())


def commands_of_children():
    children = [
        number for file in Path("/proc/self/task").glob("*/children") for number in file.read_text().split()
    ]
    return [Path(f"/proc/{number}/cmdline").read_text() for number in children]


def test_a_version_published_by_another_process_is_told(tmp_path):
    root = add_schedule(make_workspace(tmp_path / "flows"))
    with (
        open_workspace(Choices(root, speech=Hum())) as here,
        open_workspace(Choices(root, speech=Hum())) as there,
    ):
        here.published.refresh()
        flows, schedules = (here.services.hub.topic(name) for name in ("flows", "schedules"))
        assert flows
        assert schedules
        before = flows.last, schedules.last
        for flow in ("service", "away", "sale"):
            there.services.publishing.publish(flow, revision=None, author="wang", message="first")
        there.services.schedules.publish("office", revision=None, author="wang", message="first")
        here.published.refresh()
        frame = schedules.after(before[1])
        assert frame
        assert frame.data == [{"id": "office", "live": 1}]
        told = flows.after(before[0])
        assert told
        assert [one["id"] for one in told.data] == ["away", "sale", "service"]
        here.published.refresh()
        assert schedules.after(frame.n) is None

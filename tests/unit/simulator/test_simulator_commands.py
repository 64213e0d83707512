"""The commands `call` and `test` on good and on broken workspaces."""

import json

import click
import pytest
from click.testing import CliRunner

from flowengine.compiler import compile_with_subflows
from flowengine.errors import DefinitionError
from flowengine.model import build_flow
from flowengine.project import Project
from flowengine.yaml_text import read_yaml
from telephony_adapters.simulator.commands import COMMANDS
from telephony_adapters.simulator.golden_plan import read_moment
from tests.fakes import TextVoice

FLOW = """\
dialoom: 1
flow: hotline
title: {zh-CN: 热线, en: Hotline}
language: en
start: main-menu
nodes:
  main-menu:
    type: menu
    prompts: [main-menu]
    keys: {"1": Orders}
    exits: {"1": operator, no_input: bye, invalid: broken}
  operator:
    type: transfer
    target: "1001"
    exits: {busy: bye, no_answer: bye, failed: bye}
  broken:
    type: say
    kind: number
    value: nobody
    exits: {done: bye}
  bye:
    type: hang_up
"""
HOTLINES = "dialoom: 1\nhotlines:\n  '4008001234': {title: {en: Hotline}, flow: hotline}\n"
CALLS = """\
# What callers do.
- call: an order, and the operator is busy
  keys: "1"  # at once
  dial: busy
  hears: [main-menu]
  path: [main-menu:1, operator:busy, bye]
- call: nothing is chosen
  path: [main-menu:no_input, bye]
  ends: {by: flow, cause: normal}
  lasts_s: 21
"""


class Bench:
    """A workspace in a folder, read as often as it is asked for."""

    def __init__(self, folder):
        self.folder = folder

    def workspace(self):
        return self.folder

    def project(self):
        flows = {
            file.parent.name: read_yaml(file.read_bytes(), f"{file.parent.name}/flow.yaml")
            for file in self.folder.glob("*/flow.yaml")
        }
        prompts = {"main-menu": frozenset({"en"})}
        return Project(
            flows, prompts, read_yaml((self.folder / "hotlines.yaml").read_bytes(), "hotlines.yaml")
        )

    def reading_voice(self):
        return TextVoice()

    def compiled_draft(self, flow_id):
        project = self.project()
        errors = [one for one in project.check_flow(flow_id) if one.severity == "error"]
        if errors:
            raise DefinitionError(errors)
        return compile_with_subflows(
            flow_id, lambda name: build_flow(project.flows[name].document), self.reading_voice()
        )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "hotline" / "calls").mkdir(parents=True)
    (tmp_path / "hotline" / "flow.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "hotlines.yaml").write_text(HOTLINES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder):
    group = click.Group(commands={command.name: command for command in COMMANDS})

    def run(*words, language="en_GB.UTF-8"):
        result = CliRunner().invoke(
            group, words, obj=Bench(folder), env={"LANG": language, "LC_ALL": language}
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def test_a_call_to_a_number(run):
    result = run("call", "4008001234", "--from", "13900139000", "--keys", "1", "--dial", "answered:20")
    assert result.exit_code == 0
    assert "13900139000 calls 4008001234: flow hotline" in result.output
    assert "1001: answered, 20.0 s" in result.output


def test_a_call_in_chinese(run):
    result = run("call", "hotline", language="zh_CN.UTF-8")
    assert "通话结束：flow，normal" in result.output


def test_a_call_as_json_is_the_trace(run):
    result = run("call", "hotline", "--json", "--hang-up-after", "1.5")
    events = [json.loads(line) for line in result.output.splitlines()]
    assert [event["event"] for event in events] == [
        "call_started", "node_entered", "prompt_played", "call_ended",
    ]  # fmt: skip
    assert (events[2]["seconds"], events[2]["cut_by"]) == (1.5, "hangup")
    assert events[-1] == {
        "at": 1.5,
        "event": "call_ended",
        "node": "main-menu",
        "by": "caller",
        "cause": "normal",
    }


def test_a_call_that_an_error_ends(run):
    result = run("call", "hotline", "--keys", "9 9 9")
    assert result.exit_code == 1
    assert "ERROR nothing_to_say" in result.output


def test_a_call_at_a_time(run, folder):
    text = FLOW.replace("kind: number", "kind: date").replace("value: nobody", "value: now()")
    (folder / "hotline" / "flow.yaml").write_text(text, encoding="utf-8")
    result = run("call", "hotline", "--keys", "9 9 9", "--at", "2026-10-01 09:00")
    assert "“date 2026-10-01 09:00:06+08:00”" in result.output


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-01 09:00", "2026-10-01T09:00:00+08:00"),
        ("2026-10-01T09:00:30+02:00", "2026-10-01T09:00:30+02:00"),
        ("2026-10-01", "2026-10-01T00:00:00+08:00"),
    ],
)
def test_a_time_without_a_zone_is_one_at_home(text, moment):
    assert read_moment(text).isoformat() == moment


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["call", "nowhere"], "nowhere"),
        (["call", "hotline", "--keys", "1 x"], "x: "),
        (["call", "hotline", "--keys", "w"], "w: "),
        (["call", "hotline", "--at", "tomorrow"], "tomorrow"),
        (["call", "hotline", "--dial", "maybe"], "maybe"),
        (["call", "hotline", "--dial", "answered:long"], "long"),
        (["test", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_run_is_said_in_one_line(run, words, said):
    result = run(*words)
    assert result.exit_code == 2
    [line] = result.output.splitlines()
    assert said in line


def test_a_flow_with_problems_cannot_be_called(run, folder):
    (folder / "hotline" / "flow.yaml").write_text(FLOW.replace("exit", "exot"), encoding="utf-8")
    result = run("call", "hotline")
    assert result.exit_code == 1
    assert result.output.startswith("hotline/flow.yaml:")


def write_calls(folder, text):
    (folder / "hotline" / "calls" / "calls.yaml").write_text(text, encoding="utf-8")


def test_golden_calls_that_hold(run, folder):
    write_calls(folder, CALLS)
    result = run("test", "hotline")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "ok    hotline/calls/calls.yaml:2 an order, and the operator is busy",
        "ok    hotline/calls/calls.yaml:7 nothing is chosen",
        "2 calls, 0 failed",
    ]


def test_a_golden_call_that_does_not_hold_shows_what_differs(run, folder):
    write_calls(
        folder, CALLS.replace("operator:busy", "operator:failed").replace("lasts_s: 21", "lasts_s: 20")
    )
    result = run("test")
    assert result.exit_code == 1
    assert [line.strip() for line in result.output.splitlines()] == [
        "FAIL  hotline/calls/calls.yaml:2 an order, and the operator is busy",
        "path 2: expected operator:failed | got operator:busy",
        "FAIL  hotline/calls/calls.yaml:7 nothing is chosen",
        "lasts_s: expected 20 | got 21.0",
        "2 calls, 2 failed",
    ]


def test_golden_calls_as_json_are_one_call_a_line(run, folder):
    write_calls(folder, CALLS.replace("operator:busy", "operator:failed"))
    result = run("test", "--json")
    assert result.exit_code == 1
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {
            "file": "hotline/calls/calls.yaml",
            "line": 2,
            "call": "an order, and the operator is busy",
            "passed": False,
            "differences": ["path 2: expected operator:failed | got operator:busy"],
        },
        {
            "file": "hotline/calls/calls.yaml",
            "line": 7,
            "call": "nothing is chosen",
            "passed": True,
            "differences": [],
        },
    ]


def test_update_writes_what_happens_and_keeps_the_rest(run, folder):
    write_calls(
        folder, CALLS.replace("operator:busy", "operator:failed").replace("lasts_s: 21", "lasts_s: 20")
    )
    assert run("test", "--update").exit_code == 0
    text = (folder / "hotline" / "calls" / "calls.yaml").read_text(encoding="utf-8")
    assert "# What callers do." in text
    assert "# at once" in text
    assert "[main-menu:1, operator:busy, bye]" in text
    assert run("test").exit_code == 0
    assert "rewritten" not in run("test", "--update").output


def test_update_fills_in_a_call_without_expectations(run, folder):
    write_calls(folder, "- call: a choice\n  keys: 1\n  dial: busy\n")
    assert run("test").exit_code == 1
    assert run("test", "--update").exit_code == 0
    text = (folder / "hotline" / "calls" / "calls.yaml").read_text(encoding="utf-8")
    assert text == (
        "- call: a choice\n  keys: 1\n  dial: busy\n  hears: [main-menu]\n"
        "  path: [main-menu:1, operator:busy, bye]\n  ends: {by: flow, cause: normal}\n"
    )


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("- call: a\n  keys: 1 x\n  path: []\n", "2:", "x: "),
        ("- call: a\n  path: main-menu\n", "2:", "path"),
        ("- call: a\n  hear: []\n  path: []\n", "2:", "hear"),
        ("- path: []\n", "1:", "call"),
        ("- just a text\n", "1:", "call"),
        ("- call: a\n  at: noon\n  path: []\n", "2:", "noon"),
        ("- call: a\n  keys: {x: '1'}\n  path: []\n", "2:", "x"),
        ("- call: a\n  keys: {'1': w3 1}\n  path: []\n", "2:", "keys"),
        ("- call: a\n  dial: [busy, perhaps]\n  path: []\n", "2:", "perhaps"),
        ("- call: a\n  speaks: -1\n  path: []\n", "2:", "-1"),
        ("- call: a\n  call: b\n  path: []\n", "2:", ""),
        ("- call: a\n  path: [\n", "", ""),
        ("- &a {call: b}\n- *a\n", "", ""),
    ],
)
def test_a_faulty_file_is_told_with_its_place(run, folder, text, place, said):
    write_calls(folder, text)
    result = run("test")
    assert result.exit_code == 1
    first = result.output.splitlines()[0]
    assert first.startswith(f"hotline/calls/calls.yaml:{place}")
    assert said in first


def test_a_file_that_is_no_list(run, folder):
    write_calls(folder, "calls: none\n")
    assert run("test").exit_code in (1, 2)


def test_no_golden_calls_are_no_failure(run):
    assert run("test").output == "0 calls, 0 failed\n"

"""The designer's commands: clear words, right exit status, and no traceback whatever the workspace holds."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import click
import pytest
from click.testing import CliRunner
from test_published import CHILD, PARENT

from app import Wiring
from designer.commands import COMMANDS
from designer.opening import Choices
from tests.api.made_workspace import Hum

BROKEN = """\
dialoom: 1
flow: broken
title: {en: Broken}
language: en
start: nowhere
nodes:
  welcome:
    type: play
    prompts: [no-such-prompt]
    exits: {done: gone}
"""


class HummingWiring(Wiring):
    """The product's wiring with a voice that hums."""

    def __init__(self, root):
        super().__init__()
        self.folder = root

    def choices(self):
        return Choices(self.folder, speech=Hum())


@pytest.fixture
def run(root):
    group = click.Group(commands=list(COMMANDS))

    def run(*arguments, workspace=root, **more):
        more.setdefault("env", {"LC_ALL": "en_GB.UTF-8", "USER": "wang"})
        result = CliRunner().invoke(group, arguments, obj=HummingWiring(workspace), **more)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def add_broken(root):
    (root / "broken").mkdir()
    (root / "broken" / "flow.yaml").write_text(BROKEN)


def test_a_good_workspace_passes_the_check(run):
    result = run("check")
    assert (result.exit_code, result.output) == (0, "")


def test_every_problem_has_its_place_code_and_words(run, root):
    add_broken(root)
    result = run("check")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert len(lines) >= 3
    assert all(re.match(r"broken/flow\.yaml:\d+:\d+ [a-z_]+ \S", line) for line in lines)


def test_only_the_named_flows_are_checked(run, root):
    add_broken(root)
    assert run("check", "service").exit_code == 0
    assert run("check", "broken").exit_code == 1


def test_problems_can_be_read_by_programs(run, root):
    add_broken(root)
    result = run("check", "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)[0]["message"].keys() == {"en", "zh-CN"}
    assert json.loads(run("check", "service", "--json").output) == []


def test_problems_of_hotlines_and_prompts_are_found(run, root):
    (root / "hotlines.yaml").write_text('dialoom: 1\nhotlines: {"400": {flow: nobody}}\n')
    (root / "prompts" / "prompts.yaml").write_text("prompts: [\n")
    output = run("check").output
    assert "hotlines.yaml:2:" in output
    assert "prompts/prompts.yaml:" in output


@pytest.mark.parametrize("flow", ["nobody", "../service", "/etc/passwd", "", "a\x00"])
@pytest.mark.parametrize("command", [["check"], ["publish", "-m", "x"]])
def test_an_unknown_flow_is_named(run, command, flow):
    result = run(*command, flow)
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1


def test_hostile_files_are_problems_and_no_tracebacks(run, root):
    for number, data in enumerate(
        (
            b"\xff\xfe\x00",
            b"a: &a [*a]",
            b"[" * 10_000,
            b"- 1",
            b"\x00",
            b"nodes: 5",
            b"a: !!python/object:x {}",
        )
    ):
        (root / f"f{number}").mkdir()
        (root / f"f{number}" / "flow.yaml").write_bytes(data)
    result = run("check")
    assert result.exit_code == 1
    assert {line.partition("/")[0] for line in result.output.splitlines()} == {
        f"f{number}" for number in range(7)
    }


def test_a_missing_workspace_is_named_in_both_languages(run, root):
    for command in COMMANDS:
        arguments = {"publish": ["x", "-m", "x"], "versions": ["x"], "rollback": ["x", "1"]}.get(
            command.name, []
        )
        result = run(command.name, *arguments, workspace=root / "nobody")
        assert result.exit_code == 2
        assert "--workspace" in result.output
    assert "没有工作区" in run("check", workspace=root / "nobody", env={"LC_ALL": "zh_CN.UTF-8"}).output


def test_publishing_listing_and_rolling_back(run, root):
    assert "version 1 is live" in run("publish", "service", "-m", "first").output
    assert "nothing changed" in run("publish", "service", "-m", "again").output
    file = root / "service" / "flow.yaml"
    file.write_text(file.read_text().replace("客服热线", "第二版"))
    assert "version 2 is live" in run("publish", "service", "-m", "第二版").output
    assert run("rollback", "service", "1").exit_code == 0
    rows = json.loads(run("versions", "service", "--json").output)
    assert [(row["version"], row["live"], row["author"]) for row in rows] == [
        (2, False, "wang"),
        (1, True, "wang"),
    ]
    assert [line.split("\t")[0] for line in run("versions", "service").output.splitlines()] == ["2", "1"]


def test_publishing_and_rolling_back_for_a_program(run, root):
    [first] = json.loads(run("publish", "service", "-m", "first", "--json").output)
    assert (first["flow"], first["version"], first["new"], first["live"]) == ("service", 1, True, True)
    [again] = json.loads(run("publish", "service", "-m", "again", "--json").output)
    assert (again["version"], again["new"]) == (1, False)
    file = root / "service" / "flow.yaml"
    file.write_text(file.read_text().replace("客服热线", "第二版"))
    run("publish", "service", "-m", "second")
    back = json.loads(run("rollback", "service", "1", "--json").output)
    assert (back["flow"], back["version"], back["message"], back["live"]) == ("service", 1, "first", True)


def test_flows_that_are_called_are_offered_and_published_together(run, root):
    (root / "child").mkdir()
    (root / "child" / "flow.yaml").write_text(CHILD)
    (root / "service" / "flow.yaml").write_text(PARENT)
    refused = run("publish", "service", "-m", "x")
    assert refused.exit_code == 1
    assert "child" in refused.output
    assert "--together" in refused.output
    done = run("publish", "service", "-m", "x", "--together")
    assert done.exit_code == 0
    assert done.output.splitlines() == ["child: version 1 is live.", "service: version 1 is live."]


def test_a_flow_with_errors_is_not_published(run, root):
    add_broken(root)
    result = run("publish", "broken", "-m", "x")
    assert result.exit_code == 1
    assert "broken/flow.yaml:5:" in result.output
    assert run("versions", "broken").output == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["publish", "service"],
        ["rollback", "service", "0"],
        ["rollback", "service", "x"],
        ["rollback", "service", "9"],
        ["serve", "--port", "70000"],
        ["publish", "service", "-m", " "],
    ],
)
def test_what_cannot_be_done_has_status_two(run, arguments):
    assert run(*arguments).exit_code == 2


def test_a_password_is_asked_twice_and_kept(run, root):
    assert run("password", input="correct horse\ncorrect horse\n").exit_code == 0
    assert run("password", input="short\nshort\n").exit_code == 2
    answers = "first password\nother password\nnew password\nnew password\n"
    assert "do not match" in run("password", input=answers).output


def test_a_database_that_is_none_is_reported(run, root):
    (root / ".dialoom").mkdir()
    (root / ".dialoom" / "dialoom.db").write_bytes(b"no database at all" * 100)
    result = run("versions", "service")
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1


def test_a_port_that_is_taken_is_named_with_another(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 2
    assert f"Port {port} is taken" in result.output
    assert f"--port {port + 1}" in result.output


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.invalid"])
def test_without_a_password_only_this_machine_is_served(run, host):
    result = run("serve", "--host", host, "--port", "0")
    assert result.exit_code == 2
    assert "dialoom password" in result.output


def test_a_weak_password_of_the_environment_is_refused(run):
    result = run("serve", "--host", "0.0.0.0", env={"DIALOOM_ADMIN_PASSWORD": "x", "LC_ALL": "en"})
    assert result.exit_code == 2
    assert "8 to 200" in result.output


def test_serving_prints_the_address_and_ends_by_interrupt(root):
    program = "import sys; from app import main; sys.argv[0] = 'dialoom'; main()"
    command = [sys.executable, "-c", program, "serve", "--workspace", str(root), "--port", "0"]
    env = {**os.environ, "LC_ALL": "en_GB.UTF-8", "DIALOOM_ADMIN_PASSWORD": "correct horse"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as process:
        try:
            url = process.stdout.readline().split()[-1]
            with urllib.request.urlopen(f"{url}/api/session") as answer:
                assert json.load(answer)["login_required"] is True
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "Traceback" not in output + errors

"""Whatever goes wrong on the command line is one line that says what to do, with exit status 2."""

import os
import subprocess
import sys

import click
import pytest

from app import cli
from designer.command_line import exit_status
from tests.api.made_workspace import make_workspace


@pytest.fixture
def root(tmp_path):
    return make_workspace(tmp_path / "the flows 流程")


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nonsense"], "No such command 'nonsense'. See: dialoom --help"),
        (["check", "--nope"], "No such option: --nope. See: dialoom check --help"),
        (["call"], "Missing argument 'NUMBER|FLOW'. See: dialoom call --help"),
        (["call", "hotline", "--hang-up-after", "nan"], "no number of seconds"),
        (["call", "hotline", "--hang-up-after", "-1"], "See: dialoom call --help"),
        (["feel", "a", "--context", "{"], "--context is no JSON"),
        (["voice", "say", "nothing", "1"], "See: dialoom voice say --help"),
    ],
)
def test_wrong_usage_is_one_line(capsys, arguments, told):
    assert exit_status(cli, arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert told in lines[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["call", "hotline"],
        ["test"],
        ["schedule", "4008001234"],
        ["versions", "hotline"],
        ["publish", "hotline", "-m", "first"],
        ["rollback", "hotline", "1"],
        ["emergency", "list"],
    ],
)
@pytest.mark.parametrize("kind", ["missing", "file"])
def test_without_a_workspace_folder_a_command_says_so(capsys, tmp_path, arguments, kind):
    place = tmp_path / "flows"
    if kind == "file":
        place.write_text("no folder")
    assert exit_status(cli, [*arguments, "--workspace", str(place)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert str(place) in lines[0]


def test_the_workspace_may_be_named_before_or_after_the_command(capsys, root):
    assert exit_status(cli, ["--workspace", str(root), "check"]) == 0
    assert exit_status(cli, ["check", "--workspace", str(root)]) == 0
    assert capsys.readouterr().err == ""


PROGRAM = "from app import main; main()"


def test_a_terminal_without_chinese_gets_question_marks(root):
    command = [sys.executable, "-c", PROGRAM, "call", "service", "--workspace", str(root)]
    env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, capture_output=True, env=env, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"??" in done.stdout


def test_nobody_reading_on_is_no_trouble(root):
    (root / "service" / "flow.yaml").write_text("nonsense")
    command = [sys.executable, "-c", PROGRAM, "check", "--workspace", str(root)]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.stderr == b""


@pytest.mark.parametrize("number", ["2147483648", "9" * 30])
def test_a_version_beyond_every_database_is_none(capsys, root, number):
    assert exit_status(cli, ["rollback", "service", number, "--workspace", str(root)]) == 2
    assert "has no version" in capsys.readouterr().err


def test_a_defect_is_one_line_without_what_it_was_about(capsys):
    @click.group()
    def broken():
        """Nothing works."""

    @broken.command()
    def fail():
        """Fail."""
        raise KeyError("13800000000")

    assert exit_status(broken, ["fail"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "KeyError at test_command_line.py" in line
    assert "13800000000" not in line

"""A database server that is away, on the command line: one line that says so, and never the password."""

import shutil
from pathlib import Path

import pytest

from app import cli
from designer.command_line import exit_status

FLOWS = Path(__file__).parents[3] / "flows"
AWAY = "postgresql://me:hidden@127.0.0.1:1/dialoom"


@pytest.fixture
def workspace(tmp_path):
    shutil.copytree(FLOWS, tmp_path / "flows", ignore=shutil.ignore_patterns(".dialoom"))
    (tmp_path / "telephone.yaml").write_text("url: http://127.0.0.1:1\npassword: x\n")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["doctor"], 1, "calls in progress"),
        (["versions", "service-hotline"], 2, "Connection refused"),
        (["engine", "--settings", "telephone.yaml"], 2, "Connection refused"),
    ],
)
def test_it_is_told_in_one_line_without_the_password(workspace, words, status, said, monkeypatch, capsys):
    monkeypatch.setenv("DIALOOM_DATABASE", AWAY)
    monkeypatch.setenv("LC_ALL", "en")
    monkeypatch.chdir(workspace)
    assert exit_status(cli, [*words, "--workspace", "flows"]) == status
    printed = "".join(capsys.readouterr())
    assert len([line for line in printed.splitlines() if said in line]) == 1
    assert "defect" not in printed
    assert "hidden" not in printed


@pytest.mark.parametrize(
    ("variable", "given", "said"),
    [
        ("DIALOOM_DATABASE", "mysql://me:hidden@host/x", "postgresql://USER"),
        ("DIALOOM_REDIS", "me:hidden@host", "redis://USER"),
    ],
)
def test_an_address_of_another_kind_is_refused_without_showing_it(
    workspace, variable, given, said, monkeypatch, capsys
):
    monkeypatch.setenv(variable, given)
    monkeypatch.setenv("LC_ALL", "en")
    monkeypatch.chdir(workspace)
    assert exit_status(cli, ["versions", "service-hotline", "--workspace", "flows"]) == 2
    printed = "".join(capsys.readouterr())
    assert said in printed
    assert "hidden" not in printed

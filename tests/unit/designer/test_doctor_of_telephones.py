"""The doctor looks at the telephone systems of the settings, and tells what running engines say of theirs."""

import json
import re
import socket
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from app import cli
from designer.store.database import Database
from designer.store.live_calls import GONE_AFTER, LiveCalls, Process
from flowengine.telephone_systems import TelephoneSystem, examine
from flowengine.words import Words


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "flows").mkdir()
    return tmp_path


def ask(folder, settings=None, **more):
    words = ["doctor", "--json", "--workspace", str(folder / "flows")]
    if settings is not None:
        (folder / "telephone.yaml").write_text(settings)
        words += ["--settings", str(folder / "telephone.yaml")]
    result = CliRunner().invoke(cli, words, **more)
    return {one["name"]: one for one in json.loads(result.stdout)}, result


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_fastagi_port_that_is_free_wants_an_engine(folder):
    found, result = ask(folder, f"adapter: fastagi\nport: {free_port()}\nrecordings: {folder}\n")
    assert result.exit_code == 1
    assert not found["FastAGI port"]["ok"]
    assert "dialoom engine" in found["FastAGI port"]["message"]["en"]
    assert "端口空闲" in found["FastAGI port"]["message"]["zh-CN"]
    assert found["recordings"]["ok"]


def test_a_fastagi_port_that_is_served_is_well(folder, port):
    found, _ = ask(folder, f"adapter: fastagi\nport: {port}\nrecordings: {folder / 'nowhere'}\n")
    assert found["FastAGI port"]["ok"]
    assert "nowhere" in found["recordings"]["message"]["zh-CN"]


def test_an_address_of_another_machine_cannot_be_listened_on(folder):
    found, _ = ask(folder, "adapter: fastagi\nhost: 192.0.2.1\nport: 1\nrecordings: ''\n")
    assert "Cannot listen on 192.0.2.1:1" in found["FastAGI port"]["message"]["en"]
    assert "recordings" not in found


def test_each_asterisk_that_cannot_be_reached_is_named(folder):
    servers = "".join(f"  - {{name: {name}, url: 'http://127.0.0.1:1'}}\n" for name in ("east", "west"))
    found, result = ask(folder, f"password: x\nrecordings: {folder}\nservers:\n{servers}")
    assert result.exit_code == 1
    for name in ("east", "west"):
        message = found[f"Asterisk {name}"]["message"]
        assert "http://127.0.0.1:1" in message["en"]
        assert "ari.conf" in message["zh-CN"]
        assert found[f"recordings {name}"]["ok"]


def test_a_password_that_is_missing_is_told_with_its_place(folder):
    found, _ = ask(folder, "password_env: NO_SUCH_VARIABLE\n")
    assert "NO_SUCH_VARIABLE" in found["Asterisk"]["message"]["en"]


def test_settings_that_cannot_be_used_are_one_line(folder):
    (folder / "telephone.yaml").write_text("adapter: pigeon\n")
    words = ["doctor", "--workspace", str(folder / "flows"), "--settings", str(folder / "telephone.yaml")]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code != 0
    assert "pigeon" in str(result.exception)


BOARD = "adapter: voicecard\nlines: [{lines: 0-1}]\n"


def engine(folder, kind, *, age=0, **system):
    """Let a running engine have told of itself."""
    database = Database.in_folder(folder / "flows/.dialoom")
    now = datetime.now(UTC)
    told = TelephoneSystem(**{"name": "", "kind": kind, "place": "x", "is_up": True, "in_use": 1, **system})
    systems = ({**told.to_json(), "since": now.isoformat()},)
    LiveCalls(database).see(Process("e", "pbx 42", kind, (), now, now - age * GONE_AFTER, systems))
    database.close()


def test_a_board_is_tried_unless_an_engine_serves_it(folder):
    assert ask(folder, BOARD)[0]["board"]["ok"]
    engine(folder, "voicecard", lines=2)
    found, _ = ask(folder, BOARD)
    assert "board" not in found
    assert "1/2" in found["engine pbx 42 voicecard"]["message"]["en"]


def test_the_trouble_of_a_running_engine_is_told_without_settings_too(folder):
    engine(folder, "asterisk", name="east", is_up=False, trouble=Words("It is away.", "失去连接。"))
    found, result = ask(folder)
    assert result.exit_code == 1
    told = found["engine pbx 42 asterisk east"]
    assert (told["ok"], told["message"]) == (False, {"en": "It is away.", "zh-CN": "失去连接。"})


def test_an_engine_that_is_gone_tells_nothing(folder):
    engine(folder, "asterisk", age=2)
    assert not [name for name in ask(folder)[0] if name.startswith("engine")]


def test_the_doctor_speaks_the_language_of_the_terminal(folder):
    engine(folder, "asterisk", trouble=Words("It is away.", "失去连接。"))
    words = ["doctor", "--workspace", str(folder / "flows")]
    told = CliRunner().invoke(cli, words, env={"LC_ALL": "zh_CN.UTF-8"}).output
    assert re.search("需处理 engine pbx 42 asterisk: 失去连接。", told)


async def test_an_adapter_that_knows_its_health_alone_is_asked_for_that():
    class Plain:
        async def health(self):
            return {"line": "ok", "clock": "no clock"}

    found = await examine(Plain())
    assert [(one.name, one.is_well, one.message.en) for one in found] == [
        ("line", True, "ok"),
        ("clock", False, "no clock"),
    ]

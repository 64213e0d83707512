"""Settings of an Asterisk, and the configuration made for its users."""

import pytest
from click.testing import CliRunner

from flowengine.errors import AdapterError
from telephony_adapters.asterisk import load_servers
from telephony_adapters.asterisk.commands import asterisk_config
from telephony_adapters.asterisk.dialling import TARGET, outcome_of


def load_settings(path):
    (settings,) = load_servers(path)
    return settings


def written(tmp_path, text):
    path = tmp_path / "asterisk.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_are_read_as_text(tmp_path, monkeypatch):
    settings = load_settings(written(tmp_path, "password: 0123\nheartbeat: 2.5\nrecordings: sub/rec\n"))
    assert settings.secret() == "0123"
    assert settings.heartbeat == 2.5
    assert settings.recordings == tmp_path / "sub/rec"
    assert "0123" not in repr(settings)
    assert "0123" not in settings.model_dump_json()


def test_several_servers_share_what_they_do_not_say_themselves(tmp_path):
    text = """
mode: outbound
listen: "[::1]:9000"
password: shared
servers:
  - {name: east, url: http://10.0.0.1:8088}
  - {name: west, url: http://10.0.0.2:8088, recordings: west}
"""
    east, west = load_servers(written(tmp_path, text))
    assert (east.name, east.url, west.name, west.url) == (
        "east", "http://10.0.0.1:8088", "west", "http://10.0.0.2:8088",
    )  # fmt: skip
    assert east.door == west.door == ("::1", 9000)
    assert east.secret() == west.secret() == "shared"
    assert west.recordings == tmp_path / "west"


def test_the_password_may_stand_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_ARI_PASSWORD", "from-env")
    assert load_settings(written(tmp_path, "password_env: LAB_ARI_PASSWORD")).secret() == "from-env"
    (tmp_path / "secret").write_text("from-file\n")
    assert load_settings(written(tmp_path, "password_file: secret")).secret() == "from-file"


@pytest.mark.parametrize("where", ["password_env: NOT_SET_ANYWHERE", "password_file: none"])
def test_a_password_that_is_not_there_is_named_by_its_place(tmp_path, where):
    settings = load_settings(written(tmp_path, where))
    with pytest.raises(AdapterError) as error:
        settings.secret()
    assert error.value.code == "password_missing"
    assert where.partition(": ")[2] in error.value.message.en
    assert where.partition(": ")[2] in error.value.message.zh


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "settings"),
        ("[1]", "settings"),
        ("a: [", "no YAML"),
        ("user: x", "exactly one of password"),
        ("password: x\npassword_env: y", "exactly one of password"),
        ("password: x\ncolour: red", "colour"),
        ("password: x\nurl: http://user:pw@host", "url"),
        ("password: x\nurl: file:///etc/passwd", "url"),
        ("password: x\napp: 'a b'", "app"),
        ("password: x\ndial: 'PJSIP'", "dial"),
        ("password: x\ndial: '{target}/{target}'", "dial"),
        ("password: x\ndial: 'PJSIP/{target}{app.secret}'", "dial"),
        ("password: x\nrecording_format: mp3", "recording_format"),
        ("password: x\nconnections: 0", "connections"),
        ("password: x\nmode: both", "mode"),
        ("password: x\nlisten: somewhere", "listen"),
        ("password: x\nlisten: 127.0.0.1:70000", "listen"),
        ("password: x\nservers: east", "servers"),
        ("password: x\nservers: []", "servers"),
        ("password: x\nservers: [{url: http://a}, {url: http://b}]", "name"),
        ("password: x\nservers: [{name: a}, {name: a}]", "name"),
        (
            "password: x\nmode: outbound\nservers: [{name: a, listen: 'a:1'}, {name: b, listen: 'a:2'}]",
            "listen",
        ),
        ("password: x\nservers: [{name: a, colour: red}]", "colour"),
    ],
)
def test_wrong_settings_are_told(tmp_path, text, told):
    with pytest.raises(AdapterError) as error:
        load_settings(written(tmp_path, text))
    assert error.value.code == "settings_invalid"
    assert told in error.value.message.en


def test_no_settings_file(tmp_path):
    with pytest.raises(AdapterError) as error:
        load_settings(tmp_path / "none.yaml")
    assert "none.yaml" in error.value.message.zh


def test_a_wrong_password_setting_is_not_quoted(tmp_path):
    with pytest.raises(AdapterError) as error:
        load_settings(written(tmp_path, "password: {deep: hunter2}"))
    assert "hunter2" not in str(error.value)


def test_the_command_writes_what_both_sides_need(tmp_path):
    out = tmp_path / "made"
    done = CliRunner().invoke(asterisk_config, ["--out", str(out), "--url", "http://127.0.0.1:8099"])
    assert done.exit_code == 0, done.output
    settings = load_settings(out / "asterisk.yaml")
    password = settings.secret()
    assert len(password) >= 24
    assert password not in done.output
    assert f"password = {password}" in (out / "ari.conf").read_text()
    assert "bindport = 8099" in (out / "http.conf").read_text()
    assert "Stasis(dialoom,${EXTEN})" in (out / "extensions.conf").read_text()
    assert "Dial(PJSIP/${EXTEN},60)" in (out / "extensions.conf").read_text()
    assert {path.stat().st_mode & 0o077 for path in out.iterdir()} == {0}


def test_the_command_writes_who_connects_to_whom(tmp_path):
    out = tmp_path / "made"
    options = ["--listen", "10.0.0.5:9090", "--name", "east", "--app", "ivr"]
    done = CliRunner().invoke(asterisk_config, ["--out", str(out), *options])
    assert done.exit_code == 0, done.output
    settings = load_settings(out / "asterisk.yaml")
    assert (settings.mode, settings.listen, settings.name) == ("outbound", "10.0.0.5:9090", "east")
    assert "uri = ws://10.0.0.5:9090/events/east" in (out / "websocket_client.conf").read_text()
    assert "apps = ivr" in (out / "ari.conf").read_text()
    assert f"[{settings.transfer_context}]" in (out / "extensions.conf").read_text()
    assert f"[{settings.fallback_context}]" in (out / "extensions.conf").read_text()
    other = tmp_path / "other"
    done = CliRunner().invoke(asterisk_config, ["--out", str(other), "--mode", "inbound"])
    assert done.exit_code == 0, done.output
    assert load_settings(other / "asterisk.yaml").mode == "inbound"
    assert not (other / "websocket_client.conf").exists()
    assert "outbound" not in (other / "ari.conf").read_text()


def test_the_command_overwrites_nothing(tmp_path):
    (tmp_path / "ari.conf").write_text("mine")
    done = CliRunner().invoke(asterisk_config, ["--out", str(tmp_path)])
    assert done.exit_code == 2
    assert "ari.conf" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["ari.conf"]
    assert (tmp_path / "ari.conf").read_text() == "mine"


@pytest.mark.parametrize(
    "option",
    [["--app", "a b"], ["--url", "ftp://x"], ["--dial", "PJSIP"], ["--listen", "9"], ["--name", "/"]],
)
def test_the_command_refuses_what_cannot_work(tmp_path, option):
    done = CliRunner().invoke(asterisk_config, ["--out", str(tmp_path / "x"), *option])
    assert done.exit_code == 2
    assert option[0] in done.output
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("target", ["1001", "+8613800000000", "*98", "sales.desk", "a_b"])
def test_targets_that_can_be_dialled(target):
    assert TARGET.fullmatch(target)


@pytest.mark.parametrize(
    ("cause", "sip", "outcome"),
    [
        (17, 486, "busy"),
        (17, 600, "busy"),
        (19, 480, "no_answer"),
        (21, 603, "rejected"),
        (21, 403, "rejected"),
        (1, 404, "failed"),
        (3, 404, "failed"),
        (20, 480, "no_answer"),
        (38, 500, "failed"),
        (0, 0, "failed"),
    ],
)
def test_what_became_of_a_call_out(cause, sip, outcome):
    assert outcome_of(cause, sip) == outcome

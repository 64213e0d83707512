"""Settings files that people get wrong: one line, in both languages, that names the place and no value."""

import pytest
from click.testing import CliRunner

from flowengine.errors import AdapterError
from telephony_adapters.asterisk.commands import asterisk_config
from telephony_adapters.hosting import open_adapter

CASES = [
    ("passwrd: hunter2", "passwrd: there is no such setting. Did you mean “password”?"),
    ("password: x\ncolour: hunter2", "colour: there is no such setting"),
    ("password: [hunter2]", "password: is to be a text"),
    ("password: x\ndrain_limit: hunter2", "drain_limit: is to be a number"),
    ("password: x\ndrain_limit: -1", "drain_limit: is to be 0"),
    ("password: x\nrequest_limit: inf", "request_limit: is to be a number"),
    ("password: x\nheaders: hunter2", "headers: is to be a list"),
    ("password: x\nmode: hunter2", "mode: is to be 'inbound' or 'outbound'"),
    ("password: x\nurl: http://me:hunter2@h", "url: is to be an address"),
    ("password: x\nuser: 'a:hunter2'", "user: is to be of the form"),
    ("password: x\napp: general", "app: is a name of Asterisk's own"),
    ("a: 1\nb: {\n", "line 3 is no YAML"),
    ("password: x\n? [hunter2]\n: 1", "line 2 is no YAML"),
    ("? {}\n: 1", "line 1 is no YAML"),
    ("password: " + "[" * 3000 + "]" * 3000, "it is no YAML text"),
    ("adapter: fastagi\npeers: [hunter2]", "peers: are to be addresses or networks"),
    ("adapter: fastagi\nport: many", "port: is to be a whole number"),
    ("adapter: fastagi\nhost: ''", "host: is empty"),
    ("adapter: voicecard", "lines: is missing"),
    ("adapter: voicecard\nlines: [{lines: 0}]\nsim: {rtp: {0: 'h:99999'}}", "sim.rtp.0: is to be a host and a port"),
    ("adapter: voicecard\nlines: [{lines: 0}]\nsim: hunter2", "sim: is to be a list of settings"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), CASES)
def test_a_wrong_settings_file_is_one_line_in_both_languages(tmp_path, text, told):
    path = tmp_path / "settings.yaml"
    path.write_text(text)
    with pytest.raises(AdapterError) as error:
        open_adapter(path)
    message = error.value.message
    assert (error.value.code, told in message.en) == ("settings_invalid", True), message
    for words in (message.en, message.zh):
        assert "settings.yaml" in words
        assert "hunter2" not in words
        assert "\n" not in words
    assert message.en != message.zh


def test_a_file_that_is_a_folder_or_in_no_encoding(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path, broken):
        with pytest.raises(AdapterError, match="cannot be used"):
            open_adapter(path)


@pytest.mark.parametrize(
    "option",
    [
        ["--user", "a\nb"],
        ["--user", "x]"],
        ["--app", "general"],
        ["--app", "Globals"],
        ["--dial", "PJSIP/{target}\nexten => x"],
        ["--dial", "PJSIP/{target},60,g"],
        ["--dial", "PJSIP/{target})x"],
        ["--listen", "a;b:80"],
        ["--url", "http://a;b:80"],
        ["--url", "https://pbx.example:8089"],
    ],
)
def test_nothing_gets_into_the_configuration_of_asterisk_that_is_no_value(tmp_path, option):
    done = CliRunner().invoke(asterisk_config, ["--out", str(tmp_path / "x"), *option])
    assert done.exit_code == 2, done.output
    assert option[0] in done.output
    assert not (tmp_path / "x").exists()


def test_the_port_of_an_address_without_one_is_that_of_the_web(tmp_path):
    done = CliRunner().invoke(asterisk_config, ["--out", str(tmp_path / "x"), "--url", "http://10.0.0.1"])
    assert done.exit_code == 0, done.output
    assert "bindport = 80\n" in (tmp_path / "x/http.conf").read_text()


def test_addresses_and_channels_stand_in_the_dialplan_as_asterisk_reads_them(tmp_path):
    options = ["--fastagi", "[::1]:4573", "--dial", "PJSIP/trunk/sip:{target}@host;transport=tcp"]
    done = CliRunner().invoke(asterisk_config, ["--out", str(tmp_path / "x"), *options])
    assert done.exit_code == 0, done.output
    text = (tmp_path / "x/extensions.conf").read_text()
    assert "AGI(agi://[::1]:4573/,${EXTEN})" in text
    assert "Dial(PJSIP/trunk/sip:${EXTEN}@host\\;transport=tcp,60)" in text

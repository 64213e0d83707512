"""Settings of the FastAGI server, the dialplan made for its users, and the choice of the adapter."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from flowengine.call import Feature
from flowengine.errors import AdapterError
from telephony_adapters.asterisk import AsteriskAdapter
from telephony_adapters.asterisk.commands import asterisk_config
from telephony_adapters.fastagi import FastAgiAdapter, FastAgiSettings, load_settings
from telephony_adapters.fastagi.config import dialplan
from telephony_adapters.hosting import features_of, open_adapter
from tests.contract.fastagi_stage import LEFT_OUT


def written(tmp_path, text):
    path = tmp_path / "fastagi.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_are_read_as_text(tmp_path):
    settings = load_settings(written(tmp_path, "adapter: fastagi\nport: 4600\nrecordings: sub/rec\n"))
    assert (settings.port, settings.host) == (4600, "127.0.0.1")
    assert settings.recordings == tmp_path / "sub/rec"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "settings"),
        ("[1]", "settings"),
        ("a: [", "YAML"),
        ("adapter: asterisk", "adapter"),
        ("colour: red", "colour"),
        ("port: 70000", "port"),
        ("host: ''", "host"),
        ("peers: [localhost]", "peers"),
        ("dial: PJSIP", "dial"),
        ("dial: 'PJSIP/{target},30,g'", "dial"),
        ("dial: 'PJSIP/{target}(x)'", "dial"),
        ("answered_context: 'a,b'", "answered_context"),
        ("recording_format: mp3", "recording_format"),
        ("answer_limit: 0", "answer_limit"),
    ],
)
def test_wrong_settings_are_told(tmp_path, text, told):
    with pytest.raises(AdapterError) as error:
        load_settings(written(tmp_path, text))
    assert error.value.code == "settings_invalid"
    assert told in error.value.message.en
    assert told in error.value.message.zh


def test_no_settings_file(tmp_path):
    with pytest.raises(AdapterError) as error:
        load_settings(tmp_path / "none.yaml")
    assert "none.yaml" in error.value.message.zh


@pytest.mark.parametrize(
    ("peers", "address", "admitted"),
    [
        (("127.0.0.0/8", "::1/128"), "127.0.0.1", True),
        (("127.0.0.0/8", "::1/128"), "::1", True),
        (("127.0.0.0/8", "::1/128"), "::ffff:127.0.0.1", True),
        (("127.0.0.0/8", "::1/128"), "192.0.2.7", False),
        (("192.0.2.0/24",), "192.0.2.7", True),
        (("192.0.2.7",), "192.0.2.8", False),
        (("fe80::/10",), "fe80::1%eth0", True),
        ((), "127.0.0.1", False),
    ],
)
def test_who_is_served(peers, address, admitted):
    assert FastAgiSettings(peers=peers).admits(address) is admitted


@pytest.mark.parametrize(
    ("empty", "missing"),
    [
        ("recordings", {Feature.RECORD}),
        ("answered_context", {Feature.DIAL, Feature.BRIDGE, Feature.DETECT}),
        ("transfer_context", {Feature.TRANSFER}),
    ],
)
def test_an_empty_setting_takes_a_feature_away(tmp_path, empty, missing):
    whole = FastAgiSettings().features()
    assert whole == frozenset(Feature) - LEFT_OUT.keys()
    path = written(tmp_path, f"adapter: fastagi\n{empty}: ''\n")
    assert whole - features_of(path) == missing


def test_the_dialplan_has_the_names_of_the_settings():
    settings = FastAgiSettings(
        host="192.0.2.1", port=4600, answered_context="got", transfer_context="away", dial="PJSIP/{target}@t"
    )
    text = dialplan(settings)
    assert "AGI(agi://192.0.2.1:4600/,${EXTEN})" in text
    assert "[got]\nexten => s,1,AGI(agi://192.0.2.1:4600/answered,${ARG1})" in text
    assert "[away]\n" in text
    assert "Dial(PJSIP/${EXTEN}@t,60)" in text
    assert "[away]" not in dialplan(settings, with_transfer=False)


def test_the_settings_choose_the_adapter(tmp_path):
    assert isinstance(open_adapter(written(tmp_path, "adapter: fastagi"))[0], FastAgiAdapter)
    assert isinstance(open_adapter(written(tmp_path, "password: x"))[0], AsteriskAdapter)
    assert isinstance(open_adapter(written(tmp_path, "port: 4600"), "fastagi")[0], FastAgiAdapter)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("adapter: fastagi", "asterisk"),
        ("adapter: asterisk\npassword: x", "fastagi"),
        ("adapter: pigeon", None),
    ],
)
def test_settings_of_another_adapter_are_refused(tmp_path, text, name):
    with pytest.raises(AdapterError) as error:
        open_adapter(written(tmp_path, text), name)
    assert error.value.code == "settings_invalid"
    assert "adapter" in error.value.message.en


def test_the_command_writes_what_both_sides_need(tmp_path):
    out = tmp_path / "made"
    done = CliRunner().invoke(asterisk_config, ["--out", str(out), "--fastagi", "127.0.0.1:4600"])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in out.iterdir()) == ["extensions.conf", "fastagi.yaml"]
    settings = load_settings(out / "fastagi.yaml")
    assert (settings.host, settings.port) == ("127.0.0.1", 4600)
    assert (out / "extensions.conf").read_text() == dialplan(settings)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:x", ":4573", "127.0.0.1:99999"])
def test_the_command_refuses_an_address_that_cannot_be(tmp_path, address):
    done = CliRunner().invoke(asterisk_config, ["--out", str(tmp_path / "x"), "--fastagi", address])
    assert done.exit_code == 2
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("page", ["fastagi.md", "fastagi.zh-CN.md"])
def test_the_guide_shows_what_the_command_writes(page):
    guide = Path(__file__).parents[2] / "docs/guide" / page
    assert dialplan(FastAgiSettings()) in guide.read_text(encoding="utf-8")

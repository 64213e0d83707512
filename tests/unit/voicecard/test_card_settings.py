"""Settings of a voice board: read from a file, refused with the place of what is wrong, chosen by name."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import cli
from flowengine.call import Feature
from flowengine.errors import AdapterError
from telephony_adapters.hosting import features_of, open_adapter
from telephony_adapters.voicecard import VoiceCardAdapter, load_settings

GUIDES = [Path("docs/guide/voicecard.md"), Path("docs/guide/voicecard.zh-CN.md")]
ROOT = Path(__file__).parents[3]


def write(folder, text):
    path = folder / "card.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_ranges_paths_and_numbers_are_read(tmp_path):
    path = write(
        tmp_path,
        "adapter: voicecard\nlines: [{lines: '0-2, 9', number: '0571001', use: in}]\ninner: {'801': 12}\n"
        "recordings: rec\nmusic: music/wait\nsim: {heard: heard, rtp: {2: '127.0.0.1:40000'}}\n",
    )
    settings = load_settings(path)
    assert settings.lines[0].lines == (0, 1, 2, 9)
    assert settings.lines[0].number == "0571001"
    assert settings.wanted() == {0, 1, 2, 9, 12}
    assert settings.recordings == tmp_path / "rec"
    assert settings.music == tmp_path / "music/wait"
    assert settings.sim.heard == tmp_path / "heard"
    assert settings.sim.rtp == {2: "127.0.0.1:40000"}
    assert settings.group_of(9) == settings.lines[0]
    assert settings.group_of(12) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("lines: []", "lines"),
        ("lines: [{lines: 3-1}]", "lines.0.lines"),
        ("lines: [{lines: a}]", "lines.0.lines"),
        ("lines: [{lines: ''}]", "lines.0.lines"),
        ("lines: [{lines: 0-99999999999}]", "lines.0.lines"),
        ("lines: [{lines: 0-3}, {lines: 3}]", "line 3 is named twice"),
        ("lines: [{lines: 0-3}]\ninner: {'801': 2}", "line 2 is named twice"),
        ("lines: [{lines: 0-3, use: sideways}]", "lines.0.use"),
        ("lines: [{lines: 0}]\ndriver: other", "driver"),
        ("lines: [{lines: 0}]\ndriver: syncti", "syncti"),
        (
            "lines: [{lines: 0}]\ndriver: syncti\nsyncti: {library: a, config: b, index: c}",
            "records in ulaw or alaw",
        ),
        ("lines: [{lines: 0}]\nadapter: fastagi", "adapter"),
        ("lines: [{lines: 0}]\ncolour: blue", "colour"),
        ("lines: [{lines: 0}]\nsim: {rtp: {0: nowhere}}", "sim.rtp.0"),
        ("lines: [{lines: 0}]\nbusy_tone: {cycles: 1}", "busy_tone.cycles"),
        ("- 1", "no lines “name: value”"),
        ("a: [", "no YAML"),
        ("lines: '\\u0000'", "lines"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, place):
    with pytest.raises(AdapterError) as refused:
        load_settings(write(tmp_path, text))
    assert refused.value.code == "settings_invalid"
    assert place in refused.value.message.en
    assert "card.yaml" in refused.value.message.zh


def test_recordings_lie_beside_the_settings_unless_they_say_otherwise(tmp_path):
    assert load_settings(write(tmp_path, "lines: [{lines: 0}]")).recordings == tmp_path / "recordings"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(AdapterError, match="nowhere"):
        load_settings(tmp_path / "nowhere.yaml")


def test_the_settings_choose_the_adapter(tmp_path):
    path = write(tmp_path, "adapter: voicecard\nlines: [{lines: 0-3}]\n")
    adapter, features = open_adapter(path)
    assert isinstance(adapter, VoiceCardAdapter)
    assert features == features_of(path, "voicecard") == adapter.features
    assert Feature.TAG not in features
    with pytest.raises(AdapterError, match="voicecard"):
        open_adapter(path, "carrier-pigeon")


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_the_examples_of_the_guide_can_be_used(tmp_path, guide):
    examples = re.findall(r"```yaml\n(.*?)```", (ROOT / guide).read_text(encoding="utf-8"), re.DOTALL)
    drivers = [load_settings(write(tmp_path, text)).driver for text in examples]
    assert drivers == ["simcard", "syncti"]


def test_the_demo_of_the_guide_can_be_published(tmp_path):
    text = re.findall(r"```yaml\n(.*?)```", (ROOT / GUIDES[0]).read_text(encoding="utf-8"), re.DOTALL)[0]
    found = CliRunner().invoke(
        cli,
        [
            "check",
            "medicine-hotline",
            "--workspace",
            str(ROOT / "flows"),
            "--settings",
            str(write(tmp_path, text)),
        ],
    )
    assert found.exit_code == 0, found.output

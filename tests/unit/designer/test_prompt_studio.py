"""Prompts recorded by telephone: who may, which prompt, what is kept; and the languages that flows lack."""

import json

import numpy as np
import pytest
import soundfile

from flowengine.call import Recording
from flowengine.errors import IvrError
from flowengine.studio import Order
from tests.api.made_workspace import opened


def order(by="service", pin="246813", number="101", language="zh-CN"):
    return Order(number, language, by, pin)


@pytest.fixture
def running(root, run):
    assert run("prompts", "pin", "service", input="246813\n").exit_code == 0
    with opened(root) as running:
        running.services.prompts.set_number("welcome", "101")
        yield running


@pytest.fixture
def studio(running):
    return running.around.studio


def spoken(folder, samples, rate=8000, name="call-1.wav"):
    path = folder / name
    soundfile.write(path, samples, rate)
    return Recording(name, str(path), len(samples) / rate, "key", "#")


def tone(seconds=2.0, amplitude=0.05):
    moments = np.arange(round(8000 * seconds)) / 8000
    return np.concatenate([np.zeros(8000), amplitude * np.sin(2 * np.pi * 700 * moments), np.zeros(8000)])


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (order(), "admitted"),
        (order(number="999"), "unknown"),
        (order(number=""), "unknown"),
        (order(number="000"), "unknown"),
        (order(pin="246810"), "refused"),
        (order(pin=""), "refused"),
        (order(pin="246813" * 100), "refused"),
        (order(by="other"), "refused"),
        (order(pin="1", number="999"), "refused"),
    ],
)
async def test_only_a_flow_with_its_pin_records_a_prompt_that_is_there(studio, asked, answer):
    assert await studio.admit(asked) == answer


async def test_after_five_wrong_pins_the_right_one_has_to_wait(studio):
    for _ in range(5):
        assert await studio.admit(order(pin="1111")) == "refused"
    assert await studio.admit(order()) == "refused"


async def test_a_pin_for_emergencies_records_nothing_and_the_other_way_round(running, run):
    run("emergency", "pin", "other", input="135790\n")
    settings = running.services.settings
    settings.set_pin("other", "135790")
    assert await running.around.studio.admit(order(by="other", pin="135790")) == "refused"
    assert not settings.is_pin("service", "246813")


async def test_what_was_heard_is_kept_and_the_recording_before_is_put_by(running, studio, root, tmp_path):
    taken = spoken(tmp_path, tone())
    audio = await studio.ready(taken)
    assert audio.seconds == pytest.approx(2.3, abs=0.05)  # the pauses at both ends are gone
    assert audio.text == ""
    heard = (root / ".dialoom" / "audio" / f"{audio.key}.wav").read_bytes()
    await studio.keep(order(), audio)
    kept = root / "prompts" / "zh-CN" / "welcome.wav"
    assert kept.read_bytes() == heard
    assert not (tmp_path / "call-1.wav").exists()
    await studio.keep(order(), await studio.ready(spoken(tmp_path, tone(1.0))))
    assert running.services.prompts.has_earlier("welcome", "zh-CN")
    running.services.prompts.bring_back("welcome", "zh-CN")
    assert kept.read_bytes() == heard


async def test_the_entry_in_the_log_names_the_flow_and_no_digits(running, studio, root, tmp_path):
    await studio.keep(order(), await studio.ready(spoken(tmp_path, tone())))
    database = b"".join(path.read_bytes() for path in (root / ".dialoom").glob("*.db*"))
    assert b"record_prompt" in database
    assert b"welcome" in database
    assert b"246813" not in database


@pytest.mark.parametrize("samples", [np.zeros(16000), tone(0.05)[8000:8400], tone(amplitude=1e-5)])
async def test_silence_and_clicks_are_no_prompt(studio, root, tmp_path, samples):
    assert await studio.ready(spoken(tmp_path, samples)) is None
    assert not (root / "prompts" / "zh-CN" / "welcome.wav").exists()


async def test_a_recording_that_cannot_be_read_is_an_error_of_the_call(studio, tmp_path):
    with pytest.raises(IvrError):
        await studio.ready(Recording("gone", str(tmp_path / "gone.wav"), 3.0, "key"))


async def test_a_prompt_deleted_in_the_meantime_is_not_made_again(running, studio, tmp_path):
    audio = await studio.ready(spoken(tmp_path, tone()))
    running.services.prompts.delete("welcome")
    with pytest.raises(IvrError):
        await studio.keep(order(), audio)
    assert "welcome" not in running.services.prompts.all()


@pytest.mark.parametrize("pin", ["12", "1" * 21, "12ab", "１２３４"])
def test_a_pin_has_four_to_twenty_digits(run, pin):
    assert run("prompts", "pin", "service", input=f"{pin}\n").exit_code in (1, 2)


def test_a_pin_is_taken_away(run, root):
    assert run("prompts", "pin", "nobody", input="246813\n").exit_code == 2
    assert run("prompts", "pin", "service", input="246813\n").exit_code == 0
    assert run("prompts", "pin", "service", "--none").exit_code == 0
    with opened(root) as running:
        assert not running.services.settings.is_pin("service", "246813", use="prompts")


def test_what_flows_lack_is_listed_by_flow_and_language(run, root):
    assert (run("prompts", "missing").exit_code, run("prompts", "missing").output) == (0, "")
    flow = root / "service" / "flow.yaml"
    text = (
        flow.read_text()
        .replace("start: welcome", "start: english")
        .replace(
            "nodes:\n",
            "nodes:\n  english: {type: set, assignments: {language: '\"en\"'}, exits: {done: welcome}}\n",
        )
    )
    flow.write_text(text)
    listed = run("prompts", "missing")
    assert (listed.exit_code, listed.output) == (1, "service\ten\tmain-menu\n")
    assert json.loads(run("prompts", "missing", "service", "--json").output) == [
        {"flow": "service", "language": "en", "prompt": "main-menu"}
    ]
    assert run("prompts", "missing", "nobody").exit_code == 2
    warned = run("check")
    assert warned.exit_code == 0
    assert "prompt_language The prompt “main-menu” of “menu” has no en version." in warned.output

"""The offline voice: its process, its crashes, its levels."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from voices.doctor import checks
from voices.message import VoiceError
from voices.samples import Samples
from voices.speech.espeak import VOICES, WORKER, EspeakEngine
from voices.synthesis import prepare, synthesise

ROOT = Path(__file__).parents[3]


@pytest.fixture
def engine():
    voice = EspeakEngine()
    yield voice
    voice.close()


@pytest.mark.parametrize("voice", sorted(set(VOICES.values())))
def test_every_voice_of_the_table_exists_in_the_library(engine, voice):
    language = next(tag for tag, name in VOICES.items() if name == voice)
    sound = engine.render("2 3 4", language)
    assert sound.rate == 22050
    assert sound.seconds > 0.5


@pytest.mark.parametrize(
    ("tag", "voice"),
    [("zh-CN", "cmn"), ("zh_CN", "cmn"), ("en-US", "gmw/en-US"), ("EN-gb", "gmw/en"), ("fr", "gmw/en-US")],
)
def test_language_tags_find_a_voice(engine, tag, voice):
    assert engine.voice_for(tag) == voice


@pytest.mark.parametrize(
    ("text", "language", "shortest", "longest"),
    [
        ("您好，欢迎致电星河电器。", "zh-CN", 2, 4.5),
        ("Hello, welcome to Galaxy Appliances.", "en", 1.5, 4),
        ("您是我们的VIP客户。", "zh-CN", 1.5, 4.5),
    ],
)
def test_speech_has_a_sensible_length_and_the_common_level(engine, text, language, shortest, longest):
    sound = synthesise(engine, prepare(text, language))
    assert shortest < sound.seconds < longest
    assert -23 < sound.level < -18
    assert sound.peak <= -2.9


def test_raw_speech_leaves_headroom(engine):
    assert engine.render("您好，欢迎致电星河电器。请按一。", "zh-CN").peak < -2


def test_digits_are_read_as_their_hanzi(engine):
    written, spelled = (synthesise(engine, prepare(text, "zh-CN")).seconds for text in ("10005", "一万零五"))
    assert written == pytest.approx(spelled, abs=0.05)


def test_many_threads_share_one_worker(engine):
    with ThreadPoolExecutor(8) as pool:
        sounds = list(pool.map(lambda number: engine.render(f"number {number}", "en"), range(120)))
    assert all(sound.seconds > 0.3 for sound in sounds)


def test_a_crashed_worker_is_replaced(engine):
    engine.render("one", "en")
    first = engine.worker_id
    os.kill(first, signal.SIGKILL)
    assert engine.render("two", "en").seconds > 0.15
    assert engine.worker_id != first


def test_an_interrupt_in_the_terminal_does_not_reach_the_worker(engine):
    engine.render("one", "en")
    first = engine.worker_id
    os.kill(first, signal.SIGINT)
    assert engine.render("two", "en").seconds > 0.15
    assert engine.worker_id == first


def test_nothing_is_left_after_close(engine):
    engine.render("one", "en")
    worker = engine.worker_id
    engine.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


PARENT = """
import os
from voices.speech.espeak import EspeakEngine
engine = EspeakEngine()
engine.render("one", "en")
print(engine.worker_id, flush=True)
os._exit(0)
"""


def is_running(process):
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    return False


def test_the_worker_ends_with_its_parent():
    done = subprocess.run(
        [sys.executable, "-c", PARENT], capture_output=True, text=True, check=True, cwd=ROOT
    )
    worker = int(done.stdout)
    for _ in range(200):
        if not is_running(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker outlived its parent")


def test_a_text_with_line_breaks_and_quotes_is_one_request(engine):
    assert engine.render('one\ntwo "three" \\ \x00 four', "en").seconds > 1
    assert engine.render("five", "en").seconds > 0.15


def test_a_library_that_is_missing_is_told(engine, monkeypatch, tmp_path):
    broken = tmp_path / "worker.py"
    broken.write_text("raise OSError('no such library')")
    monkeypatch.setattr("voices.speech.espeak.WORKER", broken)
    with pytest.raises(VoiceError, match="offline voice failed"):
        engine.render("one", "en")


def test_a_worker_that_hangs_is_given_up(engine, monkeypatch, tmp_path):
    silent = tmp_path / "worker.py"
    silent.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr("voices.speech.espeak.WORKER", silent)
    monkeypatch.setattr("voices.speech.espeak.PATIENCE", 0.1)
    with pytest.raises(VoiceError, match="offline voice failed"):
        engine.render("one", "en")
    assert engine.worker_id is None


def test_the_worker_can_be_started_beforehand(engine):
    engine.start()
    first = engine.worker_id
    engine.render("one", "en")
    assert engine.worker_id == first


class Junk:
    """A voice that answers without a sound."""

    name, version = "junk", "0"

    def __init__(self, samples):
        self.samples = samples

    def voice_for(self, language):
        return "junk"

    def render(self, text, language):
        return self.samples


@pytest.mark.parametrize(
    "wave",
    [np.zeros(0), np.zeros(22050), np.full(22050, 1e-5), np.full(1000, 0.5)],
    ids=["nothing", "silence", "hiss", "click"],
)
def test_junk_is_refused(wave):
    with pytest.raises(VoiceError, match="no sound"):
        synthesise(Junk(Samples(wave.astype(np.float32), 22050)), [("en", "hello")])


def test_the_doctor_sees_what_works_here(tmp_path):
    found = {name: (holds, hint) for name, holds, hint in checks(tmp_path)}
    assert found["voice zh-CN"][0]
    assert found["voice en"][0]
    assert found["audio formats"][0]
    assert all(hint.en and hint.zh for _, hint in found.values())


def test_the_doctor_says_what_to_install(monkeypatch, tmp_path):
    broken = tmp_path / "worker.py"
    broken.write_text("raise OSError('no such library')")
    monkeypatch.setattr("voices.speech.espeak.WORKER", broken)
    found = {name: (holds, hint) for name, holds, hint in checks(tmp_path)}
    assert not found["voice en"][0]
    assert "espeakng-loader" in found["voice en"][1].zh


def test_the_worker_is_a_file_of_the_package():
    assert WORKER.is_file()

"""A small workspace with prompts, and sounds to test with."""

import io

import numpy as np
import pytest
import soundfile

from voices.library import Voices
from voices.samples import Samples

CATALOGUE = """\
dialoom: 1
prompts:
  welcome:
    note: First words of the hotline
    zh-CN: {text: 您好，欢迎致电星河电器。}
    en: {text: "Hello, welcome to Galaxy Appliances."}
  # recorded in the studio
  promo:
    zh-CN: {recording: zh-CN/promo.wav, text: 双十一大促销}
"""


def sine(frequency, seconds=1.0, rate=48000, amplitude=0.5):
    moments = np.arange(round(seconds * rate)) / rate
    return Samples((amplitude * np.sin(2 * np.pi * frequency * moments)).astype(np.float32), rate)


def wav_bytes(sound, *, container="WAV", subtype=None, channels=1):
    target = io.BytesIO()
    wave = np.tile(sound.wave[:, None], (1, channels))
    soundfile.write(target, wave, sound.rate, format=container, subtype=subtype)
    return target.getvalue()


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "flows" / "prompts" / "zh-CN"
    folder.mkdir(parents=True)
    (folder.parent / "prompts.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "promo.wav").write_bytes(wav_bytes(sine(440, seconds=1.5)))
    return tmp_path / "flows"


@pytest.fixture
def voices(workspace, tmp_path):
    library = Voices(workspace, tmp_path / "data")
    yield library
    library.close()

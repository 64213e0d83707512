"""Sounds and a catalogue made for tests."""

import io

import numpy as np
import soundfile

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

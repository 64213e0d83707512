"""Sounds put together in memory, with pydub."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from voices.samples import Samples, to_pcm

__all__ = ["AudioSegment", "from_segment", "join", "silence", "to_segment"]

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # it asks for ffmpeg, which we never use, and for audioop, which 3.13 brings back
    from pydub import AudioSegment


def to_segment(sound: Samples) -> AudioSegment:
    """Return a sound as pydub's segment (mono PCM16), to fade, join and mix it."""
    return AudioSegment(data=to_pcm(sound), sample_width=2, frame_rate=sound.rate, channels=1)


def from_segment(segment: AudioSegment) -> Samples:
    """Return a mono PCM16 segment as samples."""
    wave = np.frombuffer(segment.raw_data, dtype="<i2").astype(np.float32) / np.float32(32768)
    return Samples(wave, segment.frame_rate)


def silence(seconds: float, rate: int) -> AudioSegment:
    """Return a pause."""
    return AudioSegment.silent(round(seconds * 1000), frame_rate=rate)


def join(sounds: Sequence[Samples]) -> Samples:
    """Return sounds of one rate, one after another."""
    first, *rest = [to_segment(sound) for sound in sounds]
    for segment in rest:
        first = first.append(segment, crossfade=0)
    return from_segment(first)

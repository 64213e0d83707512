"""Sound written in the formats of telephones: the format follows from the file's ending."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import soundfile

from voices.message import NotStartedError
from voices.samples import Samples, condition, resample, to_pcm
from voices.sound import TELEPHONE_RATE

WIDEBAND_RATE = 16000


def to_wav(sound: Samples) -> bytes:
    """Return a WAV file: 8 kHz mono, PCM of 16 bits."""
    return _by_soundfile(resample(sound, TELEPHONE_RATE), "WAV", "PCM_16")


def to_ulaw(sound: Samples) -> bytes:
    """Return raw G.711 µ-law, 8,000 bytes a second."""
    return _by_soundfile(resample(sound, TELEPHONE_RATE), "RAW", "ULAW")


def to_alaw(sound: Samples) -> bytes:
    """Return raw G.711 A-law, 8,000 bytes a second."""
    return _by_soundfile(resample(sound, TELEPHONE_RATE), "RAW", "ALAW")


def to_gsm(sound: Samples) -> bytes:
    """Return raw GSM 06.10 full rate: frames of 33 bytes, 20 ms each."""
    ready = resample(sound, TELEPHONE_RATE)
    with tempfile.TemporaryFile(
        buffering=0
    ) as target:  # in memory, the codec would call Python for every frame
        wave, file = np.clip(ready.wave, -1, 1), target.fileno()
        soundfile.write(file, wave, ready.rate, format="RAW", subtype="GSM610", closefd=False)
        target.seek(0)
        return target.read()


def to_sln16(sound: Samples) -> bytes:
    """Return raw signed linear samples of 16 bits, little-endian, at 16 kHz."""
    return to_pcm(resample(sound, WIDEBAND_RATE))


def to_g722(sound: Samples) -> bytes:
    """Return raw G.722 at 64 kbit/s; `NotStartedError` where the optional codec is not installed."""
    if not has_g722():
        raise NotStartedError(
            "G.722 needs the extra “wideband”: pip install 'dialoom[wideband]'.",
            "G.722 需要安装扩展“wideband”：pip install 'dialoom[wideband]'。",
        )
    from G722 import G722  # noqa: PLC0415 - an optional extra

    pcm = np.frombuffer(to_sln16(sound), dtype="<i2")
    return bytes(G722(WIDEBAND_RATE, 64000).encode(pcm))


@dataclass(frozen=True, slots=True)
class Format:
    """How a telephone format is written, and its samples a second."""

    rate: int
    encode: Callable[[Samples], bytes]


FORMATS: Mapping[str, Format] = {
    ".wav": Format(TELEPHONE_RATE, to_wav),
    ".ulaw": Format(TELEPHONE_RATE, to_ulaw),
    ".alaw": Format(TELEPHONE_RATE, to_alaw),
    ".gsm": Format(TELEPHONE_RATE, to_gsm),
    ".sln16": Format(WIDEBAND_RATE, to_sln16),
    ".g722": Format(WIDEBAND_RATE, to_g722),
}
"""By the ending of the file."""


def has_g722() -> bool:
    """Whether the optional codec is installed."""
    return find_spec("G722") is not None


def in_formats(sound: Samples, endings: Iterable[str]) -> dict[str, bytes]:
    """Return a recording made ready for telephones in each of these formats, by ending.

    The codecs run beside each other: GSM and G.722 take most of the time, and neither holds Python's lock.
    """
    wanted = {ending: FORMATS[ending] for ending in endings}
    ready: dict[int, Samples] = {}
    for rate in sorted({one.rate for one in wanted.values()}, reverse=True):
        sound = resample(sound, rate)  # from the rate above, which has all that this one can carry
        ready[rate] = condition(sound)
    with ThreadPoolExecutor(len(wanted)) as pool:
        done = {ending: pool.submit(one.encode, ready[one.rate]) for ending, one in wanted.items()}
    return {ending: each.result() for ending, each in done.items()}


def _by_soundfile(sound: Samples, container: str, codec: str) -> bytes:
    target = io.BytesIO()
    soundfile.write(target, np.clip(sound.wave, -1, 1), sound.rate, format=container, subtype=codec)
    return target.getvalue()

"""The sound of simulated lines: frames of 20 ms in G.711 mu-law, from files and into files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from telephony_adapters.voicecard.tones import RATE, SUBTYPES

FRAME = 160  # bytes and samples in 20 ms
FRAME_SECONDS = 0.02
SILENCE = b"\xff" * FRAME
LOUD = 300.0  # root mean square of samples above which a frame is no silence


def encode(wave: npt.NDArray[np.float64] | npt.NDArray[np.int16]) -> bytes:
    """Turn samples (floats to 1, or 16 bits) into mu-law."""
    target = io.BytesIO()
    soundfile.write(target, wave, RATE, format="RAW", subtype="ULAW")
    return target.getvalue()


def _decoded(codes: bytes) -> npt.NDArray[np.int16]:
    wave, _ = soundfile.read(
        io.BytesIO(codes), dtype="int16", samplerate=RATE, channels=1, format="RAW", subtype="ULAW"
    )
    return np.asarray(wave, dtype=np.int16)


_TO_LINEAR = _decoded(bytes(range(256)))
VOICE = encode(0.3 * np.sin(2 * np.pi * 1000 * np.arange(FRAME) / RATE))
"""What somebody says who has no voice of his own: 20 ms of a tone."""

_CYCLE = 5600  # samples of 350 ms on, 350 ms off
BUSY = encode(0.2 * np.sin(2 * np.pi * 450 * np.arange(_CYCLE) / RATE) * (np.arange(_CYCLE) < _CYCLE // 2))
"""One cycle of China's busy tone."""


def decode(frame: bytes) -> npt.NDArray[np.int16]:
    """Turn mu-law into samples."""
    return _TO_LINEAR[np.frombuffer(frame, dtype=np.uint8)]


def is_loud(frame: bytes) -> bool:
    """Whether somebody speaks in a frame."""
    if frame is SILENCE:
        return False
    samples = decode(frame).astype(float)
    return float(samples @ samples) > LOUD**2 * len(samples)


def mixed(frames: Sequence[bytes]) -> bytes:
    """Return what somebody hears who hears all of these at once."""
    loud = [frame for frame in frames if frame is not SILENCE]
    if len(loud) < 2:
        return loud[0] if loud else SILENCE
    total = np.sum([decode(frame).astype(int) for frame in loud], axis=0)
    return encode(np.clip(total, -32768, 32767).astype(np.int16))


def read_frames(path: str) -> list[bytes]:
    """Return a file's frames, the last one filled up; OSError or RuntimeError when it is not there, or no sound."""
    file = Path(path)
    if file.suffix == ".ulaw":
        sound = file.read_bytes()
    else:
        wave, rate = soundfile.read(file, dtype="int16")
        if rate != RATE:
            raise RuntimeError("not a sound of 8 kHz")
        sound = encode(wave)
    sound += b"\xff" * (-len(sound) % FRAME)
    return [sound[at : at + FRAME] for at in range(0, len(sound), FRAME)]


def write_sound(path: str, frames: Sequence[bytes]) -> None:
    """Write frames into a file of the format that its ending says: wav, ulaw or alaw."""
    container, subtype = SUBTYPES[Path(path).suffix.removeprefix(".")]
    soundfile.write(path, decode(b"".join(frames)), RATE, format=container, subtype=subtype)

"""Sounds for tests: G.711 mu-law, tones, and the lab's own prompts."""

from __future__ import annotations

import array
import math
import wave
from collections.abc import Iterable, Sequence
from pathlib import Path

RATE = 8000  # samples a second
FRAME = 160  # samples, and bytes of G.711, in 20 ms
SILENCE = b"\xff" * FRAME

# The lab's prompts: name -> (tone in Hz, length in ms).  The tones keep clear of the DTMF ones and are 100 Hz
# apart; each glides up by 50 Hz, so every 20 ms frame of every prompt is one of a kind.
PROMPTS = {
    "main": (1800, 4000),
    "sales": (1900, 2500),
    "support": (2000, 2500),
    "leaf1": (2100, 2000),
    "leaf2": (2200, 2000),
    "bye": (2300, 600),
    "invalid": (2400, 600),
    "timeout": (2500, 600),
    "ack": (2600, 400),
    "long": (2700, 20000),
    "short": (2800, 100),
    "sorry": (2900, 600),
    "hold": (350, 4000),
    "whisper": (3000, 1500),
    "enter": (3100, 1500),
    "wait": (3200, 3000),
}
DTMF = {
    digit: (row, column)
    for row, line in zip((697, 770, 852, 941), ("123A", "456B", "789C", "*0#D"), strict=True)
    for column, digit in zip((1209, 1336, 1477, 1633), line, strict=True)
}


def _encode_sample(sample: int) -> int:
    """One signed 16-bit sample to mu-law (ITU-T G.711)."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(32635, abs(sample)) + 0x84
    exponent = max(0, magnitude.bit_length() - 8)
    return ~(sign | exponent << 4 | (magnitude >> (exponent + 3)) & 0x0F) & 0xFF


def _decode_sample(code: int) -> int:
    code = ~code & 0xFF
    value = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return -value if code & 0x80 else value


ULAW_TO_LINEAR = [_decode_sample(code) for code in range(256)]
# Asterisk's own table looks at the upper 14 bits only and answers for the largest value they can mean; encoding
# in the same way lets a .wav prompt that Asterisk transcoded still match byte for byte.
_LINEAR_TO_ULAW = bytes(_encode_sample((sample - 32768) | 3) for sample in range(65536))


def encode(samples: Iterable[int]) -> bytes:
    """Turn signed 16-bit samples into mu-law."""
    return bytes(_LINEAR_TO_ULAW[sample + 32768] for sample in samples)


def decode(sound: bytes) -> array.array[int]:
    """Turn mu-law into signed 16-bit samples."""
    return array.array("h", [ULAW_TO_LINEAR[code] for code in sound])


def tone(
    start: Sequence[float], ms: int, *, end: Sequence[float] = (), level: int = 8000
) -> array.array[int]:
    """Return a sum of sines, each gliding from its frequency in `start` to the one in `end`."""
    count = RATE * ms // 1000
    glides = list(zip(start, end or start, strict=True))
    phases = [0.0] * len(glides)
    samples = array.array("h")
    for n in range(count):
        for i, (low, high) in enumerate(glides):
            phases[i] += 2 * math.pi * (low + (high - low) * n / count) / RATE
        samples.append(int(level * sum(map(math.sin, phases)) / len(glides)))
    return samples


def prompt_samples(name: str) -> array.array[int]:
    """Return the sound of one of the lab's prompts."""
    hertz, ms = PROMPTS[name]
    return tone([hertz], ms, end=[hertz + 50])


def make_prompts(folder: Path, names: Iterable[str] = PROMPTS) -> None:
    """Write prompts as .ulaw files, which a PCMU call carries byte for byte."""
    for name in names:
        (folder / f"{name}.ulaw").write_bytes(encode(prompt_samples(name)))


def write_wav(path: Path, samples: array.array[int]) -> None:
    """Write 8 kHz, mono, 16 bit."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())


def read_wav(path: Path) -> array.array[int]:
    """Read 8 kHz, mono, 16 bit."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2), path
        return array.array("h", file.readframes(file.getnframes()))


def share_of(samples: Sequence[int], hertz: float) -> float:
    """Return how much of a sound's power one frequency carries, from 0 to 1 (Goertzel)."""
    coefficient = 2 * math.cos(2 * math.pi * hertz / RATE)
    last = before = power = 0.0
    for sample in samples:
        last, before = sample + coefficient * last - before, last
        power += sample * sample
    if not power:
        return 0.0
    return (last * last + before * before - coefficient * last * before) * 2 / (len(samples) * power)


def loudness(samples: Sequence[int]) -> float:
    """Return the root mean square."""
    return math.sqrt(sum(sample * sample for sample in samples) / max(1, len(samples)))


def ms_of_tone(samples: Sequence[int], low: float, high: float) -> int:
    """Return how many milliseconds of 20 ms pieces are mainly a tone between two frequencies."""
    pieces = [samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME)]
    steps = range(int(low), int(high) + 1, 25)
    return 20 * sum(
        loudness(piece) > 200 and max(share_of(piece, hertz) for hertz in steps) > 0.5 for piece in pieces
    )

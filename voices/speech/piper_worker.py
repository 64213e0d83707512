"""The process that holds Piper's voices: text in by a line of JSON, samples out as bytes.

It runs as a script of its own, apart from the package: a voice file comes from who knows where, may crash the
library, and then takes only this process along.  Every answer starts with `HEADER`: status (0 is good), samples a
second, number of bytes; the bytes that follow are mono PCM16 in the byte order of the machine.
"""

from __future__ import annotations

import json
import signal
import struct
import sys

from piper import PiperVoice, SynthesisConfig
from piper.config import PhonemeType

HEADER = struct.Struct(">iII")
BAD_VOICE = 2
OFFLINE = (PhonemeType.ESPEAK, PhonemeType.TEXT)
"""How a voice may get at its phonemes; for others the library would fetch dictionaries from the network."""

QUIETER = SynthesisConfig(volume=0.7)
"""At full volume the peaks reach full scale; this leaves 3 dB."""


def speak(voices: dict[str, PiperVoice], path: str, text: str) -> tuple[int, int, bytes]:
    """Return a status, 0 for success, the samples a second, and the samples."""
    voice = voices.get(path)
    if voice is None:
        voice = voices[path] = PiperVoice.load(path)
    if voice.config.phoneme_type not in OFFLINE:
        return BAD_VOICE, 0, b""
    chunks = voice.synthesize(text.replace("[[", "").replace("]]", ""), QUIETER)
    return 0, voice.config.sample_rate, b"".join(chunk.audio_int16_bytes for chunk in chunks)


def main() -> None:
    """Serve until the other side closes our input."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C in a terminal is for the parent, which then closes us
    voices: dict[str, PiperVoice] = {}
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            status, rate, samples = speak(voices, request["voice"], request["text"])
        except Exception:  # noqa: BLE001 - whatever is wrong with a voice file, the answer is no
            status, rate, samples = BAD_VOICE, 0, b""
        sys.stdout.buffer.write(HEADER.pack(status, rate, len(samples)) + samples)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

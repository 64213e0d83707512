"""The process that holds the eSpeak NG library: text in by a line of JSON, samples out as bytes.

It runs as a script of its own, apart from the package: the library is not thread safe, may crash on odd
input, and then takes only this process along.  Every answer starts with `HEADER`: status (0 is good),
samples a second, number of bytes; the bytes that follow are mono PCM16 in the byte order of the machine.
"""

from __future__ import annotations

import ctypes
import json
import signal
import struct
import sys

import espeakng_loader

HEADER = struct.Struct(">iII")
BAD_VOICE, BAD_TEXT = 2, 3
SYNCHRONOUS, DO_NOT_EXIT = 2, 0x8000
UTF8 = 1
VOLUME_PARAMETER, VOLUME = 2, 60
"""At the default of 100 peaks reach full scale; 60 leaves 3 dB."""

CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The loaded library, which speaks one text at a time."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._samples = bytearray()
        data = espeakng_loader.get_data_path().encode()
        self.rate = self._library.espeak_Initialize(SYNCHRONOUS, 0, data, DO_NOT_EXIT)
        self._callback = CALLBACK(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, voice: str, text: str) -> tuple[int, bytes]:
        """Return a status, 0 for success, and the samples."""
        self._samples.clear()
        if self._library.espeak_SetVoiceByName(voice.encode()):
            return BAD_VOICE, b""
        self._library.espeak_SetParameter(VOLUME_PARAMETER, VOLUME, 0)
        encoded = text.encode() + b"\0"
        failed = self._library.espeak_Synth(encoded, len(encoded), 0, 0, 0, UTF8, None, None)
        return (BAD_TEXT, b"") if failed else (0, bytes(self._samples))

    def _collect(self, samples: ctypes.Array[ctypes.c_short], count: int, _events: int) -> int:
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, count * 2)
        return 0


def main() -> None:
    """Serve until the other side closes our input."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C in a terminal is for the parent, which then closes us
    espeak = Espeak()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        status, samples = espeak.speak(request["voice"], request["text"])
        sys.stdout.buffer.write(HEADER.pack(status, espeak.rate, len(samples)) + samples)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

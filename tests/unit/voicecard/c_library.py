"""The C library of these tests, built once with the system's compiler."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from pathlib import Path

from telephony_adapters.voicecard import VoiceCardSettings

SOURCE = Path(__file__).with_name("shp_a3.c")
COMPILERS = ("cc", "gcc", "clang")


class TestLibrary:
    """The side of the library that only a test sees: what was called, and what is answered."""

    __test__ = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self._library = ctypes.CDLL(str(path))
        self._library.test_book.restype = ctypes.c_char_p
        self.reset()

    def reset(self) -> None:
        self._library.test_reset()

    def answer(self, name: str, channel: int, answer: int) -> None:
        """Let a function answer so for a channel from now on."""
        self._library.test_answer(name.encode(), channel, answer)

    def press(self, channel: int, keys: str) -> None:
        self._library.test_keys(channel, keys.encode())

    def numbers(self, channel: int, caller: str, called: str) -> None:
        self._library.test_numbers(channel, caller.encode(), called.encode())

    def fail(self, name: str) -> None:
        """Let a function fail from now on; an empty name ends that."""
        self._library.test_fail(name.encode())

    @property
    def threads(self) -> int:
        """How many threads have called functions of the library."""
        return int(self._library.test_threads())

    def calls(self) -> list[str]:
        """Return every call that was written down, in order."""
        return self._library.test_book().decode().splitlines()


def build(folder: Path) -> Path:
    """Compile the library; a test without a compiler fails and says which package brings one."""
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    assert compiler, (
        "these tests build a C library: install a C compiler (Debian: apt-get install gcc libc6-dev)"
    )
    target = folder / "libshp_a3.so"
    command = [compiler, "-shared", "-fPIC", "-Wall", "-Werror", "-o", str(target), str(SOURCE), "-lpthread"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)} (Debian: apt-get install gcc libc6-dev)\n{done.stderr}"
    return target


def settings_for(
    library: TestLibrary, folder: Path, kind: str = "trunk", **changes: object
) -> VoiceCardSettings:
    """Return settings with the library for the maker's."""
    return VoiceCardSettings.model_validate(
        {
            "driver": "syncti",
            "lines": [{"lines": "0-3", "number": "4008001234"}],
            "inner": {"801": 6},
            "recordings": folder / "recordings",
            "recording_format": "alaw",
            "syncti": {
                "library": library.path,
                "config": "/etc/shcti/ShConfig.ini",
                "index": "/etc/shcti/ShIndex.ini",
                "kind": kind,
            },
        }
        | changes
    )

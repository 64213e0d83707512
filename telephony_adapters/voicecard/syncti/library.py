"""The functions of SHP_A3 that we call, with the argument types of its public header, by ctypes.

A foreign call lets other threads of Python run meanwhile.  What a function returns when it fails is -1 throughout.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping, Sequence
from ctypes import c_char_p, c_int, c_ulong, c_ushort
from pathlib import Path

from telephony_adapters.voicecard.driver import DriverError

FAILED = -1
WHOLE_FILE = 0xFFFFFFFF
LONGEST_NUMBER = 64  # characters; the library writes into buffers of ours

CHANNEL: Sequence[type] = (c_int,)
FUNCTIONS: Mapping[str, Sequence[type]] = {
    "SsmStartCti": (c_char_p, c_char_p),
    "SsmCloseCti": (),
    "SsmGetMaxCh": (),
    "SsmGetChState": CHANNEL,
    "SsmPickup": CHANNEL,
    "SsmHangup": CHANNEL,
    "SsmGetRingCount": CHANNEL,
    "SsmGetCallerId": (c_int, c_char_p),
    "SsmGetPhoNumStr": (c_int, c_char_p),
    "SsmGetHookState": CHANNEL,
    "SsmStartRing": CHANNEL,
    "SsmStopRing": CHANNEL,
    "SsmAutoDial": (c_int, c_char_p),
    "SsmChkAutoDial": CHANNEL,
    "SsmClearFileList": CHANNEL,
    "SsmAddToFileList": (c_int, c_char_p, c_int, c_ulong, c_ulong),
    "SsmPlayFileList": CHANNEL,
    "SsmStopPlayFileList": CHANNEL,
    "SsmCheckPlay": CHANNEL,
    "SsmSetDtmfStopPlay": (c_int, c_int),
    "SsmSetDTMFStopPlayCharSet": (c_int, c_char_p),
    "SsmRecToFile": (c_int, c_char_p, c_int, c_ulong, c_ulong, c_ulong, c_int),
    "SsmStopRecToFile": CHANNEL,
    "SsmChkRecToFile": CHANNEL,
    "SsmClearRxDtmfBuf": CHANNEL,
    "SsmGet1stDtmfClr": (c_int, c_char_p),
    "SsmTxDtmf": (c_int, c_char_p),
    "SsmTxFlash": (c_int, c_ushort),
    "SsmStartToneAnalyze": CHANNEL,
    "SsmCloseToneAnalyze": CHANNEL,
    "SsmGetBusyToneCount": CHANNEL,
    "SsmTalkWith": (c_int, c_int),
    "SsmStopTalkWith": (c_int, c_int),
}
"""Every function returns an int."""


class Library:
    """A loaded library; DriverError if it is none, or lacks a function."""

    def __init__(self, path: Path) -> None:
        try:
            self._library = ctypes.CDLL(str(path))
            for name, types in FUNCTIONS.items():
                function = getattr(self._library, name)
                function.argtypes, function.restype = list(types), c_int
            self._library.SsmGetLastErrMsgA.restype = c_char_p
        except (OSError, AttributeError) as error:
            raise DriverError(f"the library {path.name} cannot be used: {error}") from error

    def ask(self, name: str, *given: int | bytes | ctypes.Array[ctypes.c_char]) -> int:
        """Call a function and return what it says, whatever that means."""
        return int(getattr(self._library, name)(*given))

    def do(self, name: str, *given: int | bytes) -> None:
        """Call a function that must not fail; DriverError with what the library says of it."""
        if self.ask(name, *given) == FAILED:
            raise DriverError(f"{name}: {self._last_error()}")

    def text(self, name: str, channel: int) -> str:
        """Call a function that writes a number into a buffer; empty if it fails."""
        buffer = ctypes.create_string_buffer(LONGEST_NUMBER + 1)
        if self.ask(name, channel, buffer) == FAILED:
            return ""
        return buffer.value.decode("ascii", "replace")

    def key(self, channel: int) -> str:
        """Take the first key that waits; empty if none does."""
        buffer = ctypes.create_string_buffer(2)
        if self.ask("SsmGet1stDtmfClr", channel, buffer) == FAILED:
            return ""
        return buffer.value.decode("ascii", "replace").upper()

    def _last_error(self) -> str:
        message: bytes | None = self._library.SsmGetLastErrMsgA()
        return (message or b"no reason given").decode("utf-8", "replace")[:200]


def path_of(path: str | Path) -> bytes:
    """Return a path as the library takes it."""
    return os.fsencode(path)

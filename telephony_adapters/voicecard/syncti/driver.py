"""A driver in the shape of the SynCTI library (SHP_A3) by polling the state of each channel.

The functions and their arguments are those of the public header.  Nobody has tried this with a board: README.md says
what of it is taken from the header's comments and what had to be assumed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from telephony_adapters.voicecard.driver import (
    Capability,
    DialEnd,
    DialEnding,
    DriverError,
    Event,
    Fault,
    HookOff,
    HungUp,
    Key,
    Line,
    PlayEnd,
    RecordEnd,
    Ring,
)
from telephony_adapters.voicecard.settings import SynCti, VoiceCardSettings
from telephony_adapters.voicecard.syncti.channel import Channel
from telephony_adapters.voicecard.syncti.library import WHOLE_FILE, Library, path_of

RINGING, TALKING, PENDING = 2, 3, 7  # SsmGetChState: S_CALL_RINGING, S_CALL_TALKING, S_CALL_PENDING
OUT_OF_ORDER = {8: "offline", 11: "unavailable", 19: "blocked by the far end", 20: "blocked"}  # S_CALL_...
DIAL_ENDS: dict[int, DialEnding] = {  # SsmChkAutoDial: DIAL_...
    3: "no_tone",
    4: "busy",
    6: "failed",
    7: "answered",
    8: "answered",
    9: "answered",
    10: "no_answer",
    11: "failed",
    12: "failed",
}
FORMATS = {
    "wav": -1,
    "alaw": 6,
    "ulaw": 7,
}  # -1: as the file's own header says; the others as in WAVE headers
FLASH_MS = 500
OFF_HOOK = 1


class SynCtiDriver:
    """A `CardDriver`."""

    capabilities = frozenset(
        {
            Capability.STOP_ON_KEY,
            Capability.BUSY_TONE,
            Capability.DIAL,
            Capability.CONNECT,
            Capability.FLASH,
        }
    )

    def __init__(self, settings: VoiceCardSettings) -> None:
        assert settings.syncti
        self._files: SynCti = settings.syncti
        self._settings = settings
        self._library: Library | None = None
        self._channels: dict[int, Channel] = {}
        self._events: list[Event] = []

    def open(self) -> list[Line]:
        """Load the library and start it with its own two configuration files."""
        library = self._library = Library(self._files.library)
        library.do("SsmStartCti", path_of(self._files.config), path_of(self._files.index))
        usable = range(library.ask("SsmGetMaxCh"))
        inner = set(self._settings.inner.values())
        lines = [
            Line(number, "inner" if number in inner else self._files.kind)
            for number in sorted(self._settings.wanted())
            if number in usable
        ]
        self._events = []
        self._channels = {line.number: Channel(line.number, line.kind) for line in lines}
        return lines

    def close(self) -> None:
        """Hang every channel up and end the library."""
        library, self._library = self._library, None
        if library is None:
            return
        for number in self._channels:
            library.ask("SsmHangup", number)
        library.ask("SsmCloseCti")

    def poll(self, ms: int) -> Sequence[Event]:
        """Look at every channel, and once more after `ms` when nothing had happened."""
        self._look()
        if not self._events:
            time.sleep(ms / 1000)
            self._look()
        found, self._events = self._events, []
        return found

    # Commands

    def off_hook(self, line: int) -> None:
        """Pick up, and forget the keys of an earlier call."""
        self._do("SsmClearRxDtmfBuf", line)
        self._do("SsmPickup", line)
        self._channel(line).is_up = True

    def hang_up(self, line: int, cause: int) -> None:  # noqa: ARG002 - the library takes no cause here
        """Stop what runs, and go on the hook."""
        channel = self._channel(line)
        self.stop_play(line)
        self.stop_record(line)
        if channel.kind == "inner":
            self._api.ask("SsmStopRing", line)
        if channel.is_watched:
            self._api.ask("SsmCloseToneAnalyze", line)
        self._do("SsmHangup", line)
        self._channels[line] = Channel(line, channel.kind, alarm=channel.alarm)

    def flash(self, line: int) -> None:
        """Press the hook for half a second."""
        self._do("SsmTxFlash", line, FLASH_MS)

    def ring(self, line: int, caller: str) -> None:  # noqa: ARG002 - the plain ring shows no number
        """Ring a telephone on the board."""
        self._do("SsmStartRing", line)
        self._channel(line).is_rung = True

    def dial(self, line: int, digits: str, caller: str) -> None:  # noqa: ARG002 - as the trunk is set up
        """Call out; an analogue line is picked up first."""
        channel = self._channel(line)
        if channel.kind == "trunk":
            self._do("SsmPickup", line)
        self._do("SsmAutoDial", line, digits.encode("ascii"))
        channel.is_dialling = True

    def play(self, line: int, files: Sequence[str], stop_keys: str) -> None:
        """Play a list of files."""
        channel = self._channel(line)
        self._do("SsmClearFileList", line)
        for file in files:
            ending = file.rpartition(".")[2]
            self._do("SsmAddToFileList", line, path_of(file), FORMATS[ending], 0, WHOLE_FILE)
        self._do("SsmSetDtmfStopPlay", line, int(bool(stop_keys)))
        if stop_keys:
            self._do("SsmSetDTMFStopPlayCharSet", line, stop_keys.encode("ascii"))
        self._do("SsmPlayFileList", line)
        channel.begin_play(stop_keys)

    def stop_play(self, line: int) -> None:
        """End the play, if there is one."""
        channel = self._channel(line)
        if channel.is_playing:
            self._api.ask("SsmStopPlayFileList", line)
            channel.is_playing = False
            self._events.append(PlayEnd(line, channel.play_ending("stopped")))

    def record(self, line: int, path: str, *, max_ms: int, silence_ms: int, mixed: bool) -> None:  # noqa: ARG002 - see `capabilities`
        """Record into a file; the limit is kept here as well."""
        file_format = FORMATS[self._settings.recording_format]
        self._do("SsmRecToFile", line, path_of(path), file_format, 0, WHOLE_FILE, max_ms, 0)
        self._channel(line).begin_record(max_ms)

    def stop_record(self, line: int) -> None:
        """End the recording, if there is one."""
        channel = self._channel(line)
        if channel.is_recording:
            self._api.ask("SsmStopRecToFile", line)
            self._events.append(RecordEnd(line, "stopped", channel.end_record()))

    def send_keys(self, line: int, keys: str) -> None:
        """Send keys."""
        self._do("SsmTxDtmf", line, keys.encode("ascii", "ignore"))

    def watch_hang_up(self, line: int) -> None:
        """Let the board count the cycles of busy tone."""
        self._do("SsmStartToneAnalyze", line)
        self._channel(line).is_watched = True

    def connect(self, line: int, other: int) -> None:
        """Let two channels talk."""
        self._do("SsmTalkWith", line, other)

    def disconnect(self, line: int, other: int) -> None:
        """Part them."""
        self._do("SsmStopTalkWith", line, other)

    def confer(self, lines: Sequence[int]) -> int:  # noqa: ARG002 - see `capabilities`
        """Not offered: what the arguments of SsmCreateConfGroup mean could not be learnt from the header."""
        raise DriverError("conferences are not offered")

    def join(self, conference: int, line: int) -> None:  # noqa: ARG002 - see `confer`
        """Not offered."""
        raise DriverError("conferences are not offered")

    def leave(self, conference: int, line: int) -> None:  # noqa: ARG002 - see `confer`
        """Not offered."""
        raise DriverError("conferences are not offered")

    # Looking

    @property
    def _api(self) -> Library:
        if self._library is None:
            raise DriverError("the library is not open")
        return self._library

    def _do(self, name: str, *given: int | bytes) -> None:
        self._api.do(name, *given)

    def _channel(self, line: int) -> Channel:
        try:
            return self._channels[line]
        except KeyError:
            raise DriverError(f"there is no line {line}") from None

    def _look(self) -> None:
        for channel in list(self._channels.values()):
            state = self._api.ask("SsmGetChState", channel.number)
            self._look_at_alarm(channel, state)
            self._look_at_ring(channel, state)
            self._look_at_dial(channel, state)
            if channel.is_up:
                self._look_at_keys(channel)
                self._look_at_sound(channel)
                self._look_at_end(channel, state)

    def _look_at_alarm(self, channel: Channel, state: int) -> None:
        alarm = OUT_OF_ORDER.get(state, "")
        if alarm != channel.alarm:
            channel.alarm = alarm
            self._events.append(Fault(channel.number, alarm))

    def _look_at_ring(self, channel: Channel, state: int) -> None:
        if state != RINGING or channel.is_up or channel.kind == "inner":
            channel.rings = 0
            return
        count = max(1, self._api.ask("SsmGetRingCount", channel.number))
        if count > channel.rings:
            channel.rings = count
            caller = self._api.text("SsmGetCallerId", channel.number)
            called = self._api.text("SsmGetPhoNumStr", channel.number) if channel.kind == "digital" else ""
            self._events.append(Ring(channel.number, count, caller, called))

    def _look_at_dial(self, channel: Channel, state: int) -> None:
        number = channel.number
        if channel.is_rung and self._api.ask("SsmGetHookState", number) == OFF_HOOK:
            channel.is_rung, channel.is_up = False, True
            self._events.append(HookOff(number))
        if not channel.is_dialling:
            return
        outcome = DIAL_ENDS.get(self._api.ask("SsmChkAutoDial", number))
        if outcome is None and state == TALKING:
            outcome = "answered"
        elif outcome is None and state == PENDING:
            outcome = "failed"
        if outcome is not None:
            channel.is_dialling, channel.is_up = False, outcome == "answered"
            self._events.append(DialEnd(number, outcome))

    def _look_at_keys(self, channel: Channel) -> None:
        while key := self._api.key(channel.number):
            channel.take_key(key)
            self._events.append(Key(channel.number, key))

    def _look_at_sound(self, channel: Channel) -> None:
        number = channel.number
        if channel.is_playing and self._api.ask("SsmCheckPlay", number) != 0:
            channel.is_playing = False
            self._events.append(PlayEnd(number, channel.play_ending("finished")))
        if channel.is_recording:
            if channel.is_over_limit():
                self._api.ask("SsmStopRecToFile", number)
                self._events.append(RecordEnd(number, "max_time", channel.end_record()))
            elif self._api.ask("SsmChkRecToFile", number) != 0:
                self._events.append(RecordEnd(number, "error", channel.end_record()))

    def _look_at_end(self, channel: Channel, state: int) -> None:
        if channel.is_told:
            return
        number, busy = channel.number, self._settings.busy_tone
        is_on_hook = channel.kind == "inner" and self._api.ask("SsmGetHookState", number) != OFF_HOOK
        if state == PENDING or is_on_hook:
            channel.is_told = True
            self._events.append(HungUp(number, "signalled"))
        elif channel.is_watched and self._api.ask("SsmGetBusyToneCount", number) >= busy.cycles:
            channel.is_told = True
            tone_ms = busy.cycles * (busy.on_ms + busy.off_ms)
            self._events.append(HungUp(number, "busy_tone", tone_ms))

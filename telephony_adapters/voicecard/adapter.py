"""A voice board as one telephone system: takes its calls, calls out, survives what its library does."""

from __future__ import annotations

import asyncio
import logging
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from flowengine.call import CallInfo, Dialled, Feature, OnCall
from flowengine.errors import AdapterError
from flowengine.more_verbs import CallOut
from flowengine.telephone_systems import Finding, TelephoneSystem
from flowengine.words import Words
from telephony_adapters.running import run_to_its_end
from telephony_adapters.voicecard import survey
from telephony_adapters.voicecard.board import AWAY, Board
from telephony_adapters.voicecard.call import CardCall, call_out, features_of
from telephony_adapters.voicecard.driver import CardDriver, DriverError, Event, Fault, HungUp, Ring
from telephony_adapters.voicecard.drivers import make_driver
from telephony_adapters.voicecard.lines import Lines
from telephony_adapters.voicecard.settings import VoiceCardSettings
from telephony_adapters.voicecard.tones import Tones, make_tones

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.25  # seconds before the library is started again; doubled each time
OPENS_WITHIN = 60.0  # seconds: large boards load their firmware
FAILURE = 38  # Q.850: network out of order
GOODBYE = 5.0  # seconds that calls have to end when the adapter stops


class VoiceCardAdapter:
    """Serves the lines of one board library; `is_open` is set while it does.

    When the library fails or hangs, every call ends with `CallEnded("system", "board_lost")`, and the library is
    started again, or waited for.  `listen` returns only by cancellation, or with AdapterError `recordings_failed`.
    """

    def __init__(
        self,
        settings: VoiceCardSettings,
        driver: CardDriver | None = None,
        board: type[Board] = Board,
    ) -> None:
        self.settings = settings
        self.driver = driver or make_driver(settings)
        self.is_open = asyncio.Event()
        self._make_board = board
        self._lines: Lines | None = None
        self._on_call: OnCall | None = None
        self._calls: set[asyncio.Task[None]] = set()
        self._trouble = ""  # why no calls are served

    @property
    def features(self) -> frozenset[Feature]:
        """What the board offers to flows."""
        return features_of(self.driver.capabilities, self.settings)

    async def listen(self, on_call: OnCall) -> None:
        """Serve calls until cancelled."""
        self._on_call = on_call
        with tempfile.TemporaryDirectory(prefix="dialoom-tones-") as folder:
            tones = await asyncio.to_thread(self._prepare, Path(folder))
            pause = FIRST_PAUSE
            while True:
                began = asyncio.get_running_loop().time()
                await self._serve(tones)
                if asyncio.get_running_loop().time() - began > self.settings.reopen_limit:
                    pause = FIRST_PAUSE
                log.warning(
                    "The voice board serves no calls: %s; trying again in %.2f s", self._trouble, pause
                )
                await asyncio.sleep(pause)
                pause = min(2 * pause, self.settings.reopen_limit)

    async def originate(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Call out without a caller; whoever gets the leg ends it."""
        lines = self._lines
        if lines is None or not lines.board.is_alive:
            raise AdapterError("card_away", AWAY, retryable=True)
        if Feature.DIAL not in self.features:
            message = Words("The voice board has no lines for calls out.", "语音板卡没有可用于外呼的线路。")
            raise AdapterError("feature_missing", message)
        dialled = await call_out(lines, CallOut((target,), ring, caller_id), caller=None)
        if isinstance(dialled.leg, CardCall):
            dialled.leg.is_callers = True
        return dialled

    async def health(self) -> Mapping[str, str]:
        """Tell how the library is, and each line that cannot be used; without `listen`, start the library to see."""
        lines = self._lines
        if lines is None:
            return {"board": self._trouble or await self._try_board()}
        return {"board": lines.alarm or self._trouble or "ok"} | survey.line_troubles(self.settings, lines)

    async def examine(self) -> Sequence[Finding]:
        """Look at the library and the lines; not for a board that another process serves."""
        return survey.findings(await self.health())

    def systems(self) -> Sequence[TelephoneSystem]:
        """Return how the board is."""
        return [survey.state_of(self.settings, self._lines, self._trouble)]

    def system_of(self, call_id: str) -> str:  # noqa: ARG002 - there is one library
        """There is but one."""
        return ""

    def holdings(self) -> list[str]:
        """Name the lines in use and the errands under way; a quiet engine has none."""
        lines = self._lines
        if lines is None:
            return []
        return [f"line {number}" for number in lines.legs] + ["errand"] * lines.errands

    # The board

    def _prepare(self, folder: Path) -> Tones:
        recordings = self.settings.recordings
        try:
            recordings.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"{recordings}: {error.strerror}"
            message = Words(f"The folder of recordings cannot be made: {why}.", f"无法创建录音文件夹 {why}。")
            raise AdapterError("recordings_failed", message) from error
        return make_tones(folder, self.settings.play_format)

    async def _serve(self, tones: Tones) -> None:
        """Open the board and serve its calls until it fails."""
        board = self._make_board(self.driver, self.settings.busy_tone.cadence())
        try:
            found = await board.open(OPENS_WITHIN)
        except DriverError as error:
            self._trouble = str(error)
            await board.close()
            return
        lines = self._lines = Lines(self.settings, board, found, tones)
        lines.on_free = self._ring
        self._trouble = ""
        self.is_open.set()
        board.listen(self._take)
        try:
            self._trouble = await self._watch(lines)
        finally:
            self.is_open.clear()
            await self._stop(lines)
            self._lines = None

    async def _watch(self, lines: Lines) -> str:
        """Return why the board failed; while its library hangs there are no calls, and it is waited for."""
        board = lines.board
        while True:
            beats = board.beats
            done, _ = await asyncio.wait({board.failure}, timeout=self.settings.hang_limit)
            if done:
                _lose_all(lines)
                return f"the library failed: {board.failure.result()}"
            if board.beats == beats and not board.is_hung:
                board.is_hung = True
                self._trouble = "the library does not come back from a call"
                log.error("The voice board's library hangs; every call on it has ended")
                _lose_all(lines)
            elif board.beats != beats and board.is_hung:
                board.is_hung = False
                self._trouble = ""
                log.warning("The voice board's library goes on; its lines are hung up")
                for number in lines.known:
                    lines.tell_soon(partial(_hang_up, number))

    async def _stop(self, lines: Lines) -> None:
        """Let every call come to its end, those cut off whose flow does not let go; then end the library."""
        for leg in list(lines.legs.values()):
            leg.end("system", "shutdown")
        if self._calls:
            await asyncio.wait(self._calls, timeout=GOODBYE)
        for task in list(self._calls):
            task.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await lines.settle(GOODBYE)
        if not await lines.board.close():
            log.error("The voice board's library does not let its thread go")

    async def _try_board(self) -> str:
        """Start the library, only to see whether it does."""
        board = self._make_board(self.driver, self.settings.busy_tone.cadence())
        try:
            found = {line.number for line in await board.open(OPENS_WITHIN)}
        except DriverError as error:
            return str(error)
        finally:
            await board.close()
        missing = ", ".join(str(number) for number in sorted(self.settings.wanted() - found))
        return f"lines that are not on the board: {missing}" if missing else "ok"

    # Events and calls

    def _take(self, events: list[Event]) -> None:
        lines = self._lines
        if lines is None:
            return
        for event in events:
            match event:
                case Ring():
                    self._ring(event)
                case Fault():
                    _take_fault(lines, event)
                case _:
                    leg = lines.legs.get(event.line)
                    if leg:
                        leg.take(event)
                    if isinstance(event, HungUp):
                        lines.knocks.pop(event.line, None)

    def _ring(self, ring: Ring) -> None:
        lines = self._lines
        group = self.settings.group_of(ring.line)
        if lines is None or group is None or group.use == "out" or not lines.board.is_alive:
            return
        leg = lines.legs.get(ring.line)
        if leg and leg.ended:
            if leg.kind != "trunk":  # an analogue line rings again by itself
                lines.knocks[ring.line] = ring
        elif leg:
            leg.rang()
        elif lines.is_free(ring.line):
            # The network tells an analogue line who calls between the first and the second ring.
            if (
                lines.known[ring.line].kind == "trunk"
                and ring.count < self.settings.rings
                and not ring.caller
            ):
                return
            info = CallInfo(f"card-{uuid.uuid4().hex}", ring.caller, ring.called or group.number)
            self._begin(CardCall(lines, ring.line, info))

    def _begin(self, call: CardCall) -> None:
        assert self._on_call
        call.lines.legs[call.line] = call
        call.rang()
        task = asyncio.get_running_loop().create_task(run_to_its_end(call, self._on_call))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)


def _take_fault(lines: Lines, fault: Fault) -> None:
    """A line with an alarm takes no calls; the call on it is over."""
    if fault.line is None:
        lines.alarm = fault.alarm
    elif fault.alarm:
        lines.faults[fault.line] = fault.alarm
    else:
        lines.faults.pop(fault.line, None)
    if fault.alarm:
        log.warning("Alarm of the voice board, line %s: %s", fault.line, fault.alarm)
        for leg in list(lines.legs.values()):
            if fault.line in (None, leg.line):
                leg.end("system", "line_fault")


def _hang_up(line: int, driver: CardDriver) -> None:
    driver.hang_up(line, FAILURE)


def _lose_all(lines: Lines) -> None:
    """The library is away: every call is over, and what was still to be done for it is not."""
    for leg in list(lines.legs.values()):
        leg.finish("system", "board_lost")
        lines.forget(leg)
    lines.board.give_up_orders()

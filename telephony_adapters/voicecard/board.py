"""One board's library and the one thread that touches it; the event loop asks, and is told.

The thread takes the commands that wait, then polls: events reach the loop in their order, all of a poll together.  What
a library does to the thread is not in our hands, so the loop watches it: `is_alive` is false while a call into the
library does not return, or once polling has failed.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from flowengine.errors import AdapterError
from flowengine.words import Words
from telephony_adapters.voicecard.busy_tone import BusyToneEar, Cadence
from telephony_adapters.voicecard.driver import CardDriver, DriverError, Event, HungUp, Line, Sound

Result = TypeVar("Result")

POLL_MS = 10  # the longest that a command waits for the thread, and a third of what a caller could notice
CLOSES_WITHIN = 3.0  # seconds

AWAY = Words("The voice board does not answer.", "语音板卡没有响应。")


@dataclass(slots=True)
class Errand:
    """One command, and the future of its result on the loop."""

    work: Callable[[CardDriver], object]
    done: asyncio.Future[object]

    def carry_out(self, driver: CardDriver) -> None:
        """Do it."""
        loop = self.done.get_loop()
        try:
            result = self.work(driver)
        except DriverError as error:
            _tell(loop, self._fail, error)
        except Exception as error:  # noqa: BLE001 - whatever a binding raises, whoever asked must know
            _tell(loop, self._fail, DriverError(type(error).__name__))
        else:
            _tell(loop, self._succeed, result)

    def refuse(self) -> None:
        """Called in the loop."""
        self._fail(AdapterError("card_away", AWAY, retryable=True))

    def _succeed(self, result: object) -> None:
        if not self.done.done():
            self.done.set_result(result)

    def _fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)
            self.done.exception()  # nobody need wait for it


class Board:
    """Runs one driver.  Made, opened and asked in the loop."""

    def __init__(self, driver: CardDriver, cadence: Cadence) -> None:
        self.capabilities = driver.capabilities
        self.beats = 0  # grows while the library lets the thread go on
        self.failure: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        self.is_hung = False
        self._driver = driver
        self._cadence = cadence
        self._on_events: Callable[[list[Event]], None] | None = None
        self._early: list[Event] = []  # a line may ring before anybody is told that the board is open
        self._loop = asyncio.get_running_loop()
        self._orders: deque[Errand] = deque()
        self._unsettled: deque[Errand] = deque()  # what waits for the end of the next whole step
        self._ears: dict[int, BusyToneEar] = {}
        self._opened: asyncio.Future[list[Line]] = self._loop.create_future()
        self._is_stopping = False
        self._over = asyncio.Event()

    @property
    def is_alive(self) -> bool:
        """Whether commands reach the library."""
        return not self.is_hung and not self.failure.done() and not self._is_stopping

    async def open(self, patience: float) -> list[Line]:
        """Start the library and the polling; DriverError when it cannot be, also when it takes longer."""
        self.start()
        try:
            async with asyncio.timeout(patience):
                return await asyncio.shield(self._opened)
        except TimeoutError:
            self.is_hung = True
            raise DriverError("the library does not come back from being opened") from None

    def listen(self, on_events: Callable[[list[Event]], None]) -> None:
        """Be told, in the loop, of everything that has happened and will."""
        self._on_events = on_events
        early, self._early = self._early, []
        if early:
            on_events(early)

    def start(self) -> None:
        """Begin the thread.  It must not hold up the end of the process when the library never lets it go."""
        threading.Thread(target=self._run, name="voice board", daemon=True).start()

    def do(self, work: Callable[[CardDriver], Result]) -> asyncio.Future[Result]:
        """Let the thread do something; the future has its result, or DriverError, or AdapterError `card_away`."""
        return self._enqueue(work, self._orders)

    def _enqueue(self, work: Callable[[CardDriver], Result], orders: deque[Errand]) -> asyncio.Future[Result]:
        done: asyncio.Future[Result] = self._loop.create_future()
        errand = Errand(work, done)  # type: ignore[arg-type]  # a future of any result takes that result
        if self.is_alive:
            orders.append(errand)
        else:
            errand.refuse()
        return done

    def watch_hang_up(self, line: int) -> asyncio.Future[None]:
        """Listen to a line for busy tone from now on."""

        def watch(driver: CardDriver) -> None:
            self._ears.pop(line, None)
            driver.watch_hang_up(line)

        return self.do(watch)

    def settle(self) -> asyncio.Future[None]:
        """Return what is done once the events are told of everything that was done before."""
        return self._enqueue(lambda _driver: None, self._unsettled)

    def give_up_orders(self) -> None:
        """What waits will not be done: the calls that it was for are over."""
        for orders in (self._orders, self._unsettled):
            while order := _next(orders):
                order.refuse()

    async def close(self) -> bool:
        """End the thread; false if the library does not let it go."""
        self._is_stopping = True
        try:
            async with asyncio.timeout(CLOSES_WITHIN):
                await self._over.wait()
        except TimeoutError:
            return False
        finally:
            self.give_up_orders()
        return True

    # In the thread

    def _run(self) -> None:
        try:
            if self.open_library():
                while not self._is_stopping:
                    self.step()
        except Exception as error:  # noqa: BLE001 - a library may fail in any way; its thread ends, and the loop knows
            _tell(self._loop, self._fail, error)
        finally:
            self.close_library()

    def open_library(self) -> bool:
        """Start the library."""
        try:
            lines = self._driver.open()
        except Exception as error:  # noqa: BLE001 - see _run
            _tell(self._loop, _settle, self._opened, error)
            return False
        _tell(self._loop, _settle, self._opened, lines)
        return True

    def step(self) -> None:
        """Do what waits to be done, then look what has happened."""
        settled = len(self._unsettled)
        while order := _next(self._orders):
            order.carry_out(self._driver)
        events = [event for found in self._driver.poll(POLL_MS) if (event := self._listen(found))]
        self.beats += 1
        if events:
            _tell(self._loop, self._deliver, events)
        for _ in range(settled):
            if order := _next(self._unsettled):
                order.carry_out(self._driver)

    def close_library(self) -> None:
        """End the library, whatever state it is in."""
        try:
            self._driver.close()
        except Exception as error:  # noqa: BLE001 - see _run
            _tell(self._loop, self._fail, error)
        finally:
            _tell(self._loop, self._over.set)

    def _listen(self, event: Event) -> Event | None:
        """Turn the sound of a line into the hang-up that it may tell; other events pass."""
        if not isinstance(event, Sound):
            if isinstance(event, HungUp):
                self._ears.pop(event.line, None)
            return event
        ear = self._ears.setdefault(event.line, BusyToneEar(self._cadence))
        if not ear.hear(np.frombuffer(event.samples, dtype="<i2")):
            return None
        del self._ears[event.line]
        return HungUp(event.line, "busy_tone", ear.heard_ms)

    # In the loop

    def _deliver(self, events: list[Event]) -> None:
        if self._on_events:
            self._on_events(events)
        else:
            self._early += events

    def _fail(self, error: Exception) -> None:
        if not self.failure.done():
            self.failure.set_result(error)


def _next(orders: deque[Errand]) -> Errand | None:
    """Take an order, if there is one; the other thread may have taken the last at this very moment."""
    try:
        return orders.popleft()
    except IndexError:
        return None


def _settle(opened: asyncio.Future[list[Line]], result: list[Line] | Exception) -> None:
    if isinstance(result, Exception):
        opened.set_exception(result)
        opened.exception()  # nobody waits for it any more when it came too late
    else:
        opened.set_result(result)


def _tell(loop: asyncio.AbstractEventLoop, work: Callable[..., None], *given: object) -> None:
    """Let the loop do something; a loop that is closed needs to know nothing any more."""
    try:
        loop.call_soon_threadsafe(work, *given)
    except RuntimeError:
        return

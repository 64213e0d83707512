"""Keeps where the calls in progress stand: looks at those that changed, and has the journal written by a thread.

No call waits for it.  What is written is about a tenth of a second old, so a process that dies takes that much with
it: a caller may have to press the last key again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from flowengine.continuation import Continuation, capture, to_bytes
from flowengine.endings import describe_failure
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.clock import Clock
    from flowengine.journal import Journal
    from flowengine.session import Session

log = logging.getLogger(__name__)

PAUSE = 0.1  # seconds from a change to the writing: changes of that time are written together
RETRY = 1.0  # seconds after a write that failed
AT_ONCE = 200  # calls looked at in one go: about two milliseconds of the event loop

TROUBLE = Words(
    "The state of the calls in progress cannot be written. Calls go on, but a restart would end them: "
    "look at the disk and the database.",
    "无法写入进行中通话的状态。通话照常进行，但此时重启会使通话中断，请检查磁盘和数据库。",
)

Complain = Callable[[Words | None], None]
"""Hears what is wrong when the journal cannot be written, and None when it can again."""


class Keeper:
    """Writes the journal for the sessions in `active`; a call that was never written has nothing to forget."""

    def __init__(
        self, journal: Journal, active: Mapping[str, Session], clock: Clock, complain: Complain
    ) -> None:
        self.lag = 0.0
        self._journal = journal
        self._active = active
        self._clock = clock
        self._complain = complain
        self._changed: dict[str, float] = {}
        self._ended: set[str] = set()
        self._written: set[str] = set()
        self._wanted = asyncio.Event()
        self._writing = asyncio.Lock()
        self._frozen: Mapping[str, Continuation] = {}
        self._failed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")

    async def load(self) -> Mapping[str, bytes]:
        """Return what an earlier process wrote; nothing when it cannot be read, which is complained of."""
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._thread, self._journal.load)
        except Exception as error:  # noqa: BLE001 - new calls are taken whatever a disk does
            self._tell(error)
            return {}
        self._written |= set(found)
        return found

    def mark(self, call: str) -> None:
        """Note that a call does not stand any more where it was last seen."""
        if call not in self._changed and not self._frozen:
            self._changed[call] = self._clock.time()
            self._wanted.set()

    def forget(self, call: str) -> None:
        """Note that a call is over."""
        if self._frozen:
            return
        self._changed.pop(call, None)
        self._ended.add(call)
        self._wanted.set()

    async def run(self) -> None:
        """Write until cancelled; what is left then is written by `settle`."""
        while True:
            await self._wanted.wait()
            await asyncio.sleep(PAUSE)  # first the prompt that a key asks for, which the writing would delay
            if not await self._write():
                await asyncio.sleep(RETRY)

    async def settle(self) -> bool:
        """Write all that is to be written now; False when it cannot be."""
        async with self._writing:
            pass  # what is being written already comes first
        while self._changed or self._ended:
            if not await self._write():
                return False
        return True

    def freeze(self) -> None:
        """Look at every call now: where it stands at this moment is what `settle` writes, and nothing after it."""
        self._frozen = {one.info.id: one for one in self._look(self._active)}
        self._changed = dict.fromkeys(self._frozen, self._clock.time())

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    async def _write(self) -> bool:
        async with self._writing:
            changed = {call: self._changed.pop(call) for call in list(islice(self._changed, AT_ONCE))}
            ended, self._ended = self._ended, set()
            if not self._changed:
                self._wanted.clear()
            trouble: Exception | None = RuntimeError("it was not written to the end")
            try:
                trouble = await self._hand_to_thread(self._look(changed), ended)
            finally:
                if trouble is None:
                    self.lag = max((self._clock.time() - at for at in changed.values()), default=self.lag)
                else:
                    self._put_back(changed, ended)
            self._tell(trouble)
            return trouble is None

    async def _hand_to_thread(self, known: list[Continuation], ended: set[str]) -> Exception | None:
        over = ended & self._written
        if not known and not over:
            return None
        self._written |= {one.info.id for one in known}
        loop = asyncio.get_running_loop()
        trouble = await loop.run_in_executor(self._thread, _write, self._journal, known, over)
        if trouble is None:
            self._written -= over
        return trouble

    def _put_back(self, changed: Mapping[str, float], ended: set[str]) -> None:
        self._ended |= ended
        left = {call: at for call, at in changed.items() if call not in self._ended}
        self._changed = {**left, **self._changed}
        self._wanted.set()

    def _look(self, calls: Iterable[str]) -> list[Continuation]:
        """Return where these calls stand; one that still finds its way back stands where it is written."""
        moment = self._clock.now()
        found = [self._frozen[call] for call in calls if call in self._frozen]
        for call in calls:
            session = self._active.get(call)
            if session is None or session.diary is None or call in self._frozen:
                continue
            if not session.diary.replays:
                found.append(capture(session, moment))
        return found

    def _tell(self, trouble: Exception | None) -> None:
        failed = trouble is not None
        if failed == self._failed:
            return
        self._failed = failed
        if trouble is not None:
            log.error("the journal of calls cannot be used: %s", describe_failure(trouble))
        else:
            log.warning("the journal of calls can be used again")
        with contextlib.suppress(Exception):
            self._complain(TROUBLE if failed else None)


def _write(journal: Journal, known: list[Continuation], ended: set[str]) -> Exception | None:
    """Return what went wrong; a call that cannot be written must not keep the others from it."""
    batch = {}
    for one in known:
        try:
            batch[one.info.id] = to_bytes(one)
        except Exception as error:  # noqa: BLE001 - what an adapter keeps may be anything
            log.error("a call cannot be kept: %s", describe_failure(error))  # noqa: TRY400 - no values in logs
    try:
        journal.write(batch, ended)
    except Exception as error:  # noqa: BLE001 - calls go on whatever a disk does
        return error
    return None

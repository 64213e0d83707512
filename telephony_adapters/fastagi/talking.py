"""A target rung and talked to by EXEC Dial, which rings, connects and ends a talk in one command.

Who answers first runs a context of the dialplan that connects to us a second time: that connection is the target's
leg, and Dial connects both parties when it closes.
"""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from typing import TYPE_CHECKING

from flowengine.call import Dialled, DialOutcome, Talked
from telephony_adapters.fastagi import wire

if TYPE_CHECKING:
    from telephony_adapters.fastagi.call import FastAgiCall

log = logging.getLogger(__name__)

# A target becomes part of a dialplan command: nothing in it may begin a second channel, an option or a variable.
TARGET = re.compile(r"[A-Za-z0-9+*#][A-Za-z0-9+*#._]{0,63}")
STATUS = "${DIALSTATUS},${HANGUPCAUSE}"
REJECTED = "21"  # Q.850: call rejected, also what SIP's 403 and 603 become

OUTCOMES: dict[str, DialOutcome] = {"BUSY": "busy", "NOANSWER": "no_answer", "CANCEL": "no_answer"}


class Waiting:
    """The legs that are expected to connect, by the name that their Dial was given."""

    def __init__(self) -> None:
        self._expected: dict[str, asyncio.Future[FastAgiCall]] = {}

    def expect(self, name: str) -> asyncio.Future[FastAgiCall]:
        """Return the future of the leg with this name."""
        leg: asyncio.Future[FastAgiCall] = asyncio.get_running_loop().create_future()
        self._expected[name] = leg
        return leg

    def forget(self, name: str) -> None:
        """Nobody waits for this leg any more."""
        self._expected.pop(name, None)

    def give(self, name: str, leg: FastAgiCall) -> bool:
        """Give a leg to whoever expects it; False if nobody does."""
        expected = self._expected.pop(name, None)
        if expected is None or expected.done():
            return False
        expected.set_result(leg)
        return True


class Talk:
    """One Dial: `leg` is the target once it answered."""

    def __init__(self, caller: FastAgiCall, target: str, caller_id: str, waiting: Waiting) -> None:
        self.leg: FastAgiCall | None = None
        self._caller, self._target, self._caller_id = caller, target, caller_id
        self._waiting = waiting
        self._dialling: asyncio.Task[wire.Answer] | None = None

    async def ring(self, seconds: float) -> Dialled:
        """Ring; `CallEnded` as soon as the caller leaves, and then the target stops ringing."""
        if not TARGET.fullmatch(self._target):
            return Dialled("failed")
        name = uuid.uuid4().hex
        answered = self._waiting.expect(name)
        self._dialling = asyncio.create_task(self._dial(seconds, name))
        # It ends with the call when nobody waits for it any more.
        self._dialling.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            both: set[asyncio.Future[wire.Answer] | asyncio.Future[FastAgiCall]] = {self._dialling, answered}
            limit = seconds + self._caller.settings.answer_limit
            done, _ = await asyncio.wait(both, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                self._caller.give_up()
        finally:
            self._waiting.forget(name)
        if answered.done():
            self.leg = answered.result()
            return Dialled("answered", self.leg)
        await self._dialling  # raises CallEnded when the caller has left
        return Dialled(await self._outcome())

    async def connect(self) -> Talked:
        """Let the parties talk until one leaves; see `Call.bridge`."""
        assert self.leg
        assert self._dialling
        loop = asyncio.get_running_loop()
        began = loop.time()
        self.leg.hand_over()
        await self._dialling
        self._caller.clear_keys()
        return Talked(loop.time() - began, "other")

    async def _dial(self, seconds: float, name: str) -> wire.Answer:
        settings = self._caller.settings
        text = wire.dial(
            settings.dial.replace("{target}", self._target),
            ring=seconds,
            caller_id=re.sub(r"[^A-Za-z0-9+*#._-]", "", self._caller_id),
            answered=settings.answered_context,
            name=name,
        )
        return await self._caller.command(text, None)

    async def _outcome(self) -> DialOutcome:
        status, _, cause = (await self._caller.command(wire.evaluate(STATUS))).note.partition(",")
        if status == "ANSWER":
            log.error("A target answered, but the dialplan has no context to connect it to the engine")
            return "failed"
        return "rejected" if cause == REJECTED else OUTCOMES.get(status, "failed")

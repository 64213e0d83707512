"""The calls in progress, as a reader of their events."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flowengine.call import CallInfo
from flowengine.trace import CallStarted, Ended, Event, NodeEntered, Sink


@dataclass(frozen=True, slots=True)
class ActiveCall:
    """A call in progress and the step it is at."""

    id: str
    at: str
    caller: str
    called: str
    flow: str
    version: int
    node: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the call as the socket carries it."""
        return {key: getattr(self, key) for key in self.__match_args__}


class Monitor:
    """Follows every call; `changed` hears of each change as {"call": ...} or {"ended": id}."""

    def __init__(self, changed: Callable[[object], None]) -> None:
        self._changed = changed
        self._calls: dict[str, ActiveCall] = {}
        self._lock = threading.Lock()

    def listen(self, info: CallInfo) -> Sink:
        """Return the sink of one call."""
        call = info.id

        def take(event: Event) -> None:
            match event:
                case CallStarted():
                    self._put(_active(event))
                case NodeEntered():
                    self._moved(call, event.node)
                case Ended():
                    self._ended(call)

        return take

    def active(self) -> list[dict[str, object]]:
        """Return the calls in progress."""
        with self._lock:
            return [call.to_json() for call in self._calls.values()]

    def _put(self, call: ActiveCall) -> None:
        with self._lock:
            self._calls[call.id] = call
            self._changed({"call": call.to_json()})

    def _moved(self, call: str, node: str) -> None:
        known = self._calls.get(call)
        if known:
            self._put(replace(known, node=node))

    def _ended(self, call: str) -> None:
        with self._lock:
            self._calls.pop(call, None)
            self._changed({"ended": call})


def _active(event: CallStarted) -> ActiveCall:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return ActiveCall(event.call, at, event.caller, event.called, event.flow, event.version)

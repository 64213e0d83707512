"""The test telephone of one page: one call at a time, and its updates in order for the socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from designer.api.models import ProblemOut
from designer.errors import Missing
from designer.live.commands import HangUp, HavePlayed, PressKey, Speak, StartTestCall
from designer.publishing import compile_draft
from designer.services import Services
from designer.testcall import Happened, Order, Over, TestCall, Update
from flowengine.compiler import CompiledFlow
from flowengine.errors import DefinitionError, IvrError
from flowengine.hotlines import Hotline
from flowengine.problems import Problem
from flowengine.project import Project
from flowengine.schedules.conflicts import flows_of
from flowengine.trace import CallStarted, VariableSet
from flowengine.words import Words
from flowengine.writer import source_of

log = logging.getLogger(__name__)

_OURS = Words(
    "The call could not begin. The log of the server says more.", "无法开始试拨，详情请查看服务器日志。"
)


@dataclass
class Line:
    """One page's test telephone; its methods run on the web server's loop, its calls on the engine's."""

    services: Services
    loop: asyncio.AbstractEventLoop
    updates: asyncio.Queue[tuple[int, Update | Mapping[str, object]]] = field(default_factory=asyncio.Queue)
    _call: TestCall | None = None
    _calls: int = 0
    _variables: dict[str, object] = field(default_factory=dict)

    def start(self, command: StartTestCall) -> Coroutine[None, None, None]:
        """End the call in progress and return the work that begins the next one; hanging up meanwhile stops it."""
        self.hang_up()
        return self._begin(self._calls, command)

    async def _begin(self, call: int, command: StartTestCall) -> None:
        """Compile the draft in a thread and call it."""
        try:
            order = await asyncio.to_thread(self._order, command)
        except IvrError as error:
            self.updates.put_nowait((call, {"refused": {"problems": _problems(error)}}))
            return
        except Exception:  # the page must not wait for a call that never comes
            log.exception("a test call could not begin")
            self.updates.put_nowait((call, {"refused": {"problems": [_told(Problem("internal", _OURS))]}}))
            return
        if call == self._calls and self.services.test_calls:
            self._variables = dict(order.flow.variables)
            self._call = self.services.test_calls.start(order, lambda update: self._hear(call, update))

    def act(self, command: PressKey | HavePlayed | Speak | HangUp) -> None:
        """Do what the caller does; harmless when there is no call."""
        if self._call is None:
            if isinstance(command, HangUp):
                self._give_up()
            return
        match command:
            case PressKey():
                self._call.press(command.key)
            case HavePlayed():
                self._call.played(command.id)
            case Speak():
                self._call.speech(command.seconds)
            case HangUp():
                self._call.hang_up()

    def hang_up(self) -> None:
        """End the call in progress; what it still says is not for this page any more."""
        self._calls += 1
        if self._call is not None:
            self._call.hang_up()
            self._call = None

    def _give_up(self) -> None:
        """Hang up before the call has begun: its draft may still be compiled, and is then not called."""
        self._calls += 1
        self.updates.put_nowait((self._calls, Over("caller", "normal", 0.0)))

    async def next_updates(self) -> list[object]:
        """Wait for updates and return all that are there, as the socket carries them."""
        taken = [await self.updates.get()]
        while not self.updates.empty():
            taken.append(self.updates.get_nowait())
        return [one for call, update in taken if call == self._calls for one in self._said(update)]

    def _said(self, update: Update | Mapping[str, object]) -> list[object]:
        if isinstance(update, Mapping):
            return [update]
        if not (isinstance(update, Happened) and isinstance(update.event, CallStarted | VariableSet)):
            return [update.to_json()]
        if isinstance(update.event, VariableSet):
            self._variables[update.event.variable] = update.event.value
        return [update.to_json(), {"variables": dict(self._variables)}]

    def _hear(self, call: int, update: Update) -> None:
        """Take an update from the engine's thread."""
        try:
            self.loop.call_soon_threadsafe(self.updates.put_nowait, (call, update))
        except RuntimeError:
            log.debug("a test call outlived the server")

    def _order(self, command: StartTestCall) -> Order:
        workspace = self.services.workspace
        document = command.document
        if document is None:
            document = workspace.draft(command.flow).source.document
        if command.begin_at is not None:
            document = {**document, "start": command.begin_at}
        project = workspace.project_with(command.flow, source_of(document, f"{command.flow}/flow.yaml"))
        number, at = _number_of(command.flow, project), command.at.astimezone() if command.at else None
        return Order(
            flow=self._compiled(command.flow, project),
            caller=command.caller,
            called=number,
            at=at,
            language=command.language,
            dial=command.dial,
            timetable=project.timetable,
            chosen=project.chosen_for(number, at or datetime.now(UTC)),
        )

    def _compiled(self, flow_id: str, project: Project) -> CompiledFlow:
        if self.services.test_calls is None:
            raise Missing("no_test_calls", "Test calls are not available here.", "此处无法进行试拨。")
        self.services.voices.refresh()
        return compile_draft(flow_id, project, self.services.voices)


def _number_of(flow_id: str, project: Project) -> str:
    return next(
        (number for number, hotline in project.numbers.items() if _leads_to(flow_id, hotline, project)), ""
    )


def _leads_to(flow_id: str, hotline: Hotline, project: Project) -> bool:
    schedule = project.book.schedules.get(hotline.schedule)
    return flow_id in dict(flows_of(schedule)) if schedule else hotline.flow == flow_id


def _problems(error: IvrError) -> list[object]:
    problems = error.problems if isinstance(error, DefinitionError) else [Problem(error.code, error.message)]
    return [_told(one) for one in problems]


def _told(problem: Problem) -> dict[str, object]:
    return ProblemOut.of(problem).model_dump(by_alias=True)

"""Opening a workspace for work: every part built, wired, started, and stopped in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from designer.alarms import Alarms
from designer.calling_out import CallingOut
from designer.live.answers import AnswerWatch
from designer.live.board import Board
from designer.live.hub import Hub
from designer.live.monitor import Attend, Monitor
from designer.live.outgoing import Placing, all_attend
from designer.live.tenure import Tenure, tenure
from designer.prompts import PromptBook
from designer.published import FrozenVoices, PublishedFlows
from designer.publishing import Publishing
from designer.schedules import SchedulePublishing
from designer.services import Check, Services
from designer.store.audit import Audit
from designer.store.calls import CallRecords
from designer.store.database import Database
from designer.store.emergencies import EmergencyStore
from designer.store.journal import CallJournal
from designer.store.live_calls import LiveCalls
from designer.store.notices import Notices, open_notices
from designer.store.outgoing import OutgoingCalls
from designer.store.settings import Settings
from designer.store.versions import VersionStore
from designer.studio import PinStudio
from designer.supervising import Supervision
from designer.switch import PinSwitch
from designer.switchboard import Switchboard
from designer.testcall import TestCalls
from designer.workspace.drafts import SCHEDULES, Workspace
from designer.workspace.files import read_file, revision_of
from designer.workspace.hotlines import HotlinesFile
from designer.workspace.names import FLOW_FILE
from designer.workspace.watch import Watch
from flowengine.call import Feature
from flowengine.engine import SinkFor, Surroundings
from flowengine.limits import MAX_YAML_BYTES
from flowengine.recall import Durability
from flowengine.voice import Voice
from flowengine.words import Words
from voices.library import Voices
from voices.speech.offline import OfflineVoices
from voices.synthesis import Engine as Speech


@dataclass(frozen=True)
class Choices:
    """What a workspace is opened with.

    `database` is a URL, None for SQLite in the workspace; `redis` one of the server that brings notices of other
    processes, None for looking at the database; an engine that `stands_by` waits until nobody serves its telephone
    system; `password` goes before the stored one; `speech` renders texts, None for the offline voice; `test_calls` gets
    the voices that its calls speak with; `features` are what the telephone system offers.
    """

    workspace: Path
    database: str | None = None
    redis: str | None = None
    stands_by: bool = False
    password: str | None = None
    speech: Speech | None = None
    test_calls: Callable[[Voice], TestCalls] | None = None
    doctor: Callable[[], Sequence[Check]] = tuple
    features: frozenset[Feature] = frozenset(Feature)


@dataclass(frozen=True)
class Opened:
    """An open workspace: what the API works with, and what an engine needs to answer calls."""

    services: Services
    published: PublishedFlows
    sinks: Sequence[SinkFor]
    around: Surroundings
    durability: Callable[[str], Durability]
    """What makes the calls of a telephone system, by its name, outlive the process."""
    notices: Notices
    attend: Attend
    """What tells supervisors of an engine's calls while it works, and does what they order."""
    tenure: Tenure
    """What holds a telephone system, by its name, while its calls are answered."""


@contextmanager
def open_workspace(choices: Choices) -> Iterator[Opened]:
    """Open the workspace without threads of its own: for commands that do one thing."""
    with ExitStack() as stack:
        yield _build(choices, stack)


@contextmanager
def run_workspace(choices: Choices) -> Iterator[Opened]:
    """Open the workspace and follow it: published versions, changes on disk, call records."""
    with ExitStack() as stack:
        if choices.speech is None:
            voice = _offline_voice(choices.workspace, stack)
            voice.start()
            choices = replace(choices, speech=voice)
        opened = stack.enter_context(open_workspace(choices))
        watch = Watch(opened.services.workspace, lambda names: _tell(opened.services, names))
        stack.callback(opened.services.board.stop)
        for part in (opened.notices, opened.services.records, opened.published, watch):
            part.start()
            stack.callback(part.stop)
        yield opened


def _build(choices: Choices, stack: ExitStack) -> Opened:
    workspace = Workspace(choices.workspace, choices.features)
    database = _open_database(choices, workspace.state, stack)
    speech = choices.speech or _offline_voice(workspace.root, stack)
    voices = stack.enter_context(closing(Voices(workspace.root, workspace.state, engine=speech)))
    versions, frozen = VersionStore(database), FrozenVoices(workspace.state, VersionStore(database), speech)
    live, audit, prompts = LiveCalls(database), Audit(database), PromptBook(voices)
    monitor, board = Monitor(live), Board(live, lambda event: hub.publish("calls", event))
    emergencies, alarms, outgoing = EmergencyStore(database), Alarms(), OutgoingCalls(database)
    published = PublishedFlows(workspace, versions, frozen, emergencies, alarms)
    answers = _open_answers(published, lambda topic, event: hub.publish(topic, event))  # noqa: PLW0108 - comes later
    database.notices.follow("published", published.look_soon)
    schedules = SchedulePublishing(workspace, versions)
    hub = _hub(workspace, board, answers, schedules)
    services = Services(
        workspace=workspace,
        settings=Settings(database, password=choices.password),
        versions=versions,
        publishing=Publishing(workspace, versions, prompts, frozen),
        records=CallRecords(database),
        audit=audit,
        board=board,
        supervision=Supervision(live, audit),
        calling_out=CallingOut(outgoing, versions),
        prompts=prompts,
        voices=voices,
        test_calls=choices.test_calls(voices) if choices.test_calls else None,
        hub=hub,
        schedules=schedules,
        switchboard=Switchboard(workspace, versions, emergencies),
        hotlines=HotlinesFile(workspace),
        alarms=alarms,
        answers=answers,
        doctor=lambda: [*choices.doctor(), *_alarming(alarms)],
    )
    notices, held = database.notices, tenure(database, stands_by=choices.stands_by)
    attend = all_attend(monitor.attend, Placing(outgoing, published).attend)
    sinks = (services.records.listen, monitor.listen)
    durability = partial(_durability, database, published, alarms)
    return Opened(services, published, sinks, _around(services, published), durability, notices, attend, held)


def _open_database(choices: Choices, state: Path, stack: ExitStack) -> Database:
    database = Database.in_folder(state, choices.database)
    stack.callback(database.close)
    database.notices = open_notices(choices.redis, Settings(database))
    stack.callback(database.notices.stop)
    return database


def _open_answers(published: PublishedFlows, tell: Callable[[str, object], None]) -> AnswerWatch:
    answers = AnswerWatch(published, tell)
    published.looked = answers.look
    return answers


def _around(services: Services, published: PublishedFlows) -> Surroundings:
    studio = PinStudio(services.settings, services.prompts, services.voices, services.audit)
    return Surroundings(published.timetable, PinSwitch(services.settings, services.switchboard), studio)


def _durability(database: Database, published: PublishedFlows, alarms: Alarms, system: str) -> Durability:
    def complain(words: Words | None) -> None:
        if words:
            alarms.sound("calls in progress", words)
        else:
            alarms.clear("calls in progress")

    return Durability(CallJournal(database, system), published, complain)


def _offline_voice(workspace: Path, stack: ExitStack) -> OfflineVoices:
    voice = OfflineVoices(workspace)
    stack.callback(voice.close)
    return voice


def _hub(workspace: Workspace, board: Board, answers: AnswerWatch, schedules: SchedulePublishing) -> Hub:
    return Hub(
        {
            "flows": lambda: _flows(workspace),
            "calls": board.active,
            "publishing": list,
            "schedules": lambda: _schedules(schedules),
            "hotlines": answers.hotlines,
            "emergency": lambda: {"active": answers.active()},
        }
    )


def _flows(workspace: Workspace) -> list[dict[str, object]]:
    return [{"id": flow_id, "revision": workspace.revision(flow_id)} for flow_id in workspace.flow_ids()]


def _schedules(schedules: SchedulePublishing) -> list[dict[str, object]]:
    return [{"id": plan, "revision": schedules.files.revision(plan)} for plan in schedules.files.ids()]


def _alarming(alarms: Alarms) -> list[Check]:
    return [Check(one.subject, ok=False, message=one.message) for one in alarms.active()]


def _tell(services: Services, names: frozenset[str]) -> None:
    """Report the files of flows and schedules that changed on disk; one that is gone has the revision ""."""
    for name in sorted(names):
        flow_id, _, file = name.partition("/")
        if file == FLOW_FILE:
            revision = services.workspace.revision(flow_id)
            services.hub.publish("flows", {"id": flow_id, "revision": revision, "changed_by": "disk"})
        elif flow_id == SCHEDULES:
            plan = file.removesuffix(".yaml")
            event = {
                "id": plan,
                "revision": revision_of(read_file(services.workspace.root / name, MAX_YAML_BYTES)),
            }
            services.hub.publish("schedules", {**event, "changed_by": "disk"})

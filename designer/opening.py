"""Opening a workspace for work: every part built, wired, started, and stopped in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from designer.live.hub import Hub
from designer.live.monitor import Monitor
from designer.prompts import PromptBook
from designer.published import FrozenVoices, PublishedFlows
from designer.publishing import Publishing
from designer.services import Check, Services
from designer.store.audit import Audit
from designer.store.calls import CallRecords
from designer.store.database import Database
from designer.store.settings import Settings
from designer.store.versions import VersionStore
from designer.testcall import TestCalls
from designer.workspace.drafts import Workspace
from designer.workspace.names import FLOW_FILE
from designer.workspace.watch import Watch
from flowengine.engine import SinkFor
from flowengine.voice import Voice
from voices.library import Voices
from voices.speech.espeak import EspeakEngine
from voices.synthesis import Engine as Speech


@dataclass(frozen=True)
class Choices:
    """What a workspace is opened with.

    `database` is a URL, None for SQLite in the workspace; `password` goes before the stored one; `speech` renders
    texts, None for the offline voice; `test_calls` gets the voices that its calls speak with.
    """

    workspace: Path
    database: str | None = None
    password: str | None = None
    speech: Speech | None = None
    test_calls: Callable[[Voice], TestCalls] | None = None
    doctor: Callable[[], Sequence[Check]] = tuple


@dataclass(frozen=True)
class Opened:
    """An open workspace: what the API works with, and what an engine needs to answer calls."""

    services: Services
    published: PublishedFlows
    sinks: Sequence[SinkFor]


@contextmanager
def open_workspace(choices: Choices) -> Iterator[Opened]:
    """Open the workspace without threads of its own: for commands that do one thing."""
    with ExitStack() as stack:
        yield _build(choices, stack)


@contextmanager
def run_workspace(choices: Choices) -> Iterator[Opened]:
    """Open the workspace and follow it: published versions, changes on disk, call records."""
    with open_workspace(choices) as opened, ExitStack() as stack:
        watch = Watch(opened.services.workspace, lambda names: _tell(opened.services, names))
        for part in (opened.services.records, opened.published, watch):
            part.start()
            stack.callback(part.stop)
        yield opened


def _build(choices: Choices, stack: ExitStack) -> Opened:
    workspace = Workspace(choices.workspace)
    database = Database.in_folder(workspace.state, choices.database)
    stack.callback(database.close)
    speech = choices.speech or _offline_voice(stack)
    voices = Voices(workspace.root, workspace.state, engine=speech)
    stack.callback(voices.close)
    versions, frozen = VersionStore(database), FrozenVoices(workspace.state, VersionStore(database), speech)
    prompts = PromptBook(voices)
    monitor = Monitor(lambda event: hub.publish("calls", event))
    hub = Hub({"flows": lambda: _flows(workspace), "calls": monitor.active, "publishing": list})
    services = Services(
        workspace=workspace,
        settings=Settings(database, password=choices.password),
        versions=versions,
        publishing=Publishing(workspace, versions, prompts, frozen),
        records=CallRecords(database),
        audit=Audit(database),
        prompts=prompts,
        voices=voices,
        test_calls=choices.test_calls(voices) if choices.test_calls else None,
        hub=hub,
        doctor=choices.doctor,
    )
    published = PublishedFlows(workspace, versions, frozen)
    return Opened(services, published, (services.records.listen, monitor.listen))


def _offline_voice(stack: ExitStack) -> EspeakEngine:
    voice = EspeakEngine()
    stack.callback(voice.close)
    return voice


def _flows(workspace: Workspace) -> list[dict[str, object]]:
    return [{"id": flow_id, "revision": workspace.revision(flow_id)} for flow_id in workspace.flow_ids()]


def _tell(services: Services, names: frozenset[str]) -> None:
    """Report the flow files that changed on disk; one that is gone has the revision ""."""
    for name in sorted(names):
        flow_id, _, file = name.partition("/")
        if file == FLOW_FILE:
            revision = services.workspace.revision(flow_id)
            services.hub.publish("flows", {"id": flow_id, "revision": revision, "changed_by": "disk"})

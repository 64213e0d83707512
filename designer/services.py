"""Everything the API works with, wired once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from designer.alarms import Alarms
from designer.calling_out import CallingOut
from designer.live.answers import AnswerWatch
from designer.live.board import Board
from designer.live.hub import Hub
from designer.prompts import PromptBook
from designer.publishing import Publishing
from designer.schedules import SchedulePublishing
from designer.store.audit import Audit
from designer.store.calls import CallRecords
from designer.store.settings import Settings
from designer.store.versions import VersionStore
from designer.supervising import Supervision
from designer.switchboard import Switchboard
from designer.testcall import TestCalls
from designer.tries import Tries
from designer.workspace.drafts import Workspace
from designer.workspace.hotlines import HotlinesFile
from flowengine.words import Words
from voices.library import Voices


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a doctor looked at."""

    name: str
    ok: bool
    message: Words


@dataclass(frozen=True)
class Services:
    """What views and commands share; all of it may be used from any thread."""

    workspace: Workspace
    settings: Settings
    versions: VersionStore
    publishing: Publishing
    records: CallRecords
    audit: Audit
    board: Board
    supervision: Supervision
    calling_out: CallingOut
    prompts: PromptBook
    voices: Voices
    test_calls: TestCalls | None
    hub: Hub
    schedules: SchedulePublishing
    switchboard: Switchboard
    hotlines: HotlinesFile
    alarms: Alarms
    answers: AnswerWatch
    doctor: Callable[[], Sequence[Check]]
    tries: Tries = field(default_factory=Tries)

"""The published flows, compiled: number -> hotline or its schedule -> live version.  Calls in progress keep theirs."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from designer.alarms import Alarms
from designer.loading import Loaded, Loading
from designer.schedule_alarms import LONG, YEARS, long_emergencies, year_alarms
from designer.schedules import PREFIX
from designer.store.emergencies import EmergencyStore
from designer.store.notices import Wake
from designer.store.versions import Content, Version, VersionStore
from designer.timetable import PublishedTimetable
from designer.workspace.drafts import HOTLINES_FILE, Workspace
from designer.workspace.files import Stamp, stamp_of
from flowengine.compiler import CompiledFlow
from flowengine.engine import Scheduled
from flowengine.errors import IvrError
from flowengine.hotlines import Hotline, read_hotlines
from flowengine.schedules.model import Answer
from flowengine.timetable import Chosen
from flowengine.unanswered import notice_flow
from flowengine.words import Words
from voices.files import write_whole
from voices.lexicon import LexiconFile
from voices.library import Voices
from voices.prompts_folder import FOLDER as PROMPTS
from voices.synthesis import Engine

PERIOD = 0.4  # seconds between two looks at the pointer: new calls take a new version within half a second

log = logging.getLogger(__name__)


class FrozenVoices:
    """Voices over the prompts that a version froze; sounds are shared through the workspace's cache."""

    def __init__(self, state: Path, versions: VersionStore, engine: Engine) -> None:
        self._state = state
        self._versions = versions
        self._engine = engine
        self._lexicon = LexiconFile(state.parent / PROMPTS)

    @contextmanager
    def of(self, content: Content, recordings: Mapping[str, bytes] | None = None) -> Iterator[Voices]:
        """Open the voices of one version; recordings not given come from the store."""
        folder = self._state / "published" / content.hash
        if not (folder / "prompts" / "prompts.yaml").exists():
            self._lay_out(folder / "prompts", content, recordings or {})
        voices = Voices(folder, self._state, engine=self._engine, lexicon=self._lexicon)
        try:
            yield voices
        finally:
            voices.close()

    def _lay_out(self, folder: Path, content: Content, recordings: Mapping[str, bytes]) -> None:
        prompts: dict[str, dict[str, dict[str, str]]] = {}
        for name, languages in content.prompts.items():
            for language, one in languages.items():
                variant = {"text": one["text"]} if one.get("text") else {}
                if "recording" in one:
                    variant["recording"] = file = one["recording"] + one["ending"]
                    data = recordings.get(one["recording"]) or self._versions.recording(one["recording"])
                    write_whole(folder / file, data)
                prompts.setdefault(name, {})[language] = variant
        text = json.dumps({"dialoom": "1", "prompts": prompts}, ensure_ascii=False)  # JSON is YAML
        write_whole(folder / "prompts.yaml", text.encode())


class PublishedFlows:
    """The source of flows for an engine; a thread of its own follows the pointers, emergencies and the hotlines.

    `timetable` answers for the published schedules; `looked` is called after every look.
    """

    def __init__(
        self,
        workspace: Workspace,
        versions: VersionStore,
        voices: FrozenVoices,
        emergencies: EmergencyStore,
        alarms: Alarms,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.timetable = PublishedTimetable(alarms)
        self.looked: Callable[[], None] = lambda: None
        self.versions: Mapping[str, int] = {}
        self._emergencies = emergencies
        self._alarms = alarms
        self._now = now
        self._notice = notice_flow()
        self._workspace = workspace
        self._versions = versions
        self._voices = voices
        self._stamp = -1
        self._loaded: Mapping[str, Loaded] = {}
        self._hotlines: Mapping[str, Hotline] = {}
        self._hotlines_stamp: Stamp | None = None
        self._wake = Wake()
        self._refreshing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="follow published flows", daemon=True)

    def start(self) -> None:
        """Load what is live, then follow it."""
        self.refresh()
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._wake.end()
        self._thread.join()

    def look_soon(self, _notice: object = None) -> None:
        """Look now, not when the time has come; to be told by others that something changed."""
        self._wake.call()

    def flow_for(self, number: str) -> CompiledFlow | Scheduled | None:
        """Return the live flow that answers a hotline now; None for a number that is no hotline.

        A hotline is never without an answer: where the flow that should answer is not there, the schedule's closed
        flow and then a spoken notice do.
        """
        hotline = self._hotlines.get(number)
        if hotline is None:
            return None
        answer = self.answer(number)
        if answer is None:
            return self._flow(hotline.flow) or self._notice
        flow = self._flow(answer.flow) or self._otherwise(hotline) or self._notice
        return Scheduled(flow, Chosen(hotline.schedule, answer))

    def flow_named(self, flow_id: str) -> CompiledFlow | None:
        """Return the live version of a flow; None where none is published, or it cannot run."""
        return self._flow(flow_id)

    def kept_flow(self, flow_id: str, versions: Mapping[str, int]) -> CompiledFlow:
        """Return a flow, it and all that it calls in these versions, for a call that began with them.

        Raises IvrError where one of them is not there or cannot run.  It may take seconds.
        """
        live = self._flow(flow_id)
        if live is not None and live.versions == versions:
            return live
        wanted = {name: self._versions.version(name, number) for name, number in versions.items()}
        return Loading(wanted, {}, self._voices).compiled(flow_id)

    def answer(self, number: str) -> Answer | None:
        """Return what answers a hotline now by a schedule or an emergency; None where its flow simply does."""
        hotline, now = self._hotlines.get(number), self._now()
        if hotline is None:
            return None
        if hotline.schedule:
            return self.timetable.at(hotline.schedule, now, number)
        return self.timetable.emergency(number, now)

    def numbers(self) -> list[str]:
        """Return the numbers of all hotlines."""
        return list(self._hotlines)

    def is_live(self, flow_id: str) -> bool:
        """Say whether a flow is published and can run."""
        return flow_id in self._loaded

    def refresh(self) -> None:
        """Take over what changed since the last look."""
        with self._refreshing:
            self._read_hotlines()
            stamp, live = self._versions.pointer_stamp(), None
            if stamp != self._stamp:
                live = self._versions.live()
                self.versions = {name: one.version for name, one in live.items()}
                self._loaded = self._load({k: v for k, v in live.items() if not k.startswith(PREFIX)})
                self._stamp = stamp
            self.timetable.refresh(live, self._now())
            self.timetable.emergencies = self._emergencies.active(datetime.now(UTC))
            self._look_for_gaps()
        self.looked()

    def _flow(self, flow_id: str) -> CompiledFlow | None:
        loaded = self._loaded.get(flow_id)
        return loaded.flow if loaded else None

    def _otherwise(self, hotline: Hotline) -> CompiledFlow | None:
        """Return what answers where the right flow is not there."""
        live = self.timetable.live(hotline.schedule)
        return self._flow(live.schedule.closed_flow if live else hotline.flow)

    def _look_for_gaps(self) -> None:
        """Sound an alarm for every number whose callers would hear the notice or another flow than they should."""
        gaps = {}
        for number, hotline in self._hotlines.items():
            answer = self.answer(number)
            wanted = answer.flow if answer else hotline.flow
            if not wanted:
                gaps[f"hotline {number}"] = _no_schedule(number, hotline.schedule)
            elif not self.is_live(wanted):
                gaps[f"hotline {number}"] = _no_flow(number, wanted)
        for subject, words in gaps.items():
            if self._alarms.sound(subject, words):
                log.warning("%s", words.en)
        self._alarms.clear_all_but("hotline ", set(gaps))
        now = self._now()
        for kind, alarms in (
            (YEARS, year_alarms(self.timetable.schedules(), now)),
            (LONG, long_emergencies(self.timetable.emergencies, now)),
        ):
            known = dict(alarms)
            for subject, words in known.items():
                self._alarms.sound(subject, words)
            self._alarms.clear_all_but(kind, set(known))

    def _load(self, live: Mapping[str, Version]) -> Mapping[str, Loaded]:
        loading = Loading(live, self._loaded, self._voices)
        kept: dict[str, Loaded] = {}
        for flow_id in live:
            try:
                loading.compiled(flow_id)
            except IvrError as error:
                log.error("flow %s version %d cannot run: %s", flow_id, live[flow_id].version, error)  # noqa: TRY400
                loading.open.clear()
                if flow_id in self._loaded:
                    kept[flow_id] = self._loaded[flow_id]
        return {**kept, **loading.done}

    def _read_hotlines(self) -> None:
        stamp = stamp_of(self._workspace.root / HOTLINES_FILE)
        if stamp == self._hotlines_stamp:
            return
        self._hotlines_stamp = stamp
        source = self._workspace.source_of(HOTLINES_FILE)
        hotlines, problems = read_hotlines(source) if source else ({}, [])
        if hotlines or not problems:  # a file broken by an editor leaves the numbers that were good before
            self._hotlines = hotlines

    def _run(self) -> None:
        while True:
            self._wake.wait(PERIOD)
            if self._wake.is_over:
                return
            try:
                self.refresh()
            except (SQLAlchemyError, OSError):
                log.warning("the published flows could not be looked at; what is loaded stays in use")
            except Exception:  # new versions must be found tomorrow, whatever happens today
                log.exception("the published flows could not be taken over; what is loaded stays in use")


def _no_schedule(number: str, schedule: str) -> Words:
    return Words(
        f"{number} follows the schedule “{schedule}”, which is not published. Callers hear a notice.",
        f"{number} 所用的时间表“{schedule}”尚未发布，来电者只会听到一段通知。",
    )


def _no_flow(number: str, flow: str) -> Words:
    return Words(
        f"The flow “{flow}” should answer {number} now, but it is not published.",
        f"此刻应由流程“{flow}”应答 {number}，但它尚未发布。",
    )

"""The published flows, compiled: number -> hotline -> live version.  Calls in progress keep theirs."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from designer.store.versions import Content, Version, VersionStore
from designer.workspace.drafts import HOTLINES_FILE, Workspace
from designer.workspace.files import Stamp, stamp_of
from flowengine.compiler import CompiledFlow, compile_flow
from flowengine.errors import DefinitionError, IvrError
from flowengine.hotlines import read_hotlines
from flowengine.model import build_flow
from flowengine.problems import Problem
from flowengine.words import Words
from flowengine.yaml_text import read_yaml
from voices.files import write_whole
from voices.library import Voices
from voices.synthesis import Engine

PERIOD = 0.4  # seconds between two looks at the pointer: new calls take a new version within half a second

log = logging.getLogger(__name__)


class FrozenVoices:
    """Voices over the prompts that a version froze; sounds are shared through the workspace's cache."""

    def __init__(self, state: Path, versions: VersionStore, engine: Engine) -> None:
        self._state = state
        self._versions = versions
        self._engine = engine

    @contextmanager
    def of(self, content: Content, recordings: Mapping[str, bytes] | None = None) -> Iterator[Voices]:
        """Open the voices of one version; recordings not given come from the store."""
        folder = self._state / "published" / content.hash
        if not (folder / "prompts" / "prompts.yaml").exists():
            self._lay_out(folder / "prompts", content, recordings or {})
        voices = Voices(folder, self._state, engine=self._engine)
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


@dataclass(frozen=True, slots=True)
class Loaded:
    """A live flow and the compiled flows that it was compiled with."""

    version: int
    flow: CompiledFlow


@dataclass(slots=True)
class Loading:
    """One pass over the live versions; what did not change since the last pass is taken over."""

    live: Mapping[str, Version]
    before: Mapping[str, Loaded]
    voices: FrozenVoices
    done: dict[str, Loaded] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def compiled(self, flow_id: str) -> CompiledFlow:
        """Return a live flow ready to run; DefinitionError when it cannot be."""
        if flow_id not in self.done:
            self._enter(flow_id)
            self.done[flow_id] = self._unchanged(flow_id) or self._compile(self.live[flow_id])
            self.open.pop()
        return self.done[flow_id].flow

    def _enter(self, flow_id: str) -> None:
        if flow_id not in self.live:
            raise refused(
                "not_published",
                f"The flow “{flow_id}” that is called here is not published yet. Publish it first.",
                f"所调用的流程“{flow_id}”尚未发布，请先发布它。",
            )
        if flow_id in self.open:
            raise refused(
                "subflow_cycle", f"The flow “{flow_id}” calls itself.", f"流程“{flow_id}”调用了自己。"
            )
        self.open.append(flow_id)

    def _unchanged(self, flow_id: str) -> Loaded | None:
        known = self.before.get(flow_id)
        if known is None or known.version != self.live[flow_id].version:
            return None
        same = all(self.compiled(name) is part for name, part in known.flow.subflows.items())
        return known if same else None

    def _compile(self, version: Version) -> Loaded:
        with self.voices.of(version.content) as voice:
            document = read_yaml(version.content.text, f"{version.flow} {version.version}").document
            flow = compile_flow(build_flow(document), voice, self.compiled, version=version.version)
        return Loaded(version.version, flow)


class PublishedFlows:
    """The source of flows for an engine; a thread of its own follows the pointers and the hotlines."""

    def __init__(self, workspace: Workspace, versions: VersionStore, voices: FrozenVoices) -> None:
        self._workspace = workspace
        self._versions = versions
        self._voices = voices
        self._stamp = -1
        self._loaded: Mapping[str, Loaded] = {}
        self._hotlines: Mapping[str, str] = {}
        self._hotlines_stamp: Stamp | None = None
        self._stopped = threading.Event()
        self._refreshing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="follow published flows", daemon=True)

    def start(self) -> None:
        """Load what is live, then follow it."""
        self.refresh()
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._thread.join()

    def flow_for(self, number: str) -> CompiledFlow | None:
        """Return the live flow of a hotline's number; None when no flow answers it."""
        flow_id = self._hotlines.get(number)
        loaded = self._loaded.get(flow_id) if flow_id else None
        return loaded.flow if loaded else None

    def refresh(self) -> None:
        """Take over what changed since the last look."""
        with self._refreshing:
            self._read_hotlines()
            stamp = self._versions.pointer_stamp()
            if stamp != self._stamp:
                self._loaded = self._load()
                self._stamp = stamp

    def _load(self) -> Mapping[str, Loaded]:
        live = self._versions.live()
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
            self._hotlines = {number: hotline.flow for number, hotline in hotlines.items()}

    def _run(self) -> None:
        while not self._stopped.wait(PERIOD):
            try:
                self.refresh()
            except (SQLAlchemyError, OSError):
                log.warning("the published flows could not be looked at; what is loaded stays in use")
            except Exception:  # new versions must be found tomorrow, whatever happens today
                log.exception("the published flows could not be taken over; what is loaded stays in use")


def refused(code: str, en: str, zh: str) -> DefinitionError:
    """Return the error of a flow that cannot run for one reason."""
    return DefinitionError([Problem(code, Words(en, zh))])

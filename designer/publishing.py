"""Publishing: check the draft, freeze it with its prompts, render its sounds, make it live."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from designer.content import prompts_of
from designer.counted import Counted, Progress
from designer.errors import Stale, Unfit
from designer.prompts import PromptBook
from designer.published import FrozenVoices, Loading
from designer.store.versions import Content, Publication, Version, VersionStore
from designer.workspace.drafts import Draft, Workspace
from flowengine.compiler import CompiledFlow, compile_flow, compile_with_subflows
from flowengine.errors import DefinitionError
from flowengine.model import Flow, build_flow
from flowengine.problems import Problem
from flowengine.project import Project
from flowengine.voice import Voice
from voices.message import VoiceError


def _unseen(_done: int, _total: int) -> None:
    """Let the progress pass."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What publishing a draft would freeze."""

    content: Content
    files: Mapping[str, Path]

    def recordings(self) -> dict[str, bytes]:
        """Read the recordings; `Stale` when one was replaced since its hash was taken."""
        read = {known: path.read_bytes() for known, path in self.files.items()}
        for known, data in read.items():
            if hashlib.sha256(data).hexdigest() != known:
                raise Stale(known)
        return read


class Publishing:
    """Turns drafts into published versions."""

    def __init__(
        self, workspace: Workspace, versions: VersionStore, prompts: PromptBook, voices: FrozenVoices
    ) -> None:
        self._workspace = workspace
        self._versions = versions
        self._prompts = prompts
        self._voices = voices
        self._checked: dict[str, tuple[Project, str, list[Problem]]] = {}

    def publish(
        self, flow_id: str, *, revision: str | None, author: str, message: str, progress: Progress = _unseen
    ) -> Publication:
        """Publish a draft as it is on disk; blocks while sounds are rendered, of which `progress` hears.

        `Stale` when the draft is not of this revision (None: whatever it is), DefinitionError with all problems
        when it has errors.
        """
        draft = self._workspace.draft(flow_id)
        if revision is not None and revision != draft.revision:
            raise Stale(draft.revision)
        if not message.strip():
            raise Unfit("no_message", "Say in a few words what changed.", "请简要说明本次修改内容。")
        errors = [one for one in self.problems(draft) if one.severity == "error"]
        if errors:
            raise DefinitionError(errors)
        frozen = self.freeze(draft)
        recordings = frozen.recordings()
        self._render(draft, frozen.content, recordings, progress)
        return self._versions.publish(
            flow_id, frozen.content, author=author, message=message, recordings=recordings
        )

    def problems(self, draft: Draft) -> list[Problem]:
        """Return every problem of a draft; checked once for each state of all drafts."""
        project = self._workspace.project()
        known = self._checked.get(draft.id)
        if known is None or known[0] is not project or known[1] != draft.revision:
            known = (project, draft.revision, project.check_flow(draft.id))
            self._checked[draft.id] = known
        return known[2]

    def is_changed(self, draft: Draft, live: Version | None) -> bool:
        """Say whether publishing this draft would bring something new."""
        try:
            return live is None or self.freeze(draft).content.hash != live.hash
        except (VoiceError, UnicodeDecodeError):
            return True

    def freeze(self, draft: Draft) -> Frozen:
        """Return what publishing this draft would keep; the same hash as the live version means nothing changed."""
        prompts, files = self._prompts.freeze(prompts_of(draft.source.document))
        return Frozen(Content(draft.data.decode(), prompts), files)

    def _render(
        self, draft: Draft, content: Content, recordings: Mapping[str, bytes], progress: Progress
    ) -> None:
        total = sum(map(len, content.prompts.values()))
        others = Loading(self._versions.live(), {}, self._voices, open=[draft.id])
        with self._voices.of(content, recordings) as voice:
            compile_flow(build_flow(draft.source.document), Counted(voice, total, progress), others.compiled)


def compile_draft(flow_id: str, project: Project, voice: Voice) -> CompiledFlow:
    """Compile a draft and the drafts that it calls; blocks while sounds are rendered.

    DefinitionError with all problems when one of them has errors.
    """

    def find(name: str) -> Flow | None:
        if name not in project.flows:
            return None
        errors = [one for one in project.check_flow(name) if one.severity == "error"]
        if errors:
            raise DefinitionError(errors)
        return build_flow(project.flows[name].document)

    return compile_with_subflows(flow_id, find, voice)

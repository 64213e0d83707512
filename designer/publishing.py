"""Publishing: check the draft, freeze it with its prompts, render its sounds, make it live."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from designer.content import prompts_of
from designer.counted import Counted, Progress
from designer.errors import Stale, Unfit
from designer.loading import Loading
from designer.prompts import PromptBook
from designer.published import FrozenVoices
from designer.store.versions import Content, Publication, Version, VersionStore
from designer.workspace.drafts import Draft, Workspace
from flowengine.compiler import CompiledFlow, compile_flow, compile_with_subflows
from flowengine.errors import DefinitionError
from flowengine.model import Flow, build_flow
from flowengine.problems import Problem
from flowengine.project import Project
from flowengine.voice import Voice
from flowengine.words import Words
from flowengine.yaml_text import Source
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
        when it has errors or calls flows that are not published.
        """
        draft = self._expected(flow_id, revision, message)
        self._refuse_errors(draft)
        if unpublished := self.unpublished(flow_id, draft.source):
            raise DefinitionError([_not_published(unpublished)])
        frozen = self.freeze(draft)
        recordings = frozen.recordings()
        self._render(draft, frozen.content, recordings, progress)
        return self._versions.publish(
            flow_id, frozen.content, author=author, message=message, recordings=recordings
        )

    def publish_together(
        self, flow_id: str, *, revision: str | None, author: str, message: str, progress: Progress = _unseen
    ) -> list[Publication]:
        """Publish a draft after the flows that it calls and that are not published yet; the draft comes last.

        Raises as `publish` does, before anything is published if any of the drafts has errors.
        """
        draft = self._expected(flow_id, revision, message)
        called = self.unpublished(flow_id, draft.source)
        self._refuse_errors(*map(self._workspace.draft, called), draft)
        before = [self.publish(name, revision=None, author=author, message=message) for name in called]
        last = self.publish(
            flow_id, revision=draft.revision, author=author, message=message, progress=progress
        )
        return [*before, last]

    def unpublished(self, flow_id: str, source: Source) -> list[str]:
        """Return the drafts that a flow calls, also by way of others, and that are not published; callees first.

        A flow that is published is taken as it is, whatever its draft calls.
        """
        live = self._versions.pointers()
        project = self._workspace.project().with_flow(flow_id, source)
        found: dict[str, None] = {}

        def visit(name: str, above: tuple[str, ...]) -> None:
            for called in sorted(project.subflows.get(name, frozenset())):
                if called in project.flows and called not in (*live, *found, *above):
                    visit(called, (*above, called))
                    found[called] = None

        visit(flow_id, (flow_id,))
        return list(found)

    def problems(self, draft: Draft) -> list[Problem]:
        """Return every problem of a draft; checked once for each state of all drafts."""
        project = self._workspace.project()
        known = self._checked.get(draft.id)
        if known is None or known[0] is not project or known[1] != draft.revision:
            known = (project, draft.revision, project.check_flow(draft.id))
            self._checked[draft.id] = known
        return known[2]

    def _expected(self, flow_id: str, revision: str | None, message: str) -> Draft:
        draft = self._workspace.draft(flow_id)
        if revision is not None and revision != draft.revision:
            raise Stale(draft.revision)
        if not message.strip():
            raise Unfit("no_message", "Say in a few words what changed.", "请简要说明本次修改内容。")
        return draft

    def _refuse_errors(self, *drafts: Draft) -> None:
        errors = [one for draft in drafts for one in self.problems(draft) if one.severity == "error"]
        if errors:
            raise DefinitionError(errors)

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


def _not_published(flows: list[str]) -> Problem:
    en, zh = ", ".join(flows), "、".join(flows)
    return Problem(
        "not_published",
        Words(
            f"It calls flows that are not published yet: {en}. Publish them together (by command: --together).",
            f"它调用的以下流程尚未发布：{zh}。请一起发布（命令行用 --together）。",
        ),
    )


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

"""The drafts: flow files read, saved only over what the writer has seen, created, and deleted into a trash folder."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from designer.errors import Exists, Missing, Stale, TooLarge, Unfit
from designer.locks import locked
from designer.workspace.files import Stamp, read_file, revision_of, stamp_of
from designer.workspace.names import FLOW_FILE, check_flow_id, inside, is_flow_id
from flowengine.call import Feature
from flowengine.limits import MAX_YAML_BYTES
from flowengine.project import Project
from flowengine.renamed import follow
from flowengine.writer import write_flow
from flowengine.yaml_text import Source, read_yaml
from voices.catalogue import parse
from voices.files import write_whole

HOTLINES_FILE = "hotlines.yaml"
PROMPTS_FILE = "prompts/prompts.yaml"
SCHEDULES, CALENDARS = "schedules", "calendars"


@dataclass(frozen=True, slots=True)
class Draft:
    """A flow file as it stands on disk; `revision` is the SHA-256 of its bytes, "" when there is no file."""

    id: str
    revision: str
    data: bytes
    source: Source


class Workspace:
    """One folder of drafts.  What is read is kept until the file changes; any number of threads may use it.

    `features` are what the telephone system offers that the flows are for.
    """

    def __init__(self, root: Path, features: frozenset[Feature] = frozenset(Feature)) -> None:
        self.root = root.absolute()
        self._features = features
        self.state = self.root / ".dialoom"
        """Our own files: database, sounds, trash.  Never part of what is drawn or published."""
        self._read: dict[str, tuple[Stamp | None, Draft]] = {}
        self._project: tuple[Mapping[str, Stamp | None], Project] | None = None

    def flow_ids(self) -> list[str]:
        """Return the ids of all flows that have a file, sorted."""
        return sorted(entry.name for entry in self._flow_folders())

    def draft(self, flow_id: str) -> Draft:
        """Return the flow as it is on disk; `Missing` when there is none."""
        draft = self._draft(flow_id)
        if draft.revision:
            return draft
        raise Missing("no_flow", f"There is no flow “{flow_id}”.", f"没有流程“{flow_id}”。")

    def save(self, flow_id: str, document: Mapping[str, object], revision: str) -> Draft:
        """Write the document over exactly the revision that the writer has seen, else raise `Stale`."""
        with self._writing():
            before = self._expect(flow_id, revision)
            return self._write(before, document)

    def restore(self, flow_id: str, text: str, revision: str) -> Draft:
        """Write the text of a published version as the draft; `revision` as in `save`, "" when there is no draft."""
        with self._writing():
            return self._replace(self._expect(flow_id, revision), text.encode())

    def revision(self, flow_id: str) -> str:
        """Return the revision of a draft on disk, "" when there is none."""
        return self._draft(flow_id).revision

    def create(self, flow_id: str, title: Mapping[str, str]) -> Draft:
        """Write an empty draft; `Exists` when there is such a flow, `Unfit` for an id that cannot be one."""
        check_flow_id(flow_id)
        with self._writing():
            before = self._draft(flow_id)
            if before.revision or self._path(flow_id).exists():
                raise Exists(
                    "flow_exists", f"There is a flow “{flow_id}” already.", f"流程“{flow_id}”已存在。"
                )
            empty = {
                "dialoom": 1,
                "flow": flow_id,
                "title": dict(title),
                "language": next(iter(title), "zh-CN"),
                "nodes": {},
            }
            return self._write(before, empty)

    def delete(self, flow_id: str, revision: str) -> None:
        """Move the flow's folder into the trash folder."""
        with self._writing():
            self._expect(flow_id, revision)
            shutil.move(self._path(flow_id).parent, self.trash_place(flow_id))

    def project(self) -> Project:
        """Return all drafts together; the same object as long as no file changes."""
        stamps = self.stamps()
        if self._project is None or self._project[0] != stamps:
            self._project = (stamps, self._read_project())
        return self._project[1]

    def project_with(self, flow_id: str, source: Source) -> Project:
        """Return all drafts with one of them replaced by an unsaved document."""
        return self.project().with_flow(flow_id, source)

    def stamps(self) -> dict[str, Stamp | None]:
        """Return the stamp of every file that makes up the drafts, by its path in the workspace."""
        flows = [f"{flow_id}/{FLOW_FILE}" for flow_id in self.flow_ids()]
        others = [name for folder in (SCHEDULES, CALENDARS) for name in self.files_in(folder)]
        return {name: stamp_of(self.root / name) for name in (*flows, *others, HOTLINES_FILE, PROMPTS_FILE)}

    def source_of(self, name: str) -> Source | None:
        """Return another YAML file of the workspace, such as hotlines.yaml; None when there is none."""
        data = read_file(inside(self.root, name), MAX_YAML_BYTES)
        return read_yaml(data, name) if data else None

    def trash_place(self, name: str) -> Path:
        """Return where something of this name may be moved to, instead of being deleted."""
        folder = self.state / "trash"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{time.time_ns()}-{name}"

    def _flow_folders(self) -> Iterator[Path]:
        for entry in self.root.iterdir():
            if (
                is_flow_id(entry.name)
                and (entry / FLOW_FILE).is_file()
                and self._is_inside(entry / FLOW_FILE)
            ):
                yield entry

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.root.resolve())

    def _path(self, flow_id: str) -> Path:
        if not is_flow_id(flow_id):
            raise Missing("no_flow", "There is no such flow.", "没有该流程。")
        return inside(self.root, flow_id, FLOW_FILE)

    def _draft(self, flow_id: str) -> Draft:
        path = self._path(flow_id)
        stamp = stamp_of(path)
        known = self._read.get(flow_id)
        if known is None or known[0] != stamp or stamp is None:
            known = (stamp, _read_draft(flow_id, path))
            self._read[flow_id] = known
        return known[1]

    def _expect(self, flow_id: str, revision: str) -> Draft:
        draft = _read_draft(flow_id, self._path(flow_id))
        if draft.revision != revision:
            raise Stale(draft.revision)
        return draft

    def _write(self, before: Draft, document: Mapping[str, object]) -> Draft:
        source = before.source
        text = write_flow(document, follow(source.comments, source.document, document))
        data = text.encode()
        if len(data) > MAX_YAML_BYTES:
            raise TooLarge("flow_too_large", "The flow is too large to be saved.", "流程过大，无法保存。")
        if read_yaml(text, before.source.file).document != document:
            raise Unfit(
                "unwritable",
                "The flow holds something that a file cannot hold.",
                "流程包含无法保存到文件的内容。",
            )
        return self._replace(before, data)

    def _replace(self, before: Draft, data: bytes) -> Draft:
        """Put the bytes in the file's place; a file that could not be read as a flow is kept aside."""
        path = self._path(before.id)
        if before.revision and before.source.errors:
            shutil.copyfile(path, self.trash_place(f"{before.id}.yaml"))
        if data != before.data:
            write_whole(path, data)
        return self._draft(before.id)

    def _writing(self) -> AbstractContextManager[None]:
        return locked(self.state / "lock")

    def _read_project(self) -> Project:
        flows = {flow_id: self._draft(flow_id).source for flow_id in self.flow_ids()}
        catalogue = parse(
            read_file(self.root / PROMPTS_FILE, MAX_YAML_BYTES).decode(errors="replace")
        ).catalogue
        prompts = {name: frozenset(prompt.variants) for name, prompt in catalogue.prompts.items()}
        return Project(
            flows=flows,
            prompts=prompts,
            hotlines=self.source_of(HOTLINES_FILE),
            schedules=self._sources_in(SCHEDULES),
            calendars=self._sources_in(CALENDARS),
            features=self._features,
        )

    def files_in(self, folder: str) -> list[str]:
        """Return the YAML files of another folder, sorted; links that lead out of the workspace are passed over."""
        files = (self.root / folder).glob("*.yaml")
        return sorted(f"{folder}/{file.name}" for file in files if self._is_inside(file))

    def _sources_in(self, folder: str) -> dict[str, Source]:
        sources = {Path(name).stem: self.source_of(name) for name in self.files_in(folder)}
        return {name: source for name, source in sources.items() if source}


def _read_draft(flow_id: str, path: Path) -> Draft:
    data = read_file(path, MAX_YAML_BYTES)
    return Draft(flow_id, revision_of(data), data, read_yaml(data, f"{flow_id}/{FLOW_FILE}"))

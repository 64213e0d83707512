"""The file hotlines.yaml: read, and saved only over what the writer has seen."""

from __future__ import annotations

from collections.abc import Mapping

from designer.errors import Stale, Unfit
from designer.locks import locked
from designer.workspace.drafts import HOTLINES_FILE, Draft, Workspace
from designer.workspace.files import read_file, revision_of
from flowengine.errors import DefinitionError
from flowengine.hotlines import read_hotlines
from flowengine.limits import MAX_YAML_BYTES
from flowengine.yaml_layout import write_yaml
from flowengine.yaml_text import read_yaml
from voices.files import write_whole


class HotlinesFile:
    """The numbers that callers dial; calls follow the file itself, so it never holds what cannot be read."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def draft(self) -> Draft:
        """Return the file as it is on disk."""
        data = read_file(self._workspace.root / HOTLINES_FILE, MAX_YAML_BYTES)
        return Draft("hotlines", revision_of(data), data, read_yaml(data, HOTLINES_FILE))

    def save(self, document: Mapping[str, object], revision: str) -> Draft:
        """Write the document over exactly this revision; DefinitionError with the problems of one that is wrong."""
        with locked(self._workspace.state / "lock"):
            before = self.draft()
            if before.revision != revision:
                raise Stale(before.revision)
            text = write_yaml(document, before.source.comments, open_at=lambda path: path == ("hotlines",))
            source = read_yaml(text, HOTLINES_FILE)
            if source.document != document:
                raise Unfit(
                    "unwritable",
                    "This holds something that a file cannot hold.",
                    "其中包含无法保存到文件的内容。",
                )
            problems = read_hotlines(source)[1]
            if problems:
                raise DefinitionError(problems)
            write_whole(self._workspace.root / HOTLINES_FILE, text.encode())
            return self.draft()

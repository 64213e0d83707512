"""Changes on disk: people also edit drafts with an editor and git, so the stamps of all files are compared."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from designer.workspace.drafts import Workspace
from designer.workspace.files import Stamp

PERIOD = 1.0  # seconds between two looks

log = logging.getLogger(__name__)


class Watch:
    """Calls `changed` with the names of the files that came, went or changed, from a thread of its own."""

    def __init__(self, workspace: Workspace, changed: Callable[[frozenset[str]], None]) -> None:
        self._workspace = workspace
        self._changed = changed
        self._seen: Mapping[str, Stamp | None] = workspace.stamps()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch workspace", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._thread.join()

    def look(self) -> frozenset[str]:
        """Compare once and return the names of the files that differ from the last look."""
        now = self._workspace.stamps()
        before, self._seen = self._seen, now
        return frozenset(name for name in {*before, *now} if before.get(name) != now.get(name))

    def _run(self) -> None:
        while not self._stopped.wait(PERIOD):
            try:
                names = self.look()
                if names:
                    self._changed(names)
            except OSError:
                continue  # the folder is being replaced; the next look sees it
            except Exception:  # later changes must be seen, whatever happens with this one
                log.exception("a change on disk could not be told")

"""What the commands need from whoever wires the packages together; it is the object of click's context."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from designer.opening import Choices, Opened


class Wiring(Protocol):
    """Hands over how a workspace is opened, and runs an engine beside the designer."""

    def choices(self) -> Choices:
        """Return what the workspace is opened with."""
        ...

    def run_engine(self, opened: Opened) -> AbstractContextManager[None]:
        """Run an engine that answers calls with the published flows, as long as the context lasts."""
        ...

"""What a doctor says of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from designer.services import Check
from flowengine.words import Words
from voices import doctor


def check_machine(workspace: Path) -> Sequence[Check]:
    """Return what works on this machine and what is missing; voice files lie in the workspace."""
    return [Check(name, ok, Words(hint.en, hint.zh)) for name, ok, hint in doctor.checks(workspace)]

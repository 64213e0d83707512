"""How the telephone systems of an engine are: what a running adapter tells, and what an examination finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.call import Adapter


@dataclass(frozen=True, slots=True)
class TelephoneSystem:
    """One telephone system as a running engine sees it now; `kind` is the adapter's name.

    `name` tells several of one engine apart, `place` is where it is.  `lines` is None where no number is set.
    `trouble` says what is wrong and what to do about it; calls may come in spite of it while `is_up`.
    """

    name: str
    kind: str
    place: str
    is_up: bool
    in_use: int
    lines: int | None = None
    version: str = ""
    trouble: Words | None = None

    def to_json(self) -> dict[str, object]:
        """Return it as JSON."""
        return asdict(self) | {"trouble": self.trouble.to_json() if self.trouble else None}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, and what to do if it is not."""

    name: str
    is_well: bool
    message: Words


@runtime_checkable
class TellsState(Protocol):
    """An `Adapter` that knows how its telephone systems are, without asking them; from any thread."""

    def systems(self) -> Sequence[TelephoneSystem]:
        """Return what is known now."""
        ...

    def system_of(self, call_id: str) -> str:
        """Return the name of the telephone system that a call is on, "" where there is but one or no such call."""
        ...


@runtime_checkable
class TellsHold(Protocol):
    """An `Adapter` that knows when agents put their callers on hold; from any thread."""

    def is_on_hold(self, call_id: str) -> bool:
        """Say whether a call's caller waits on hold now."""
        ...


@runtime_checkable
class Examined(Protocol):
    """An `Adapter` whose telephone systems can be examined without serving calls."""

    async def examine(self) -> Sequence[Finding]:
        """Look at everything that calls need."""
        ...


def as_health(findings: Sequence[Finding]) -> Mapping[str, str]:
    """Return findings as `Adapter.health` does."""
    return {one.name: "ok" if one.is_well else one.message.en for one in findings}


async def examine(adapter: Adapter) -> Sequence[Finding]:
    """Examine any adapter: one that knows nothing but `health` is asked for that."""
    if isinstance(adapter, Examined):
        return await adapter.examine()
    health = await adapter.health()
    return [Finding(name, said == "ok", Words(said, said)) for name, said in health.items()]

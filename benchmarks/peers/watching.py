"""What a process holds while it works: memory, files, and what an engine itself tells of its tasks and objects."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.flat import WARM_UP, growth
from benchmarks.peers.products import Hosted

TYPES = 6  # of which more objects are told


@dataclass(frozen=True)
class Held:
    """What an engine says that it holds; see peers/watched_engine.py."""

    tasks: int
    heap: int
    cycles: Counter[str]  # objects that only the garbage collector could free, by type
    types: Counter[str]  # all others that it knows

    def since(self, before: Held) -> str:
        """Say what there is more of than before."""
        more, cycles = (
            ", ".join(f"{name} {count}" for name, count in counted.most_common(TYPES)) or "nothing"
            for counted in (self.types - before.types, self.cycles)
        )
        objects = self.types.total() - before.types.total()
        heap = (self.heap - before.heap) / 1024
        return (
            f"tasks {before.tasks} -> {self.tasks}, objects {objects:+d}, malloc {heap:+.0f} KiB, "
            f"more of: {more}; {self.cycles.total()} in cycles: {cycles}"
        )


class Watched(Hosted):
    """An engine that tells what it holds."""

    host = "benchmarks.peers.watched_engine"

    def held(self) -> Held:
        """Ask for its tasks and objects."""
        assert self.process
        file = self.folder / "tasks"
        file.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        until = time.monotonic() + 60
        while not file.exists():
            assert time.monotonic() < until, "the engine does not tell what it holds"
            time.sleep(0.05)
        told = json.loads(file.read_text())
        return Held(told["tasks"], told["heap"], Counter(told["cycles"]), Counter(told["types"]))


def memory(pid: int) -> float:
    """Return the KiB that a process alone holds in memory."""
    wanted = ("Private_Clean:", "Private_Dirty:")
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return float(sum(int(line.split()[1]) for line in lines if line.startswith(wanted)))


def files(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


@dataclass
class Samples:
    """What one process held, over time."""

    name: str
    pid: int
    at: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def take(self, now: float) -> None:
        """Look once."""
        self.at.append(now)
        self.held.append(memory(self.pid))
        self.files.append(files(self.pid))

    def verdict(self, limit: float) -> str:
        """Print the line through what was held behind the warm-up, and return what it amounts to."""
        grown = growth(self.at, [kib / 1024 for kib in self.held])
        verdict = grown.verdict(limit)
        first = int(len(self.held) * WARM_UP)
        print(
            f"{self.name:14} memory {self.held[0] / 1024:6.1f}, warm {self.held[first] / 1024:6.1f}, at the end "
            f"{self.held[-1] / 1024:6.1f} MiB; slope {grown.slope:+6.2f} ± {grown.margin:.2f} MiB/h: {verdict}; "
            f"files {min(self.files)} to {max(self.files)}",
            flush=True,
        )
        return verdict

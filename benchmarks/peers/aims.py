"""What the telephony figures are to be, and whether they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

AT_REST = {"ARI": 3.0, "ARI outbound": 3.0, "FastAGI": 2.0}  # key to prompt, times the dialplan's
LOADED = (
    100.0  # calls a second at which the next are looked at; where that rate was not tried, the highest below
)
P99 = 10.0  # milliseconds from key to prompt
CPU = 1.4  # processor time a call, times the dialplan's
ENGINE = 0.2  # the engine's part of it
KEEPING = 5.0  # per cent more processor time a call with calls kept


@dataclass
class Aims:
    """The figures of one run that an aim stands for, by way."""

    rest: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    load: dict[str, list[tuple[float, float, float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    failed: dict[str, dict[float, int]] = field(default_factory=lambda: defaultdict(dict))
    keeping: float | None = None

    def note_rest(self, way: str, moment: str, ratio: float) -> None:
        """Note the time from key to prompt at rest as a ratio to the dialplan's."""
        self.rest[way].append((moment, ratio))

    def note_load(self, way: str, rate: float, p99: float, cpu: float, engine: float) -> None:
        """Note milliseconds, and processor time as ratios to the dialplan's."""
        self.load[way].append((rate, p99, cpu, engine))

    def note_capacity(self, way: str, rate: float, failed: int) -> None:
        """Note how many calls failed at a rate."""
        self.failed[way][rate] = failed

    def note_keeping(self, more: float) -> None:
        """Note how many per cent more a call costs when it is kept."""
        self.keeping = more

    def report(self) -> list[str]:
        """Return a line for each aim that this run can tell of."""
        lines = ["aims"]
        for way, limit in AT_REST.items():
            for moment, ratio in self.rest[way]:
                lines.append(_line(f"{way}, key {moment}, at rest", f"{ratio:.2f}", ratio, limit))
        for way in AT_REST:
            tried = [told for told in self.load[way] if told[0] <= LOADED]
            if tried:
                rate, p99, cpu, engine = max(tried)
                where = f"at {rate:g} calls/s"
                lines.append(_line(f"{way}, key to prompt, p99, {where}", f"{p99:.1f} ms", p99, P99))
                lines.append(_line(f"{way}, processor time a call, {where}", f"{cpu:.2f}", cpu, CPU))
                lines.append(_line(f"{way}, the engine's part, {where}", f"{engine:.2f}", engine, ENGINE))
        most = self.without_failure("dialplan")
        for way in AT_REST:
            if self.failed[way]:
                found = self.without_failure(way)
                said = f"{found:g}, dialplan {most:g}"
                lines.append(_line(f"{way}, calls/s without a failure", said, most - found, 0.0, shown=False))
        if self.keeping is not None:
            lines.append(
                _line("keeping calls, more processor time, %", f"{self.keeping:.1f}", self.keeping, KEEPING)
            )
        return lines

    def without_failure(self, way: str) -> float:
        """Return the highest rate up to which no call failed, 0 if calls failed at once."""
        best = 0.0
        for rate, failed in sorted(self.failed[way].items()):
            if failed:
                break
            best = rate
        return best


def _line(what: str, said: str, value: float, limit: float, *, shown: bool = True) -> str:
    aim = f" (at most {limit:g})" if shown else ""
    return f"  {what:50}{said:>22}{aim:16} {'met' if value <= limit else 'NOT MET'}"

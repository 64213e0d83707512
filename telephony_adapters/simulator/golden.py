"""Golden calls: recorded test calls beside a flow, run again and compared with what was heard then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

from flowengine.compiler import CompiledFlow
from flowengine.errors import DefinitionError, IvrError
from flowengine.trace import Digits, Ended, Event, NodeEntered, NodeLeft, PromptPlayed, Recorded
from flowengine.voice import Voice
from flowengine.words import Words
from flowengine.yaml_layout import write_yaml
from flowengine.yaml_text import Source, read_yaml
from telephony_adapters.simulator.golden_plan import EXPECTED, check_case, plan_of
from telephony_adapters.simulator.simulation import Around, CallResult, simulate

HEAD = "calls:\n"
"""A file of golden calls is a list; with this line before it, it reads as every other file of the workspace."""

SAME_SECONDS = 0.05
"""Lengths of calls that differ by less are the same."""

USUAL = ("hears", "says", "path", "records", "ends")
"""What a call expects that was written without expectations, as far as it has them."""

Case = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that did not hold."""

    name: str
    expected: object
    got: object

    def lines(self, language: str) -> list[str]:
        """Return the difference for people; of two lists only the items that differ, with their places."""
        want, have = Words("expected", "预期").of(language), Words("got", "实际").of(language)
        if not isinstance(self.expected, list) or not isinstance(self.got, list):
            return [f"{self.name}: {want} {_shown(self.expected)} | {have} {_shown(self.got)}"]
        lines = []
        for place, (expected, got) in enumerate(zip_longest(self.expected, self.got), 1):
            if expected != got:
                lines.append(f"{self.name} {place}: {want} {_shown(expected)} | {have} {_shown(got)}")
        return lines


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """How one golden call went; `line` is where it stands in its file."""

    title: str
    file: Path
    line: int
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected was so."""
        return not self.differences


def read_cases(file: Path) -> tuple[list[Case], Source]:
    """Return the calls of one file.  Raises DefinitionError that names file, line and column."""
    shown = "/".join(file.parts[-3:])
    source = read_yaml(HEAD.encode() + file.read_bytes(), shown)
    problems = [problem.at(shown, problem.line - 1, problem.column) for problem in source.errors]
    cases = source.document.get("calls")
    if not problems and isinstance(cases, list):
        for number, case in enumerate(cases):
            for found in check_case(case):
                line, column = source.place(("calls", number, *found.path))
                problems.append(found.at(shown, line - 1, column))
    if problems:
        raise DefinitionError(problems)
    if not isinstance(cases, list):
        raise IvrError("no_calls", Words(f"{shown} holds no list of calls.", f"{shown} 不是通话列表。"))
    return cases, source


def run_file(
    file: Path, flow: CompiledFlow, voice: Voice, around: Around | None = None
) -> Iterator[GoldenResult]:
    """Run every call of a file."""
    cases, source = read_cases(file)
    for number, case in enumerate(cases):
        got = observed(simulate(flow, plan_of(case), voice, around), voice)
        line = source.place(("calls", number))[0] - 1
        yield GoldenResult(str(case["call"]), file, line, tuple(differences(case, got)))


def update_file(file: Path, flow: CompiledFlow, voice: Voice, around: Around | None = None) -> bool:
    """Rewrite what the calls of a file expect to what happens now; returns whether the file changed.

    A call keeps the expectations that it has; one without any gets the usual ones.
    """
    cases, source = read_cases(file)
    renewed = []
    for case in cases:
        got = observed(simulate(flow, plan_of(case), voice, around), voice)
        wanted = [name for name in EXPECTED if name in case] or [name for name in USUAL if got[name]]
        renewed.append({**case, **{name: _narrowed(got[name], case.get(name)) for name in wanted}})
    if all(_unchanged(case, new) for case, new in zip(cases, renewed, strict=True)):
        return False
    text = write_yaml({"calls": renewed}, source.comments, open_at=_takes_lines)
    file.write_text(_without_head(text), encoding="utf-8")
    return True


def _unchanged(case: Case, renewed: Case) -> bool:
    return case.keys() == renewed.keys() and not list(differences(case, renewed))


def _takes_lines(path: tuple[str | int, ...]) -> bool:
    return len(path) <= 2


def _without_head(text: str) -> str:
    before, _, calls = text.partition(HEAD)
    return before + re.sub("^  ", "", calls, flags=re.MULTILINE)


def observed(result: CallResult, voice: Voice) -> dict[str, object]:
    """Return everything that a golden call can expect, as it was in this call."""
    events = result.events
    played = [event for event in events if isinstance(event, PromptPlayed)]
    ended = events[-1]
    assert isinstance(ended, Ended)  # every call ends with it
    return {
        "hears": [event.prompt for event in played if event.prompt],
        "says": [event.text for event in played if _has_values(event, voice)],
        "path": _path(events),
        "variables": result.variables,
        "digits": [event.digits for event in events if isinstance(event, Digits) and event.digits],
        "records": sum(isinstance(event, Recorded) for event in events),
        "ends": {"by": ended.by, "cause": ended.cause},
        "lasts_s": Decimal(str(round(ended.at, 2))),
    }


def differences(case: Case, got: Mapping[str, object]) -> Iterator[Difference]:
    """Return what a call expects and did not get."""
    if not any(name in case for name in EXPECTED):
        yield Difference("expectations", "some (--update writes them)", None)
    for name in EXPECTED:
        if name not in case:
            continue
        expected, found = case[name], _narrowed(got[name], case[name])
        if not _same(expected, found):
            yield Difference(name, expected, found)


def _shown(value: object) -> str:
    return "-" if value is None else str(value)


def _narrowed(got: object, expected: object) -> object:
    """Of a mapping only the names that are expected count."""
    if isinstance(got, Mapping) and isinstance(expected, Mapping):
        return {name: got.get(name) for name in expected}
    return got


def _same(expected: object, got: object) -> bool:
    if isinstance(expected, int | Decimal | float) and isinstance(got, int | Decimal | float):
        return abs(Decimal(str(expected)) - Decimal(str(got))) <= Decimal(str(SAME_SECONDS))
    return expected == got


def _has_values(event: PromptPlayed, voice: Voice) -> bool:
    """Whether what was said depends on the call: a value, or a prompt with values in it."""
    text = voice.variants(event.prompt).get(event.language) if event.prompt else "{{"
    return "{{" in (text or "")


def _path(events: list[Event]) -> list[str]:
    """Return every step in the order entered as `node:exit`, or the bare node when no exit was taken."""
    path: list[str] = []
    inside: list[int] = []
    for event in events:
        if isinstance(event, NodeEntered):
            inside.append(len(path))
            path.append(event.node)
        elif isinstance(event, NodeLeft):
            path[inside.pop()] += f":{event.exit}" if event.exit else ""
    return path

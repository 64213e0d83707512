"""All drafts of a workspace at one moment, as values: what checks and test calls look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from flowengine.call import Feature
from flowengine.checks import check_flow
from flowengine.hotlines import Hotline, problem_at, read_hotlines
from flowengine.library import node_types
from flowengine.model import raw_nodes, settings_of
from flowengine.near import Nearest, meant
from flowengine.node import Node
from flowengine.problems import Problem
from flowengine.schedules.book import ScheduleBook, read_book
from flowengine.schedules.conflicts import conflicts
from flowengine.schedules.conflicts_numbers import disagreements
from flowengine.schedules.conflicts_times import YEAR_PROVISIONAL
from flowengine.schedules.drafts import DraftTimetable
from flowengine.settings import walk_settings
from flowengine.timetable import Chosen
from flowengine.words import Words
from flowengine.yaml_text import Source


@dataclass(frozen=True)
class Project:
    """Flows by name (the name of their folder), prompts with the languages that they have, and the hotlines.

    `schedules` and `calendars` are files by name; `features` are what the telephone system offers.
    """

    flows: Mapping[str, Source] = field(default_factory=dict)
    prompts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hotlines: Source | None = None
    types: Mapping[str, type[Node]] = field(default_factory=node_types)
    schedules: Mapping[str, Source] = field(default_factory=dict)
    calendars: Mapping[str, Source] = field(default_factory=dict)
    features: frozenset[Feature] = frozenset(Feature)

    def with_flow(self, flow: str, source: Source) -> Project:
        """Return the same workspace with one flow replaced or added, such as a draft that is not saved yet."""
        return replace(self, flows={**self.flows, flow: source})

    def check(self, now: datetime | None = None) -> list[Problem]:
        """Return every problem of every flow, of the hotlines and of the schedules; `now` as for these."""
        found = [problem for flow in self.flows for problem in self.check_flow(flow)]
        return [*found, *self.check_hotlines(now), *self.check_schedules(now)]

    def check_flow(self, flow: str) -> list[Problem]:
        """Return every problem of one flow; raises KeyError for a flow that does not exist."""
        source = self.flows[flow]
        return [*self._misnamed(flow, source), *check_flow(source, self)]

    def check_hotlines(self, now: datetime | None = None) -> list[Problem]:
        """Return every problem of hotlines.yaml; with `now` also the numbers that disagree on a coming holiday."""
        if self.hotlines is None:
            return []
        hotlines, problems = read_hotlines(self.hotlines)
        found = [*problems, *self._unanswered(self.hotlines, hotlines)]
        return [*found, *self._disagreeing(self.hotlines, now)] if now else found

    def check_schedules(self, now: datetime | None = None) -> list[Problem]:
        """Return every problem of the files of schedules and calendars.

        Without `now`, what depends on the date (a promotion that is over, a year without its notice) is left out.
        """
        found = list(self.book.problems)
        if now is not None:
            for name in self.book.schedules:
                found += map(_told, self.check_schedule(name, now))
        return found

    def check_schedule(self, name: str, now: datetime) -> list[Problem]:
        """Return every problem of one schedule; raises KeyError when there is none of this name."""
        source, schedule = self.schedules[name], self.book.schedules.get(name)
        if schedule is None:
            return [problem for problem in self.book.problems if problem.file == source.file]
        found = conflicts(schedule, self.flows, now)
        return [problem.at(source.file, *source.value_place(problem.path)) for problem in found]

    @cached_property
    def book(self) -> ScheduleBook:
        """The schedules and calendars that can be read, and what is wrong with the others."""
        return read_book(self.calendars.values(), self.schedules.values())

    @cached_property
    def timetable(self) -> DraftTimetable:
        """What the draft schedules answer."""
        return DraftTimetable(self.book)

    def hotline(self, number: str) -> Hotline | None:
        """Return the hotline with this number, None when there is no such number."""
        return self.numbers.get(number)

    @cached_property
    def numbers(self) -> Mapping[str, Hotline]:
        """Every hotline by its number."""
        return read_hotlines(self.hotlines)[0] if self.hotlines is not None else {}

    def flow_for(self, number_or_flow: str, at: datetime | None = None) -> str | None:
        """Return the flow that answers a number at a moment, or the flow of this name; None when there is neither.

        Without a moment it is the flow of the schedule's open hours.
        """
        chosen = self.chosen_for(number_or_flow, at) if at else None
        hotline = self.hotline(number_or_flow)
        name = chosen.answer.flow if chosen else self._flow_of(hotline) if hotline else number_or_flow
        return name if name in self.flows else None

    def chosen_for(self, number: str, at: datetime) -> Chosen | None:
        """Return what the schedule of a number answers at a moment; None for a number without a schedule."""
        hotline = self.hotline(number)
        answer = self.timetable.at(hotline.schedule, at) if hotline else None
        return Chosen(hotline.schedule, answer) if hotline and answer else None

    def _flow_of(self, hotline: Hotline) -> str:
        schedule = self.book.schedules.get(hotline.schedule)
        return schedule.open_flow if schedule else hotline.flow

    @cached_property
    def subflows(self) -> Mapping[str, frozenset[str]]:
        """For every flow, the flows that it runs."""
        return {flow: frozenset(_runs(source, self.types)) for flow, source in self.flows.items()}

    @cached_property
    def waiting(self) -> frozenset[str]:
        """The flows in which the caller hears or can do something, there or in a flow that they run."""
        found = {flow for flow, source in self.flows.items() if _waits(source, self.types)}
        while more := {flow for flow, below in self.subflows.items() if flow not in found and below & found}:
            found |= more
        return frozenset(found)

    def _misnamed(self, flow: str, source: Source) -> Iterator[Problem]:
        name = source.document.get("flow")
        if isinstance(name, str) and name != flow:
            words = Words(
                f"The file calls the flow “{name}”, but it lies in the folder “{flow}”. Write “flow: {flow}”.",
                f"文件中的流程名为“{name}”，但它位于文件夹“{flow}”中。请写成“flow: {flow}”。",
            )
            line, column = source.value_place(("flow",))
            yield Problem("flow_name", words, "error", source.file, line, column, ("flow",), repair=flow)

    def _unanswered(self, source: Source, hotlines: Mapping[str, Hotline]) -> Iterator[Problem]:
        nearest = Nearest()
        for number, hotline in hotlines.items():
            if hotline.schedule:
                yield from self._unscheduled(source, hotline, nearest)
            elif hotline.flow not in self.flows:
                near = nearest.of(hotline.flow, self.flows)
                hint = meant(near, Words("Choose a flow that exists.", "请选择已有的流程。"))
                words = Words(
                    f"{number} is answered by the flow “{hotline.flow}”, which does not exist. {hint.en}",
                    f"应答 {number} 的流程“{hotline.flow}”不存在。{hint.zh}",
                )
                yield problem_at(source, "flow_unknown", words, ("hotlines", number, "flow"))

    def _disagreeing(self, source: Source, now: datetime) -> Iterator[Problem]:
        plans = self.book.schedules
        numbers = {n: plans[one.schedule] for n, one in self.numbers.items() if one.schedule in plans}
        for found in disagreements(numbers, now):
            path = ("hotlines", found.number, "schedule")
            problem = problem_at(source, "numbers_disagree", found.words(), path)
            yield replace(problem, severity="warning")

    def _unscheduled(self, source: Source, hotline: Hotline, nearest: Nearest) -> Iterator[Problem]:
        if hotline.schedule in self.schedules:
            return
        near = nearest.of(hotline.schedule, self.schedules)
        hint = meant(near, Words("Choose a schedule that exists.", "请选择已有的时间表。"))
        words = Words(
            f"{hotline.number} follows the schedule “{hotline.schedule}”, which does not exist. {hint.en}",
            f"{hotline.number} 所用的时间表“{hotline.schedule}”不存在。{hint.zh}",
        )
        path = ("hotlines", hotline.number, "schedule")
        yield replace(problem_at(source, "schedule_unknown", words, path), repair=near)


def _told(problem: Problem) -> Problem:
    """A year without its notice is somebody else's delay: it stops a publication until confirmed, not a check."""
    return replace(problem, severity="warning") if problem.code == YEAR_PROVISIONAL else problem


def _runs(source: Source, types: Mapping[str, type[Node]]) -> Iterator[str]:
    for node_type, settings in _typed(source, types):
        for setting in walk_settings(node_type, settings):
            if setting.format == "flow":
                yield setting.value


def _waits(source: Source, types: Mapping[str, type[Node]]) -> bool:
    """Say whether the caller hears or can do something in a flow itself, apart from what its subflows do."""
    return any(
        node_type.waits and not any(found.format == "flow" for found in walk_settings(node_type, settings))
        for node_type, settings in _typed(source, types)
    )


def _typed(
    source: Source, types: Mapping[str, type[Node]]
) -> Iterator[tuple[type[Node], Mapping[str, object]]]:
    for _, raw in raw_nodes(source.document):
        node_type = types.get(str(raw.get("type")))
        if node_type is not None:
            yield node_type, settings_of(raw)

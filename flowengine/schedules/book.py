"""All schedules and calendars of a workspace, read together, with every problem and its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from flowengine.problems import Problem
from flowengine.schedules.model import Calendar, Schedule
from flowengine.schedules.reading import read_calendar, read_schedule
from flowengine.words import Words
from flowengine.yaml_text import Source


@dataclass(frozen=True)
class ScheduleBook:
    """Schedules and calendars by name; files with errors have problems and stand in neither."""

    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_book(calendars: Iterable[Source], schedules: Iterable[Source]) -> ScheduleBook:
    """Read the files under calendars/ and schedules/; never raises."""
    problems: list[Problem] = []
    found: dict[str, Calendar] = {}
    for source in calendars:
        calendar, wrong = read_calendar(source.document)
        problems += _placed(source, "calendar", wrong)
        if calendar is not None:
            found[calendar.id] = calendar
    plans: dict[str, Schedule] = {}
    for source in schedules:
        schedule, wrong = read_schedule(source.document, found)
        problems += _placed(source, "schedule", wrong)
        if schedule is not None:
            plans[schedule.id] = schedule
    return ScheduleBook(plans, found, tuple(problems))


def _placed(source: Source, kind: str, problems: list[Problem]) -> list[Problem]:
    """Give the problems their lines; a file with a syntax error has that problem alone."""
    if source.errors:
        return list(source.errors)
    name = PurePosixPath(source.file).stem
    if source.document.get(kind) != name and not problems:
        words = Words(
            f"The file is named {name}, so it must say “{kind}: {name}”.",
            f"文件名为 {name}，应写成“{kind}: {name}”。",
        )
        problems = [Problem("wrong_name", words, path=(kind,), repair=name)]
    return [problem.at(source.file, *source.value_place(problem.path)) for problem in problems]

"""The rules that an answer of a schedule can name, as far as people write them."""

from __future__ import annotations

from flowengine.schedules.model import Layer, Schedule


def rules_of(schedule: Schedule) -> list[tuple[Layer, str]]:
    """Return layer and name of every rule, each once, the strongest layer first."""
    calendar = schedule.calendar
    names = (name for year in (calendar.years.values() if calendar else ()) for name in year.off.values())
    found: list[tuple[Layer, str]] = [
        *(("emergency", one.id) for one in schedule.emergencies),
        *(("promotion", one.id) for one in schedule.promotions),
        *(("exception", one.id) for one in schedule.exceptions),
        *(("holiday", one.id) for one in schedule.holidays),
        *(("holiday", name) for name in names),
        *(("period", one.id) for one in schedule.periods),
        ("weekly", "weekly"),
    ]
    return list(dict.fromkeys(found))

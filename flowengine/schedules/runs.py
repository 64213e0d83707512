"""Days that follow each other, put together as ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from flowengine.schedules.model import DateRange


def runs_of(days: Iterable[date]) -> Iterator[DateRange]:
    """Yield days, given in order, as ranges as long as can be."""
    run: DateRange | None = None
    for day in days:
        if run is not None and day == run.last + timedelta(days=1):
            run = DateRange(run.first, day)
            continue
        if run is not None:
            yield run
        run = DateRange(day, day)
    if run is not None:
        yield run

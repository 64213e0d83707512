"""The days on which a promotion holds: a span, a lunar festival each year, or a recurrence rule (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr
from lunar_python import Lunar

from flowengine.schedules.model import DateRange, Promotion

MAX_OCCURRENCES = 5_000
ANCHOR = date(2024, 1, 1)
"""Where a rule without a first day begins, a Monday: every second week means the same weeks in every year."""

RULE_ERRORS = (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError)
"""What dateutil raises for a rule that it cannot read, at times only when it looks for moments."""

_CYCLE = 7_600
"""Years, 19 times 400: the calendar of Gregory repeats every 400, days of the week too."""
_LAST_YEAR = 9_999 - _CYCLE
_NO_STEP = re.compile(r"(?:INTERVAL|COUNT)=(?!0*[1-9]\d{0,4}(?:;|$))")
_UNTIL = re.compile(r"(?<=UNTIL=)\d{4}")


def days_of(promotion: Promotion, horizon: DateRange) -> list[date]:
    """Return the promotion's days within the horizon, in order."""
    if promotion.rrule is not None:
        return _recurring(promotion, promotion.rrule, horizon)
    if promotion.lunar is not None:
        return [day for day in _lunar(promotion.lunar, horizon) if _within(promotion, day)]
    span = promotion.span
    if span is None:
        return []
    first, last = max(span.first, horizon.first), min(span.last, horizon.last)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def occurrences(rule: str, start: datetime, after: datetime, before: datetime) -> Iterator[datetime]:
    """Yield the moments of a rule from `after` to `before` (both included), at most MAX_OCCURRENCES; all naive.

    Raises one of RULE_ERRORS for a rule that cannot be followed.

    Discussion.  dateutil looks for the next moment until the year 9999, which takes seconds for a rule that never
    holds (30 February).  So the rule runs at the end of those years, where the calendar is the same.
    """
    if _NO_STEP.search(rule):
        raise ValueError("INTERVAL and COUNT are 1 or more")
    if start.year > _LAST_YEAR or before.year > _LAST_YEAR:
        return
    late = _UNTIL.sub(lambda year: str(min(9_999, int(year[0]) + _CYCLE)), rule)
    moments = rrulestr(late, dtstart=_later(start)).xafter(_later(max(after, start)), inc=True)
    end = _later(before)
    for moment in islice(moments, MAX_OCCURRENCES):
        if moment > end:
            return
        yield moment.replace(year=moment.year - _CYCLE)


def _later(moment: datetime) -> datetime:
    return moment.replace(year=moment.year + _CYCLE)


def _within(promotion: Promotion, day: date) -> bool:
    return promotion.span is None or day in promotion.span


def _recurring(promotion: Promotion, rule: str, horizon: DateRange) -> list[date]:
    anchor = min(ANCHOR, date(horizon.first.year, 1, 1))
    span = promotion.span or DateRange(anchor, horizon.last)
    last = min(horizon.last, span.last)
    moments = occurrences(rule, _midnight(span.first), _midnight(horizon.first), _midnight(last))
    return [moment.date() for moment in moments]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def _lunar(lunar: tuple[int, int], horizon: DateRange) -> Iterable[date]:
    month, day = lunar
    for year in range(horizon.first.year - 1, horizon.last.year + 1):
        solar = _solar(year, month, day)
        if solar is not None and solar in horizon:
            yield solar


def _solar(year: int, month: int, day: int) -> date | None:
    """Return the solar date; 12-30 means New Year's Eve, the day before 01-01, in years without a 30th too."""
    if (month, day) == (12, 30):
        first = _solar(year + 1, 1, 1)
        return first - timedelta(days=1) if first else None
    try:
        solar = Lunar.fromYmd(year, month, day).getSolar()
    except Exception:  # noqa: BLE001 - the library raises bare Exception for a day that this lunar month lacks
        return None
    return date(solar.getYear(), solar.getMonth(), solar.getDay())

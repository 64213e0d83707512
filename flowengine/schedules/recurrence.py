"""The days on which a promotion holds: a span, a lunar festival each year, or a recurrence rule (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr
from lunar_python import Lunar

from flowengine.schedules.model import DateRange, Promotion

MAX_OCCURRENCES = 5_000


def days_of(promotion: Promotion, horizon: DateRange) -> list[date]:
    """Return the promotion's days within the horizon, in order."""
    if promotion.rrule is not None:
        return _recurring(promotion, horizon)
    if promotion.lunar is not None:
        return [day for day in _lunar(promotion.lunar, horizon) if _within(promotion, day)]
    span = promotion.span
    if span is None:
        return []
    first, last = max(span.first, horizon.first), min(span.last, horizon.last)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _within(promotion: Promotion, day: date) -> bool:
    return promotion.span is None or day in promotion.span


def _recurring(promotion: Promotion, horizon: DateRange) -> list[date]:
    first = promotion.span.first if promotion.span else date(horizon.first.year, 1, 1)
    last = min(horizon.last, promotion.span.last) if promotion.span else horizon.last
    rule = rrulestr(promotion.rrule or "", dtstart=datetime.combine(first, datetime.min.time()))
    after = max(horizon.first, first)
    moments = rule.xafter(datetime.combine(after, datetime.min.time()), inc=True)
    found: list[date] = []
    for moment in islice(moments, MAX_OCCURRENCES):
        if moment.date() > last:
            break
        found.append(moment.date())
    return found


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

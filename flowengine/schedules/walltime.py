"""Wall time of a zone to instants, with one rule for the hours that do not exist or exist twice.

A start in a gap begins when the gap ends, an end in a gap is there too; in an overlap a start takes the first and
an end the last occurrence.  So a window is always one piece.  (RFC 5545 would shift 02:30 to 03:30 instead.)
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
_MIDNIGHT = datetime.min.time()


def instant(day: date, minutes: int, zone: ZoneInfo, *, end: bool = False) -> datetime:
    """Return the UTC instant of `minutes` after the wall midnight of `day` (more than a day's worth is allowed)."""
    wall = datetime.combine(day, _MIDNIGHT) + timedelta(minutes=minutes)
    local = wall.replace(tzinfo=zone, fold=1 if end else 0)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        return _end_of_gap(wall, zone)
    return moment


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Find the instant at which the zone's offset jumps over this wall time."""
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return (after + timedelta(microseconds=500_000)).replace(microsecond=0)

"""Schedules: which flow answers a number at a given moment, and why.  Pure; knows no clock and no files."""

from flowengine.schedules.model import Answer, Calendar, Schedule
from flowengine.schedules.reading import read_calendar, read_schedule
from flowengine.schedules.timeline import Timeline, compile_schedule

__all__ = ["Answer", "Calendar", "Schedule", "Timeline", "compile_schedule", "read_calendar", "read_schedule"]

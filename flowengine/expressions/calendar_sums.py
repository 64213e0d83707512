"""Arithmetic of dates, times and durations (DMN 1.5, table 57)."""

from __future__ import annotations

from flowengine.expressions.values import Value


def add(left: Value, right: Value) -> Value:
    """Return left + right."""
    return None


def subtract(left: Value, right: Value) -> Value:
    """Return left - right."""
    return None


def multiply(left: Value, right: Value) -> Value:
    """Return left * right."""
    return None


def divide(left: Value, right: Value) -> Value:
    """Return left / right."""
    return None

"""FEEL values as plain JSON values, for events and pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from flowengine.expressions import to_text

SECRET = "***"  # noqa: S105 - what stands in place of a secret


def plain(value: object) -> object:
    """Return a copy that `json.dumps` takes: numbers as numbers, dates and durations as FEEL writes them."""
    match value:
        case None | bool() | str() | int() | float():
            return value
        case Decimal():
            return (
                int(value) if value == value.to_integral_value() and value.adjusted() < 16 else float(value)
            )
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    return to_text(value)

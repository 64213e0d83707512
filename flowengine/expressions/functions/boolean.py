"""Functions of truth values (DMN 1.5, sections 10.3.4.2 and 10.3.4.12)."""

from __future__ import annotations

from flowengine.expressions.comparing import equal
from flowengine.expressions.functions.signature import Bodies
from flowengine.expressions.values import Value


def _not(negand: bool | None) -> bool | None:  # noqa: FBT001 - FEEL's own parameter
    return None if negand is None else not negand


def _is(value1: Value, value2: Value) -> bool:
    """The same element of FEEL's semantic domain: same type and, for times, the same form."""
    if type(value1) is not type(value2) and equal(value1, value2) is not True:
        return False
    return equal(value1, value2) is True and getattr(value1, "tzinfo", None) == getattr(
        value2, "tzinfo", None
    )


BODIES: dict[str, Bodies] = {"not": (_not,), "is": (_is,)}

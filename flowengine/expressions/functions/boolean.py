"""Functions of truth values (DMN 1.5, sections 10.3.4.2 and 10.3.4.12)."""

from __future__ import annotations

from flowengine.expressions.comparing import equal
from flowengine.expressions.functions.signature import Builtin, signature
from flowengine.expressions.values import Value
from flowengine.words import Words


def _not(negand: bool | None) -> bool | None:  # noqa: FBT001 - FEEL's own parameter
    return None if negand is None else not negand


def _is(value1: Value, value2: Value) -> bool:
    """The same element of FEEL's semantic domain: same type and, for times, the same form."""
    if type(value1) is not type(value2) and equal(value1, value2) is not True:
        return False
    return equal(value1, value2) is True and getattr(value1, "tzinfo", None) == getattr(value2, "tzinfo", None)


CATALOGUE = (
    Builtin("not", "boolean", "boolean", Words("The opposite of true or false.", "取反：真变假，假变真。"),
            ("not(true) = false", "not(null) = null"), (signature("negand: boolean?", _not),)),
    Builtin("is", "boolean", "boolean", Words("Whether two values are the same, in type and form.", "两个值的类型和内容是否完全相同。"),
            ('is(@"23:00:50Z", @"23:00:50") = false', "is(1, 1) = true"), (signature("value1: any?, value2: any?", _is),)),
)  # fmt: skip

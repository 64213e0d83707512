"""FEEL for the page: what is wrong in an expression, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from designer.api.models import FeelDiagnostic, FeelFinding, FeelValue, WordsOut
from designer.errors import Unfit
from flowengine.expressions import (
    ExpressionError,
    Finding,
    FunctionHelp,
    check,
    compile_expression,
    from_json,
    functions_catalogue,
    to_json,
    to_text,
    type_of,
)

WARNINGS = frozenset({"unknown_name"})
NOW = "$now"
"""The name by which expressions read the clock."""


def check_feel(text: str, names: frozenset[str]) -> list[FeelFinding]:
    """Return everything that is wrong in an expression; a name that nobody sets is a warning."""
    return [_finding(one) for one in check(text, dict.fromkeys(names))]


def evaluate_feel(text: str, context: Mapping[str, object]) -> FeelValue:
    """Return the value of an expression for this context; `Unfit` when it is no expression."""
    scope = {name: from_json(value) for name, value in context.items()}
    try:
        expression = compile_expression(text, frozenset(scope))
    except ExpressionError as error:
        raise Unfit(error.code, error.message.en, error.message.zh) from error
    value, diagnostics = expression.explain({NOW: lambda: datetime.now(UTC).astimezone(), **scope})
    return FeelValue(
        value=to_json(value),
        text=to_text(value) or "null",
        type=type_of(value),
        diagnostics=[FeelDiagnostic(span=one.span, message=WordsOut.of(one.reason)) for one in diagnostics],
    )


def describe_functions() -> list[dict[str, object]]:
    """Return the catalogue of functions as the editor's completion and help need it."""
    return [_described(one) for one in functions_catalogue()]


def _described(function: FunctionHelp) -> dict[str, object]:
    return {
        "name": function.name,
        "group": function.group,
        "signatures": [
            [{"name": name, "type": types, "optional": optional} for name, types, optional in parameters]
            for parameters in function.signatures
        ],
        "returns": function.returns,
        "help": function.help.to_json(),
        "examples": list(function.examples),
        "standard": function.standard,
    }


def _finding(finding: Finding) -> FeelFinding:
    return FeelFinding(
        code=finding.code,
        message=WordsOut.of(finding.message),
        severity="warning" if finding.code in WARNINGS else "error",
        span=finding.span,
        repair=finding.repair,
    )

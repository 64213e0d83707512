"""FEEL for the page: what is wrong in an expression, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from designer.api.feel_models import FeelDiagnostic, FeelEval, FeelFinding, FeelFindings, FeelText, FeelValue
from designer.api.models import WordsOut
from designer.errors import Unfit
from flowengine.expressions import (
    LENIENT,
    Diagnostic,
    ExpressionError,
    Finding,
    FunctionHelp,
    Known,
    check,
    check_unary_tests,
    compile_expression,
    compile_template,
    from_json,
    functions_catalogue,
    known_type,
    to_json,
    to_text,
    type_of,
)
from flowengine.expressions.embedded import check_list, check_template

NOW = "$now"
"""The name by which expressions read the clock."""


MAX_DEPTH = 5
"""How deep the described entries of contexts are looked at."""


def check_feel(asked: FeelText) -> FeelFindings:
    """Return everything that is wrong in a text; a name that nobody sets and a matter of types are warnings."""
    names: dict[str, Known] = dict.fromkeys(asked.names)
    names |= {name: _known(kind, MAX_DEPTH) for name, kind in asked.types.items()}

    def look(text: str) -> list[Finding]:
        return check(text, names)

    match asked.kind:
        case "expression":
            found = look(asked.text)
        case "list":
            found = list(check_list(asked.text, look))
        case "tests":
            found = check_unary_tests(asked.text, names, known_type(asked.subject, names))
        case "template":
            found = list(check_template(asked.text, look))
    kind = known_type(asked.text, names) if asked.kind == "expression" else None
    return FeelFindings(
        findings=[_finding(one) for one in found], type="context" if isinstance(kind, Mapping) else kind
    )


def evaluate_feel(asked: FeelEval) -> FeelValue:
    """Return the value of an expression for its context; `Unfit` when it is no expression."""
    names, scope = frozenset(asked.context), around(asked.context, asked.at)
    try:
        if asked.kind == "template":
            text = compile_template(asked.text, names)(scope)
            return FeelValue(value=text, text=text, type="string", diagnostics=[])
        expression = compile_expression(asked.text, names)
    except ExpressionError as error:
        raise Unfit(error.code, error.message.en, error.message.zh) from error
    return shown(*expression.explain(scope))


def around(context: Mapping[str, object], at: datetime | None) -> dict[str, object]:
    """Return the scope of a page's values, whose clock shows `at`, or else the time that it is."""
    now = (at or datetime.now(UTC)).astimezone()
    return {NOW: lambda: now, **{name: from_json(value) for name, value in context.items()}}


def shown(value: object, diagnostics: Sequence[Diagnostic]) -> FeelValue:
    """Return a value as the page shows it."""
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
        severity="warning" if finding.code in LENIENT else "error",
        span=finding.span,
        repair=finding.repair,
    )


def _known(kind: object, depth: int) -> Known:
    """Return what a page says of a type, as far as it can be one."""
    if isinstance(kind, dict):
        return {str(name): _known(one, depth - 1) for name, one in kind.items()} if depth else "context"
    return kind if isinstance(kind, str) else None

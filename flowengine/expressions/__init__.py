"""FEEL, the expression language of OMG's DMN 1.5: compiled once, called often, never raising."""

from flowengine.errors import ExpressionError
from flowengine.expressions.check import Finding, check
from flowengine.expressions.diagnostics import Diagnostic
from flowengine.expressions.expression import Expression, compile_expression, compile_unary_tests
from flowengine.expressions.functions import functions_catalogue
from flowengine.expressions.functions.signature import FunctionHelp
from flowengine.expressions.template import Template, compile_template
from flowengine.expressions.text import from_json, to_json, to_text
from flowengine.expressions.values import type_of

__all__ = [
    "Diagnostic",
    "Expression",
    "ExpressionError",
    "Finding",
    "FunctionHelp",
    "Template",
    "check",
    "compile_expression",
    "compile_template",
    "compile_unary_tests",
    "from_json",
    "functions_catalogue",
    "to_json",
    "to_text",
    "type_of",
]

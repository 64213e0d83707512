"""FEEL, the expression language of OMG's DMN 1.5: compiled once, called often, never raising."""

from flowengine.errors import ExpressionError
from flowengine.expressions.check import LENIENT, Finding, check, check_unary_tests
from flowengine.expressions.diagnostics import Diagnostic
from flowengine.expressions.expression import Expression, compile_expression, compile_unary_tests
from flowengine.expressions.functions import functions_catalogue
from flowengine.expressions.functions.signature import FunctionHelp
from flowengine.expressions.inference import Known, common_type, known_type
from flowengine.expressions.template import Template, compile_template
from flowengine.expressions.text import from_json, to_json, to_text
from flowengine.expressions.values import type_of

__all__ = [
    "LENIENT",
    "Diagnostic",
    "Expression",
    "ExpressionError",
    "Finding",
    "FunctionHelp",
    "Known",
    "Template",
    "check",
    "check_unary_tests",
    "common_type",
    "compile_expression",
    "compile_template",
    "compile_unary_tests",
    "from_json",
    "functions_catalogue",
    "known_type",
    "to_json",
    "to_text",
    "type_of",
]
